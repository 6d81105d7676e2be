"""Host and origin checks, rate limits, size limits and security headers."""
