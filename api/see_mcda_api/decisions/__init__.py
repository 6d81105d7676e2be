"""Problems that a team keeps, with every change of them."""
