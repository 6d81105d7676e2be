"""The nearest weights, and the single scores, with which somebody else is first."""
