"""The service: rankings over HTTP, kept decisions, long runs."""
