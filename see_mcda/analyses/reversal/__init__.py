"""Rank reversal when candidates or criteria are removed or copied."""
