"""What `grandis.processes` answers, in the reader's language."""
