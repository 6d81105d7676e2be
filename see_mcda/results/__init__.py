"""What all results share: documents, records, names and notes."""
