"""Requests and responses: bodies, errors, formats, conditions."""
