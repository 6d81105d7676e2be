"""Results as plain text for a person, that fits a terminal and a pipe, and as rows for a spreadsheet.

Drawn by :mod:`see_mcda.wrapping`, not by ``rich.table``: that breaks Thai at spaces only, or within a
syllable, and took 3 s for 10,000 candidates.
"""

from see_mcda.tables.comparison import comparison_table
from see_mcda.tables.explanation import explanation_text
from see_mcda.tables.ranking import ranking_table
from see_mcda.tables.rows import comparison_rows, ranking_rows

__all__ = ["comparison_rows", "comparison_table", "explanation_text", "ranking_rows", "ranking_table"]
