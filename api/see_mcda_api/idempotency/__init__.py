"""Idempotent POST requests (Idempotency-Key)."""
