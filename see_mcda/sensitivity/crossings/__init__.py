"""Where candidates swap as one weight moves."""
