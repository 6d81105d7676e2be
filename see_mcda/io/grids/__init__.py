"""Files as grids of raw cells: workbooks (.xlsx, .ods) and delimited text."""
