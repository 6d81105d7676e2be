"""Chances of each rank under uncertain weights and scores (SMAA-2)."""
