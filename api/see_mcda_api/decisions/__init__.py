"""Decisions: problems of a team with their history."""
