"""Rows to engines to stored results, one file a matter."""
