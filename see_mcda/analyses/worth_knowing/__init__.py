"""Uncertain scores whose value would tell most about the leader."""
