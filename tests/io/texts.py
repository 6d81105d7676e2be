"""Small tables written as text, and what each of their rows and columns is taken for."""

from io import StringIO
from typing import Any

import see_mcda as sm
from see_mcda.model.reading import Reading, ReadingError


def reading_of(text: str, **options: Any) -> Reading:
    """How a table is read; it may have questions, but no other fault."""
    try:
        reading = sm.read_problem(StringIO(text), format="csv", **options).reading
    except ReadingError as error:
        if {fault.code for fault in error.faults} != {"question"}:
            raise
        reading = error.reading
    assert reading is not None
    return reading


def asked(reading: Reading) -> dict[str, list[str]]:
    """The questions, with the options that answer them."""
    return {each.id: [choice.flag for choice in each.choices] for each in reading.questions}


def row_taken(reading: Reading, at: int | str) -> str:
    """What the row of a line is taken for: a candidate, a question or its role."""
    if f"row:{at}" in asked(reading):
        return "question"
    if str(at) in reading.candidates:
        return "candidate"
    return next((row.role for row in reading.rows if row.at == str(at)), "nothing")


def column_taken(reading: Reading, header: str) -> str:
    """What the column of a header is taken for: a question or its role, and the reason."""
    column = next(each for each in reading.columns if each.header == header)
    if {f"column:{column.at}", f"sentinel:{column.at}"} & set(asked(reading)):
        return "question"
    return f"{column.role}: {column.reason}" if column.reason else column.role


def objectives(reading: Reading) -> str:
    """The objectives of the criteria, in their order; an assumed one in brackets."""
    return " ".join(
        f"({each.objective})" if each.id in reading.assumed else str(each.objective)
        for each in reading.criteria
    )
