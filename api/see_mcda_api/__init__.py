"""The service: rankings over HTTP, stored decisions, background runs."""
