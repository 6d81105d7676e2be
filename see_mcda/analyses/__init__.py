"""Analyses of a ranking: one package each, and their registry."""
