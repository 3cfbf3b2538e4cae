"""The guide, its law, and the practices of others, for everybody to read."""
