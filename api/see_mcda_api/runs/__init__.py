"""Runs: analyses in the background, with their state in the database."""
