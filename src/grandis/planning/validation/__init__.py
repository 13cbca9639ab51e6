"""The rules a planning problem keeps, one function a rule."""
