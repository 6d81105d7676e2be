"""Posts with an Idempotency-Key: computed once, answered again."""
