"""The common parts of results: documents, records, names and notes."""
