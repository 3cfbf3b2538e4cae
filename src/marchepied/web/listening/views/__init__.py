"""Views of the registers, one file a page or two."""
