"""Snapshots: results that stay as they were, at an address of their own."""
