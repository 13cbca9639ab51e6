"""Find: one search over everything that the directory shows."""
