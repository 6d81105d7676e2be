"""What is ranked: criteria, candidates, scores, and the checks on them."""
