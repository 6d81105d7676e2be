"""Results of problems that are sent: routes, thread pool, limits."""
