"""Who wins in which part of a simplex of weights, and how large that part is."""
