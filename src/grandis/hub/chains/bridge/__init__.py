"""The way from rows to planning data and back; nothing else knows both."""
