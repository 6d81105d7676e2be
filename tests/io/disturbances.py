"""Tables made from known problems by disturbing them as people do, and how each is read.

``python -m tests.io.disturbances --n 2000 --seed 1`` prints how many were read rightly, asked about,
refused without naming the disturbance, and misread in silence. The wordings come from
:mod:`tests.io.wordings`; nothing of the reader is imported but its public function.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.io import disturbed_cells as cells
from tests.io import disturbed_columns as columns
from tests.io import disturbed_rows as rows
from tests.io import disturbed_sheets as sheets
from tests.io import wordings as words
from tests.io.disturbed_files import finish
from tests.io.drafts import Case, Draft, Value, mean
from tests.io.outcomes import report


@dataclass(frozen=True)
class Disturbance:
    """A way to disturb a table, and with what it goes."""

    stage: int
    apply: Callable[[Draft], bool]
    kind: str
    """At most one of a kind."""
    workbook: bool = False
    turns: bool = True
    """Whether it also occurs in tables that are turned."""
    answers: bool = False
    """Whether it also occurs in tables of answers."""


def _all() -> dict[str, Disturbance]:
    d: dict[str, Disturbance] = {}
    for where in ("above", "below", "last"):
        d[f"direction row, {where}"] = Disturbance(
            4, lambda t, w=where: rows.direction_row(t, w), "directions"
        )
        d[f"weights row, {where}"] = Disturbance(4, lambda t, w=where: rows.weights_row(t, w), "weights")
    d["units row"] = Disturbance(4, rows.unit_row, "units")
    d["units in headers"] = Disturbance(5, rows.unit_headers, "units")
    d["totals row"] = Disturbance(
        3, lambda t: rows.statistic(t, "totals row", words.TOTAL_LABELS, sum), "totals"
    )
    d["average row"] = Disturbance(
        3, lambda t: rows.statistic(t, "average row", words.AVERAGE_LABELS, mean), "means"
    )
    d["statistics row"] = Disturbance(3, rows.spread_row, "statistics")
    d["notes below"] = Disturbance(
        9, lambda t: rows.notes_below(t, "notes below", words.NOTES), "notes", answers=True
    )
    d["source below"] = Disturbance(
        9, lambda t: rows.notes_below(t, "source below", words.SOURCES), "sources"
    )
    d["title above"] = Disturbance(9, rows.title_above, "title", answers=True)
    d["transposed"] = Disturbance(7, rows.transpose, "shape")
    d["scorecard"] = Disturbance(7, rows.scorecard, "shape")
    d["full marks row"] = Disturbance(4, rows.full_marks_row, "marks")
    d["section rows"] = Disturbance(4, rows.section_rows, "sections", turns=False)
    d["codes below the header"] = Disturbance(4, rows.codes_below, "codes", turns=False)
    d["repeated name"] = Disturbance(4, rows.repeated_name, "names")
    d["thousands by spaces"] = Disturbance(1, lambda t: cells.grouped(t, "thousands by spaces", " "), "large")
    d["thousands by points"] = Disturbance(1, lambda t: cells.grouped(t, "thousands by points", "."), "large")
    d["scaled numbers"] = Disturbance(1, lambda t: cells.scaled(t, mixed=False), "large")
    d["numbers of two scales"] = Disturbance(1, lambda t: cells.scaled(t, mixed=True), "large")
    d["marks on numbers"] = Disturbance(1, cells.footnotes, "marks on numbers")
    d["below zero"] = Disturbance(1, cells.below_zero, "below zero")
    d["Thai digits"] = Disturbance(1, cells.thai_digits, "digits")
    d["error in a cell"] = Disturbance(1, cells.excel_error, "missing")
    d["scores became dates"] = Disturbance(1, cells.became_dates, "stars")
    d["normalised table below"] = Disturbance(8, sheets.normalised_below, "second", turns=False)
    d["candidate like a total"] = Disturbance(0, rows.like_a_total, "like")
    d["candidate named like a total"] = Disturbance(0, rows.named_like_a_total, "named")
    for what in ("a sum", "a serial number", "a year", "a postcode"):
        d[f"criterion like {what}"] = Disturbance(0, lambda t, w=what: cells.look_alike(t, w), "like")
    d["serial column"] = Disturbance(2, columns.serial_column, "serial", turns=False)
    d["index column"] = Disturbance(2, columns.index_column, "serial", turns=False)
    d["blank first header"] = Disturbance(6, columns.blank_corner, "corner", turns=False)
    d["code column"] = Disturbance(2, columns.code_column, "code", turns=False)
    d["rank column"] = Disturbance(2, columns.rank_column, "rank")
    d["total column"] = Disturbance(2, columns.score_column, "score")
    d["change column"] = Disturbance(2, columns.change_column, "score")
    facts: tuple[tuple[str, Any, Callable[[Draft], Value]], ...] = (
        ("year column", words.YEAR_HEADERS, columns.year),
        ("postcode column", words.POSTCODE_HEADERS, lambda t: t.random.randint(101, 967) * 100 + 10),
        ("email column", words.EMAIL_HEADERS, lambda t: f"info{t.random.randint(1, 99)}@example.org"),
    )
    for tag, headers, fact in facts:
        d[tag] = Disturbance(2, lambda t, a=(tag, headers, fact): columns.fact_column(t, *a), tag)
    d["phone column"] = Disturbance(2, columns.phones, "phone")
    d["date column"] = Disturbance(2, columns.dates, "date")
    d["coordinates"] = Disturbance(2, columns.coordinates, "coordinates", turns=False)
    d["text column"] = Disturbance(2, columns.text_column, "text")
    d["thousands as text"] = Disturbance(1, cells.thousands, "large")
    d["currency in cells"] = Disturbance(1, cells.currency, "large")
    d["units in cells"] = Disturbance(1, cells.units_in_cells, "small")
    d["percent format"] = Disturbance(1, lambda t: cells.percents(t, "format"), "percent", workbook=True)
    d["percent text"] = Disturbance(
        1, lambda t: cells.percents(t, t.random.choice(("text", "space"))), "percent"
    )
    d["percents and fractions"] = Disturbance(1, cells.percent_and_fractions, "percent")
    d["words for levels"] = Disturbance(1, cells.likert, "levels")
    d["stars or n of 5"] = Disturbance(1, cells.stars, "stars")
    d["sentinel"] = Disturbance(1, cells.sentinel, "missing")
    d["word for missing"] = Disturbance(1, cells.missing_words, "missing")
    d["years as headers"] = Disturbance(0, cells.years_as_headers, "units", turns=False)
    d["two header rows"] = Disturbance(
        6, lambda t: rows.two_header_rows(t, merge=False), "headers", turns=False
    )
    d["merged header rows"] = Disturbance(
        6, lambda t: rows.two_header_rows(t, merge=True), "headers", workbook=True, turns=False
    )
    d["repeated header"] = Disturbance(6, rows.repeated_header, "repeated", turns=False)
    d["blank rows and columns first"] = Disturbance(10, rows.blank_first, "blank", answers=True)
    d["blank row between"] = Disturbance(6, rows.blank_between, "between", turns=False)
    for where in ("below", "beside"):
        d[f"table of weights {where}"] = Disturbance(
            8, lambda t, w=where: sheets.weights_table(t, w), "weights"
        )
        d[f"second table {where}"] = Disturbance(8, lambda t, w=where: sheets.legend_table(t, w), "second")
    d["hidden sheet"] = Disturbance(11, sheets.hidden_sheet, "hidden sheet", workbook=True)
    d["cover sheet"] = Disturbance(12, sheets.cover_sheet, "cover", workbook=True, answers=True)
    d["hidden row"] = Disturbance(
        5, lambda t: sheets.hidden_part(t, "row"), "totals", workbook=True, turns=False
    )
    d["hidden column"] = Disturbance(
        5, lambda t: sheets.hidden_part(t, "column"), "weights", workbook=True, turns=False
    )
    for outer in ("candidate", "criterion"):
        d[f"respondents, wide, {outer} [ ]"] = Disturbance(
            7, lambda t, o=outer: sheets.wide_answers(t, o), "shape", turns=False
        )
    d["respondents, long"] = Disturbance(7, sheets.long_answers, "shape", turns=False)
    d["a sheet for each evaluator"] = Disturbance(
        7, sheets.evaluator_sheets, "shape", workbook=True, turns=False
    )
    return d


DISTURBANCES = _all()
TURNED = {"transposed", "scorecard"}
ANSWERED = {name for name, one in DISTURBANCES.items() if one.kind == "shape"} - TURNED
FORMATS = ("xlsx", "ods", "utf-8", "utf-8-sig", "utf-16", "cp874", "semicolons", "tabs")


def fit(chosen: Iterable[str]) -> bool:
    """Whether these disturbances occur together."""
    kinds = [DISTURBANCES[name].kind for name in chosen]
    if len(set(kinds)) < len(kinds) or ("scorecard" in chosen and "weights" in kinds):
        return False
    if "hidden row" in chosen and any(name.endswith(" beside") for name in chosen):
        return False  # it would hide a row of the other table, too
    for name in chosen:
        others = [DISTURBANCES[other] for other in chosen if other != name]
        if name in ANSWERED and not all(other.answers for other in others):
            return False
        if name in TURNED and not all(other.turns for other in others):
            return False
    return True


def make(seed: object, chosen: Sequence[str] | None = None, form: str | None = None) -> Case:
    """One table: of the disturbances named, or of none to three by chance."""
    for attempt in range(100):
        random = Random(f"{seed}/{attempt}")
        names = list(chosen) if chosen is not None else some(random)
        ordered = sorted(names, key=lambda name: DISTURBANCES[name].stage)
        if not fit(names):
            continue
        draft = Draft(random)
        if all(DISTURBANCES[name].apply(draft) for name in ordered):
            kind = form or random.choice(("xlsx", "xlsx", "xlsx", *FORMATS))
            if kind == "semicolons" and {"currency in cells", "thousands as text"} & {*names}:
                kind = "tabs"  # nobody groups by commas where they are decimal signs
            if any(DISTURBANCES[name].workbook for name in names):
                kind = "ods" if kind == "ods" else "xlsx"
            return finish(draft, str(seed), tuple(ordered), kind)
    raise ValueError(f"these disturbances do not go together: {chosen}")


def some(random: Random) -> list[str]:
    count = random.choices((0, 1, 2, 3), (16, 36, 28, 20))[0]
    return random.sample(sorted(DISTURBANCES), count)


def tables_of(n: int, seed: int) -> Iterator[Case]:
    """``n`` tables; each disturbance is the only one at least now and then."""
    every = sorted(DISTURBANCES)
    for place in range(n):
        alone = [every[place // 4 % len(every)]] if place % 4 == 0 else None
        yield make(f"{seed}-{place}", alone)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how ``--n`` tables are read; exit with 1 if one is misread in silence."""
    parser = argparse.ArgumentParser(prog="python -m tests.io.disturbances", description=main.__doc__)
    parser.add_argument("--n", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="only tables with this disturbance, alone")
    parser.add_argument("--examples", type=int, default=3, help="examples of each kind of failure")
    parser.add_argument("--out", type=Path, help="folder for the files that failed")
    given = parser.parse_args(arguments)
    tables = tables_of(given.n, given.seed)
    if given.only:
        tables = (make(f"{given.seed}-{place}", [given.only]) for place in range(given.n))
    with tempfile.TemporaryDirectory() as folder:
        counted = report(tables, Path(folder))
    print(counted.table())
    shown: Counter[tuple[str, str]] = Counter()
    for case, found in sorted(counted.failed, key=lambda one: (len(one[0].disturbances), one[1].kind)):
        key = found.kind, case.disturbances[0] if case.disturbances else "undisturbed"
        shown[key] += 1
        if given.out:
            given.out.mkdir(parents=True, exist_ok=True)
            (given.out / f"{found.kind}-{case.file}").write_bytes(case.content)
        if shown[key] <= given.examples:
            ways = ", ".join(case.disturbances)
            print(f"\n{found.kind}: {case.file} {ways} {case.options or ''}\n  {found.why[:400]}")
    print(f"\nsilent misreadings: {counted.silent}; needless questions: {counted.needless:.1%}")
    return int(counted.silent > 0)


if __name__ == "__main__":
    sys.exit(main())
