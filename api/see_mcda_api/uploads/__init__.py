"""Uploaded files: parsed in memory, with checks against malicious content."""
