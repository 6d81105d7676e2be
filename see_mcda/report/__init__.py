"""Results as documents that people hand on."""
