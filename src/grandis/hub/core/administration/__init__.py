"""What the operator does: start, watch, back up, restore and verify the hub."""
