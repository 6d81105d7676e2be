"""Smallest change that unseats the leader."""
