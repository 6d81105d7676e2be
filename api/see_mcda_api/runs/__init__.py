"""Long analyses: their truth in the database, their muscle in threads or on a Dask cluster."""
