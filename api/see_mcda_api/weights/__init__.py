"""Weights from judgments, points, an order or the scores: nothing is kept."""
