"""What people enter about opportunities."""
