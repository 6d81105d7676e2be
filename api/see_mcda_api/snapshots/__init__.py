"""Snapshots: stored results that can be shared."""
