"""What templates of opportunities need besides the components of every page."""
