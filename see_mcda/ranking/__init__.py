"""Rankings, comparisons of rankings, and explanations."""
