"""The problem: criteria, candidates, scores, and the checks on them."""
