"""Sessions of the pages: sign-in with a key, then a cookie."""
