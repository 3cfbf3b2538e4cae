"""Writing a guide: what the pages of a draft say, and their forms."""
