"""Weights from the answers of people."""
