"""Weights at which two candidates swap."""
