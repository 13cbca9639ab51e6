"""Forms of the directory and of what each organisation keeps for itself."""
