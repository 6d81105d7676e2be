"""Weights elicited over HTTP."""
