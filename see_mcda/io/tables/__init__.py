"""What a table says: where it stands, and what its rows, columns and sheets are."""
