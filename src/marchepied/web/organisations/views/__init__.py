"""Pages of the tenancy: one's spaces and account, the house, its people."""
