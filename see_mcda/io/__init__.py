"""Reading and writing problems: YAML and JSON documents, delimited text, workbooks."""

from see_mcda.io.matrices.matrices import read_matrices, read_matrix
from see_mcda.io.reading import read_problem
from see_mcda.io.weights_sheet import read_weights_table
from see_mcda.io.workbooks.template import template_workbook
from see_mcda.io.writing import table_bytes, write_problem, write_table

__all__ = [
    "read_matrices",
    "read_matrix",
    "read_problem",
    "read_weights_table",
    "table_bytes",
    "template_workbook",
    "write_problem",
    "write_table",
]
