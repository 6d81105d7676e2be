"""Distributions, statements and regions of weights; samples of weights and scores."""
