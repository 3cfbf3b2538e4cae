"""What is computed once and stored, one file a matter."""
