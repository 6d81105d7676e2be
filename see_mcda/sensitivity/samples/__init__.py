"""Samples of weights and scores, and what is counted over them."""
