"""The database: SQLite in one file by default, PostgreSQL by URL."""
