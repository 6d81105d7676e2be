"""The best and the worst rank under every weighting that is allowed."""
