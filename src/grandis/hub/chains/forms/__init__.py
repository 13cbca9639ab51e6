"""What people enter about quotations and plans."""
