"""Workbooks that are written: score tables and the template."""
