"""Pages of the cycle, one file a matter."""
