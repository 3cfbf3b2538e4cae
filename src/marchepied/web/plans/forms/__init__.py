"""Forms of the plan, one file a matter."""
