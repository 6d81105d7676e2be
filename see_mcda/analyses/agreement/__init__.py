"""Agreement between methods, weightings and assessors."""
