"""Documents that leave the hub."""
