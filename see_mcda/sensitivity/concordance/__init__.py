"""How far rankings and assessors agree."""
