"""The set of candidates with the greatest value within constraints."""
