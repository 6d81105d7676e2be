"""Matrices of pairwise comparisons in files, and surveys of pairs."""
