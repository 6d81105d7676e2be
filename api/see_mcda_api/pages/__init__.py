"""The pages of the service: rendered here, complete without scripts, each with a JSON twin at its address."""
