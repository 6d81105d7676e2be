"""What is known of the weights: statements and distributions, the region that they leave, drawing from it."""
