"""Smallest changes with which a candidate reaches a rank."""
