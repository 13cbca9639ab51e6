"""Opportunities on their way: the list, and how fast enquiries are answered."""
