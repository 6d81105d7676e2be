"""Weights from answers over HTTP."""
