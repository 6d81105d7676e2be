"""Texts in English and Thai, and lines that break between words."""
