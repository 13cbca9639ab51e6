"""What templates of quotations need besides the components of every page."""
