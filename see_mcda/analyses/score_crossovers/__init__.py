"""Values of one score at which the leader changes."""
