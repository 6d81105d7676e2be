"""A weighted sum as a workbook whose formulas go on working: change a weight, and the ranking follows.

S_i = Σ_j w_j u_ij / Σ_j w_j, with u the normalised scores (:mod:`see_mcda.methods.additive`). Each formula
carries its computed value, for programs that do not calculate.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_rowcol_to_cell

from see_mcda.errors import MethodError, refuse
from see_mcda.io.workbooks.workbook import Book, put
from see_mcda.language.messages import message, say
from see_mcda.ranking.ranking import Ranking

RANKING, VALUES = "ranking", "values"


def live_workbook(ranking: Ranking, language: str = "en") -> bytes:
    """Return the workbook of a ranking by the weighted sum.

    Its sheet ``values`` has the weights in its second row and the normalised scores below; ``ranking`` has
    the scores and ranks as formulas over them. Candidates that fail a gate have a score and no rank. Raises
    :class:`MethodError` for a ranking by another method.
    """
    values = ranking.prepared.linear_values()
    if ranking.method.name != "additive" or values is None:
        raise refuse(
            MethodError,
            "no-formulas",
            "a workbook with formulas needs a weighted sum (additive), not {method}",
            None,
            method=ranking.method.name,
        )
    problem, leaves = ranking.complete, ranking.problem.framework.leaves
    book = Book()
    top = _Sheet(book, RANKING)
    shares = _Sheet(book, VALUES)
    many, wide = len(problem.candidates), len(leaves)

    shares.row(
        0, [message("Candidate").text(language), *(say(leaf.title, language) for leaf in leaves)], book.head
    )
    shares.row(1, [message("Weight").text(language), *ranking.weights.values.tolist()], book.plain)
    order = ranking.order
    for place, row in enumerate(order):
        shares.row(2 + place, [say(problem.name(row), language), *values[row].tolist()], book.plain)

    weights = f"{VALUES}!{xl_rowcol_to_cell(1, 1, True, True)}:{xl_rowcol_to_cell(1, wide, True, True)}"
    heads = [
        message("Rank").text(language),
        message("Candidate").text(language),
        message("Score").text(language),
    ]
    top.row(0, heads, book.head)
    ranked = [
        xl_rowcol_to_cell(1 + place, 2, True, True) for place, row in enumerate(order) if ranking.ranks[row]
    ]
    span = f"{ranked[0]}:{ranked[-1]}" if ranked else ""
    for place, row in enumerate(order):
        line = 1 + place
        name = f"={VALUES}!{xl_rowcol_to_cell(2 + place, 0)}"
        top.sheet.write_formula(line, 1, name, book.plain, say(problem.name(row), language))
        mine = f"{VALUES}!{xl_rowcol_to_cell(2 + place, 1)}:{xl_rowcol_to_cell(2 + place, wide)}"
        total = f"=SUMPRODUCT({mine},{weights})/SUM({weights})"
        top.sheet.write_formula(line, 2, total, book.plain, float(ranking.scores[row]))
        if ranking.ranks[row]:
            formula = f"=RANK({xl_rowcol_to_cell(line, 2)},{span})"
            top.sheet.write_formula(line, 0, formula, book.plain, int(ranking.ranks[row]))
        else:
            put(top.sheet, line, 0, "–", book.plain)
    for column, width in enumerate((8, 44, 14)):
        top.sheet.set_column(column, column, width)
    shares.sheet.set_column(0, 0, 44)
    shares.sheet.set_column(1, wide, 16)
    note = problem.note or problem.framework.note
    said = [say(problem.title, language), say(note, language)]
    said += [warning.message.text(language) for warning in ranking.warnings]
    said.append(message("Change a weight on the sheet values: scores and ranks follow.").text(language))
    for at, words in enumerate(word for word in said if word):
        put(top.sheet, many + 2 + at, 1, words, book.wrapped)
    return book.content()


class _Sheet:
    def __init__(self, book: Book, name: str):
        self.sheet = book.book.add_worksheet(name)
        self.sheet.freeze_panes(1, 0)

    def row(self, at: int, cells: Sequence[object], style: object) -> None:
        for column, cell in enumerate(cells):
            put(self.sheet, at, column, cell, style)
