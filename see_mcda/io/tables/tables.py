"""Problems from the rows of a sheet or of a delimited file, with every fault at its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from see_mcda.errors import Faults, ProblemError, SeeMcdaError
from see_mcda.io.cells.cells import (
    DecimalSign,
    is_doubtful,
    is_missing,
    looks_scored,
    read_column,
    settle_decimal,
)
from see_mcda.io.cells.contents import Kind
from see_mcda.io.cells.quantities import has_one_unit
from see_mcda.io.grids.grid import Grid, folded
from see_mcda.io.grids.lazily import Lazily
from see_mcda.io.matrices.squares import holds_comparisons
from see_mcda.io.options import ReadingOptions
from see_mcda.io.tables.account import Account
from see_mcda.io.tables.attributes import read_attributes
from see_mcda.io.tables.bare import plain_framework, refuse_numbers
from see_mcda.io.tables.candidates import Texts, read_gate, read_ids
from see_mcda.io.tables.columns import named_columns, read_columns
from see_mcda.io.tables.evaluators import check_names, compare_rows, find_evaluators, stacked
from see_mcda.io.tables.headers import (
    Headers,
    Role,
    check_gates,
    check_twice,
    find_header,
    header_rows,
    labels,
    refuse_header,
    refuse_headless,
)
from see_mcda.io.tables.respondents import Panel, Part, find_panel
from see_mcda.io.tables.rows import read_rows
from see_mcda.io.tables.shapes import Shape, find_table
from see_mcda.io.tables.sheet_names import SHEETS
from see_mcda.language.messages import Notice, Text, Where, message, notice
from see_mcda.model.cell import GATE_STATES, Cell
from see_mcda.model.criteria import Framework, GateState
from see_mcda.model.problem import Problem
from see_mcda.model.reading import LACKING, NAMED_A_FACT, Question, Reading, ReadingError
from see_mcda.model.validation import LONGEST_NAME


@dataclass
class Table:
    """A score table that was read, and its faults."""

    framework: Framework
    candidates: list[str]
    labels: list[str | None]
    values: NDArray[np.float64]
    names: Sequence[Text | None]
    notes: Sequence[Text | None]
    attributes: list[dict[str, Any]]
    gates: NDArray[np.int8]
    places: Callable[[int, int], Where]
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    reasons: dict[tuple[int, int], Text] = field(default_factory=dict)
    made_ids: frozenset[str] = frozenset()
    answered: set[tuple[int, int]] = field(default_factory=set)
    disputed: list[tuple[int, int]] = field(default_factory=list)
    reading: Reading = field(default_factory=Reading)

    def problem(self, faults: Faults, **more: Any) -> Problem:
        """Return the problem.

        Raises :class:`ReadingError` with the questions, ``faults`` and the faults of the whole table.
        """
        ids = self.candidates if not faults else [f"c{row}" for row in range(len(self.candidates))]
        self.values.setflags(write=False)  # the problem need not copy them
        try:
            problem = Problem(
                self.framework,
                tuple(ids),
                self.values,
                self.names,
                self.cells,
                self.gates,
                self.reasons,
                tuple(self.attributes),
                self.notes,
                labels=() if faults else tuple(self.labels),
                places=self.places,
                reading=self.reading,
                **more,
            )
        except ProblemError as error:
            faults.extend(error.faults)
        if self.reading.questions or faults:
            raise ReadingError([*(each.notice() for each in self.reading.questions), *faults], self.reading)
        return problem


def read_table(
    grid: Grid,
    framework: Framework | None,
    options: ReadingOptions,
    faults: Faults,
    others: Sequence[Grid] = (),
) -> Table:
    """Return the table of a grid; without a framework every column of numbers is a criterion.

    ``others`` are the sheets that may hold its weights, or the scores of other people. Raises
    :class:`ProblemError` where there is no table at all; other faults go to ``faults``.
    """
    others = others if options.range is None else ()
    shape, part = _find_part(grid, framework, options, faults)
    account = Account(shape, part)
    account.panel = _find_panel(account, others, framework, options, faults)
    found = account.table
    grid, rows, names, header = found.grid, found.rows, found.names, found.grid.header or 0
    if framework is None:
        account.columns = read_columns(grid, rows, names, options, faults)
        account.plain = plain_framework(grid, rows, account.columns, names, options=options, faults=faults)
        framework = account.plain.framework
        roles = [account.columns.roles.get(column) for column in range(len(names))]
        for column, leaf in account.plain.leaves.items():
            roles[column] = Role("leaf", leaf)
        account.shape.notices += _known_framework([names[column] for column in account.plain.leaves])
        check_gates(Headers(None), roles, grid, header, faults)
        check_twice(roles, names, grid, header, faults)
    else:
        roles = _roles(account, framework, options, faults)
    table = _filled(account, roles, framework=framework, options=options, faults=faults)
    table.reading = replace(
        account.reading(framework, roles, others, faults),
        made_ids=table.made_ids,
        answered=frozenset(table.answered),
    )
    return table


def _known_framework(criteria: Sequence[str]) -> Iterator[Notice]:
    """Yield a notice if the criteria of a plain table are those of a shipped framework."""
    from see_mcda.io.library import framework_of, parse_framework  # noqa: PLC0415 (it reads files by this package)

    name = framework_of(criteria)
    if name is not None:
        yield notice(
            "known-framework",
            "The columns are the criteria of {title}; --framework {name} reads them with its scales and "
            "directions.",
            title=parse_framework(name).title or name,
            name=name,
        )


def _find_part(
    grid: Grid, framework: Framework | None, options: ReadingOptions, faults: Faults
) -> tuple[Shape, Part]:
    shape = find_table(grid, framework, options)
    if framework is None and (
        holds_comparisons(shape.grid) or (options.range is None and holds_comparisons(grid))
    ):
        faults.add(
            "comparisons",
            "this is a matrix of pairwise comparisons, not a table of scores; `see-mcda weights ahp` derives "
            "weights from it",
            grid.whole(),
        )
        faults.stop(ProblemError)
    grid = shape.grid
    header = find_header(grid, framework, options.header_row)
    if header is None:
        faults.add(
            "empty-table",
            "the table is empty; it needs a row of column headers and a row for each candidate",
            grid.whole(),
        )
        faults.stop(ProblemError)
        raise AssertionError
    names = labels(grid, header)
    grid = replace(grid, header=header)
    if framework is None:
        refuse_numbers(names, grid, faults)
    rows = read_rows(grid, header_rows(grid, header), names, options, bare=framework is None)
    if not rows.candidates and not rows.questions:
        faults.add(
            "no-candidates",
            "there is no row below the column headers; add a row for each candidate",
            grid.row_place(header),
        )
        faults.stop(ProblemError)
    return shape, Part(grid, names, rows)


def _find_panel(
    account: Account,
    others: Sequence[Grid],
    framework: Framework | None,
    options: ReadingOptions,
    faults: Faults,
) -> Panel | None:
    """Return the scores of several people: on the sheet, or on this and others."""
    part = account.part
    if len(part.grid.rows) > LONGEST:
        return None
    found = find_panel(part, options.respondents, bare=framework is None)
    if found is None and options.respondents in (None, "sheets"):
        parts = {part.grid.sheet or "": part}
        for other in others:
            if other.sheet and SHEETS.get(folded(other.sheet)) is None and len(other.rows) <= LONGEST:
                with suppress(SeeMcdaError):
                    parts[other.sheet] = _find_part(other, framework, options, Faults())[1]
        account.evaluators = find_evaluators(parts, options.respondents)
        found = account.evaluators.question
        if len(account.evaluators.parts) > 1:
            found = stacked(account.evaluators.parts)
            check_names(found, faults)
            compare_rows(account.evaluators.parts, found, options, bare=framework is None)
    if isinstance(found, Question):
        account.shape.questions.append(found)
        return None
    return found


LONGEST = 20_000
"""A sheet of more rows holds the scores of one person."""


def _roles(
    account: Account, framework: Framework, options: ReadingOptions, faults: Faults
) -> list[Role | None]:
    """Return what each column holds; a ``partial`` table may lack criteria.

    A column that the framework does not know is a fault while a criterion lacks its column, which may be
    meant; else it is carried as an attribute. The first column of words holds the names if no other does.
    """
    headers = Headers(framework)
    grid, names, rows = account.table.grid, account.table.names, account.table.rows.candidates
    facts = named_columns(grid, names, options, "facts", Faults())  # others may be criteria by their ids
    header = grid.header or 0
    roles = [headers.role(name) if name else None for name in names]
    there = {role.key for role in roles if role and role.kind == "leaf"}
    lacking = [leaf.id for leaf in framework.leaves if leaf.id not in there]
    named = any(role and role.kind in ("id", "name") for role in roles)
    for column, name in enumerate(names):
        if roles[column] is not None:
            continue
        if column in facts:
            roles[column] = Role("attribute", name)
            account.columns.reasons[column] = NAMED_A_FACT
            continue
        cells = [cell for row in rows if not is_missing(cell := grid.cell(row, column))]
        worded = bool(cells) and not any(map(looks_scored, cells))
        if not named and worded and (name or column == 0):
            roles[column], named = Role("name"), True
        elif not name:
            refuse_headless(grid, rows, column, faults)
        elif (lacking and not (options.partial and worded)) or headers.is_special(name):
            refuse_header(headers, name, grid.place(header, column), faults)
        else:
            roles[column] = Role("attribute", name)
            account.columns.reasons[column] = message("the framework does not know it")
    check_gates(headers, roles, grid, header, faults)
    check_twice(roles, names, grid, header, faults)
    if options.partial and lacking:
        account.shape.notices.append(
            notice(
                LACKING,
                "There is no column for these criteria, so their scores stay as they are: {leaves}.",
                grid.row_place(header),
                leaves=[framework.nodes[leaf].title for leaf in lacking],
            )
        )
    for leaf in lacking if not options.partial else ():
        faults.add(
            "missing-column",
            "there is no column for the criterion {leaf}; add one (it may stay empty)",
            grid.row_place(header),
            leaf=framework.nodes[leaf].title,
        )
    return roles


def _filled(
    account: Account,
    roles: Sequence[Role | None],
    *,
    framework: Framework,
    options: ReadingOptions,
    faults: Faults,
) -> Table:
    grid, lines, panel = account.table.grid, account.table.rows.candidates, account.panel
    groups = panel.groups() if panel else []
    firsts: Sequence[int] = [group[0] for group in groups] if panel else range(len(lines))
    rows = [lines[at] for at in firsts]
    recognised, contents = account.columns.recognised, account.table.rows.contents
    header = grid.header or 0
    if panel is not None:  # what differs between the people is not said of a candidate
        roles = [
            role if role and (role.kind in _OF_SEVERAL or panel.agrees(column, groups)) else None
            for column, role in enumerate(roles)
        ]
    texts = Texts(grid, roles, faults)
    names = texts.read_all(rows, "name", LONGEST_NAME)
    leaf_columns: dict[str, int] = {}
    for column, role in enumerate(roles):
        if role and role.kind == "leaf":
            leaf_columns.setdefault(role.key, column)
    columns = [leaf_columns.get(leaf.id, 0) for leaf in framework.leaves]
    ids, own_labels, made_ids = read_ids(grid, rows, roles, names, faults)
    table = Table(
        framework,
        ids,
        own_labels,
        np.full((len(rows), len(framework.leaves)), np.nan, order="F"),
        names,
        texts.read_all(rows, "note"),
        read_attributes(texts, rows, roles),
        np.ones((len(rows), len(framework.gates)), np.int8),
        lambda row, column: grid.place(rows[row], columns[column]),
        made_ids=made_ids,
    )

    _fill_facts(table, roles, account, firsts)

    def cells_of(at: int) -> Sequence[object]:
        if at in recognised:
            return recognised[at].cells
        return grid.column(at, lines)

    @cache
    def table_decimal() -> DecimalSign | None:
        return settle_decimal(map(cells_of, leaf_columns.values()))

    for position, leaf in enumerate(framework.leaves):
        if leaf.id not in leaf_columns:
            continue
        at = leaf_columns[leaf.id]
        plain = at not in contents.worded and options.decimal != "," and at not in recognised
        if plain and panel is None:
            table.values[:, position] = contents.values[:, at]
            if not is_doubtful(leaf, table.values[:, position]):
                continue
        scores = read_column(
            cells_of(at),
            leaf,
            options.answers,
            where=_places(grid, lines, at),
            header=grid.place(header, at),
            faults=faults,
            table_decimal=table_decimal,
        )
        if panel is None:
            table.values[:, position] = scores.values
            table.cells.update({(row, position): cell for row, cell in scores.cells.items()})
            continue
        scores.values[np.isin(scores.values, options.missing_values)] = np.nan
        for row, group in enumerate(groups):
            cell = _pooled({panel.people[line]: float(scores.values[line]) for line in group})
            if cell is not None:
                table.values[row, position], table.cells[row, position] = cell.point, cell
    if panel is None and options.missing_values:
        table.values[np.isin(table.values, options.missing_values)] = np.nan
    of_each = [[lines[at] for at in group] for group in groups] if panel else Lazily(_alone, rows)
    _fill_gates(table, of_each, roles, texts)
    if panel is not None and table.disputed:
        panel.notices.append(_dispute(table))
    return table


_OF_SEVERAL = ("leaf", "name", "gate", "gate-reason")
"""What each assessor may say otherwise of a candidate."""


def _dispute(table: Table) -> Notice:
    return notice(
        "disputed-gate",
        "The assessors disagree, so this counts as not yet checked: {gates}.",
        gates=[
            message(
                "gate {gate} of {candidate}",
                gate=table.framework.gates[gate].id,
                candidate=table.names[row] or table.candidates[row],
            )
            for row, gate in table.disputed
        ],
    )


def _fill_facts(table: Table, roles: Sequence[Role | None], account: Account, rows: Sequence[int]) -> None:
    """Put the numbers of named facts, also with units or signs between thousands, in the place of texts."""
    contents = account.table.rows.contents
    for column, reason in account.columns.reasons.items():
        role = roles[column]
        if role is None or reason is not NAMED_A_FACT:
            continue
        lines = account.table.rows.candidates
        worded = [lines[row] for row in rows if contents.kinds[row, column] == Kind.WORDS]
        one_unit = has_one_unit([str(account.table.grid.cell(line, column)) for line in worded])
        if not (one_unit or column in account.columns.recognised):
            continue
        for attributes, number in zip(table.attributes, contents.values[rows, column].tolist(), strict=True):
            if np.isfinite(number):
                attributes[role.key] = int(number) if number.is_integer() else number


def _pooled(given: Mapping[str, float]) -> Cell | None:
    """Return the scores of several people as one cell, with their names; None if nobody gave one."""
    known = {person: value for person, value in given.items() if np.isfinite(value)}
    if not known:
        return None
    values = tuple(known.values())
    return Cell(min(values), max(values), assessors=values, evidence={"assessor": "; ".join(known)})


def _places(grid: Grid, rows: Sequence[int], column: int) -> Callable[[int], Where]:
    return lambda row: grid.place(rows[row], column)


def _fill_gates(
    table: Table, groups: Sequence[Sequence[int]], roles: Sequence[Role | None], texts: Texts
) -> None:
    """Read the gates of each candidate from its rows; what these answer differently is not established."""
    grid, faults = texts.grid, texts.faults
    columns = {role.key: column for column, role in enumerate(roles) if role and role.kind == "gate"}
    for position, gate in enumerate(table.framework.gates):
        for row, lines in enumerate(groups):
            given = [text for at in lines if (text := texts.read(at, "gate-reason", gate.id))]
            if given:
                table.reasons[row, position] = _joined(given)
            if gate.id not in columns:
                continue
            places = [at for at in lines if not is_missing(grid.cell(at, columns[gate.id]))]
            if places:
                table.answered.add((row, position))
            states: set[GateState] = set()
            for at in places:
                where = grid.place(at, columns[gate.id])
                states.update(read_gate(grid.cell(at, columns[gate.id]), where, faults))
            if len(places) > 1 and len(states) > 1:
                table.disputed.append((row, position))
            state = states.pop() if len(states) == 1 else "not-established"
            if state == "fail" and not given:
                faults.add(
                    "no-reason",
                    "a failed gate needs a reason, in a column gate-reason:{gate}",
                    grid.place(places[0], columns[gate.id]),
                    gate=gate.id,
                )
            table.gates[row, position] = GATE_STATES.index(state)


def _alone(row: int) -> list[int]:
    return [row]


def _joined(given: Sequence[Text]) -> Text:
    """Return several texts as one, in each language."""
    languages = dict.fromkeys(language for text in given for language in text)
    return {
        language: "; ".join(dict.fromkeys(text[language] for text in given if language in text))
        for language in languages
    }
