"""The demo: an invented cluster to click through."""
