"""Stateless computations: routes, thread pool, limits."""
