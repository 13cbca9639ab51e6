"""Pictures as plain data for SVG templates: the same on a page and in a PDF.

Nothing here knows of colours; the style sheet gives them by class.
"""
