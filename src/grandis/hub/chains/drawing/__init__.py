"""Pictures of plans on pages: small, and to be read with the keyboard too."""
