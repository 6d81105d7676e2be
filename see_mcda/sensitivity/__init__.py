"""How sure a ranking is: exactly where that can be had, by Monte Carlo where not."""
