"""Best and worst rank of each candidate under all allowed weights."""
