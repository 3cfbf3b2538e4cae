"""Pages of the satisfaction surveys."""
