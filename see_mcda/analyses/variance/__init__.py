"""Sources of uncertainty (Sobol indices)."""
