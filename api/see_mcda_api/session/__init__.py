"""Signing in to the pages: a key exchanged for a cookie."""
