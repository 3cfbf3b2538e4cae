"""What people write of a deliberation."""
