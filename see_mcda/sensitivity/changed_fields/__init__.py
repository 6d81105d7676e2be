"""Candidates and criteria left out, copied or made worse."""
