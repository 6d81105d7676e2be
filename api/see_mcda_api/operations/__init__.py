"""What those who run the service look at: its health, its numbers, its log."""
