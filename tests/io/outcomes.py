"""How a disturbed table is read: rightly, with a question, or wrongly."""

from __future__ import annotations

import math
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import see_mcda as sm
from tests.io.drafts import Case, Truth

KINDS = ("right", "asked", "unsettled", "refused", "misread", "crashed")
TRIES = 40
"""How many answers to questions are tried before they are trusted."""


@dataclass(frozen=True)
class Outcome:
    """How a table was read.

    right; asked, naming a disturbance; unsettled: asked, but no answer leads to the right problem; refused,
    naming no disturbance; misread; or crashed.
    """

    kind: str
    why: str = ""


def outcome(case: Case, folder: Path) -> Outcome:
    path = folder / case.file
    path.write_bytes(case.content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            problem = sm.read_problem(path, **case.options)
    except sm.SeeMcdaError as error:
        text = " ".join("\n".join(error.lines("en")).replace(str(path), "").split())
        if not any(re.search(pattern, text, re.IGNORECASE) for pattern in case.named.values()):
            return Outcome("refused", text)
        return Outcome("asked" if settled(case, path) else "unsettled", text)
    except Exception as fault:
        return Outcome("crashed", f"{type(fault).__name__}: {fault}")
    finally:
        path.unlink()
    wrong = difference(problem, case.right)
    return Outcome("misread", wrong) if wrong else Outcome("right")


def settled(case: Case, path: Path) -> bool:
    """Whether some answers to the questions lead to the right problem, or to cells that have to be mended."""
    waiting, tries = [case.options], 0
    while waiting and case.right and tries < TRIES:
        options, tries = waiting.pop(), tries + 1
        try:
            problem = sm.read_problem(path, **options)
        except sm.SeeMcdaError as error:
            questions = getattr(error, "questions", ())
            if not questions:
                return True
            waiting += [with_answer(options, choice) for choice in reversed(questions[0].choices)]
        else:
            if not difference(problem, case.right):
                return True
    return not case.right or tries == TRIES


def with_answer(options: dict[str, Any], choice: Any) -> dict[str, Any]:
    """The options with one answer more."""
    before = options.get(choice.option)
    if isinstance(choice.value, list | tuple):
        return {**options, choice.option: [*(before or ()), *choice.value]}
    return {**options, choice.option: choice.value}


def difference(problem: sm.Problem, right: Truth | None) -> str:
    """What differs between what was read and what the table holds: nothing if it was read rightly."""
    if right is None:
        return "it was read, though only its author can know what it means"
    rows = [
        " / ".join((problem.names[row] or {}).values()) or name for row, name in enumerate(problem.candidates)
    ]
    rows = [" ".join(name.split()) for name in rows]
    if sorted(rows) != sorted(right.candidates):
        return f"candidates: {changes(rows, right.candidates)}"
    columns = matched(problem, right.criteria)
    if isinstance(columns, str):
        return columns
    for criterion, column in zip(right.criteria, columns, strict=True):
        place = right.criteria.index(criterion)
        if problem.framework.leaves[column].objective != right.objectives[place]:
            return f"{criterion} is read as {problem.framework.leaves[column].objective}"
        found = [float(problem.values[rows.index(name), column]) for name in right.candidates]
        wanted = [row[place] for row in right.values]
        if not any(close(found, candidate) for candidate in variants(criterion, wanted, right)):
            return f"{criterion} is {found}, not {wanted}"
    read = getattr(problem, "reading", None)
    weights = getattr(read, "weights", None)
    if (weights is None) != (right.weights is None):
        return f"weights {weights}, not {right.weights}"
    if weights is not None and right.weights is not None:
        given = [weights[problem.framework.leaves[column].id] for column in columns]
        if not close([w / sum(given) for w in given], [w / sum(right.weights) for w in right.weights]):
            return f"weights {weights}, not {right.weights}"
    return ""


def changes(found: Sequence[str], wanted: Sequence[str]) -> str:
    """What is too much and what is lacking."""
    much, lacking = Counter(found) - Counter(wanted), Counter(wanted) - Counter(found)
    return f"{sorted(much.elements())} read, {sorted(lacking.elements())} lacking"


def variants(criterion: str, wanted: list[float], right: Truth) -> Iterator[list[float]]:
    """The columns of numbers that are all right for a criterion."""
    yield wanted
    if criterion in right.factors:
        yield [value * right.factors[criterion] for value in wanted]
    if criterion in right.shifts:
        yield [value - 1 for value in wanted]
        yield [value + 1 for value in wanted]


def close(found: Sequence[float], wanted: Sequence[float]) -> bool:
    return all(
        math.isclose(one, other, rel_tol=1e-7, abs_tol=1e-12) or (math.isnan(one) and math.isnan(other))
        for one, other in zip(found, wanted, strict=True)
    )


def matched(problem: sm.Problem, criteria: Sequence[str]) -> list[int] | str:
    """The column of each criterion, by its name; else what is wrong."""
    leaves = problem.framework.leaves
    called = [simple(" ".join((leaf.name or {"en": leaf.id}).values())) for leaf in leaves]
    if len(leaves) != len(criteria):
        return f"criteria: {changes(called, list(map(simple, criteria)))}"
    found: list[int] = []
    for criterion in sorted(criteria, key=len, reverse=True):
        wanted = simple(criterion)
        places = [place for place, name in enumerate(called) if place not in found and wanted in name]
        exact = [place for place in places if called[place] == wanted] or places
        if not exact:
            return f"criteria: {changes(called, list(map(simple, criteria)))}"
        found.append(min(exact, key=lambda place: len(called[place])))
    order = dict(zip(sorted(criteria, key=len, reverse=True), found, strict=True))
    return [order[criterion] for criterion in criteria]


def simple(name: str) -> str:
    return re.sub(r"[\s\-–_]+", " ", name.casefold()).strip()


@dataclass
class Report:
    """How many tables were read in which way, in all and by disturbance."""

    kinds: Counter[str] = field(default_factory=Counter)
    by_disturbance: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    failed: list[tuple[Case, Outcome]] = field(default_factory=list)

    def add(self, case: Case, found: Outcome) -> None:
        self.kinds[found.kind] += 1
        for disturbance in case.disturbances or ("undisturbed",):
            self.by_disturbance[disturbance][found.kind] += 1
        if found.kind not in ("right", "asked") or (found.kind == "asked" and not case.disturbances):
            self.failed.append((case, found))

    @property
    def silent(self) -> int:
        """How many tables were misread without a word, or crashed."""
        return self.kinds["misread"] + self.kinds["crashed"]

    @property
    def needless(self) -> float:
        """The share of undisturbed tables that were not read."""
        counts = self.by_disturbance["undisturbed"]
        return 1 - counts["right"] / max(counts.total(), 1)

    def table(self) -> str:
        lines = [f"{'':34}" + "".join(f"{kind:>10}" for kind in KINDS)]
        for name, counts in [("all", self.kinds), *sorted(self.by_disturbance.items())]:
            lines.append(f"{name:34}" + "".join(f"{counts[kind]:10}" for kind in KINDS))
        return "\n".join(lines)


def report(tables: Iterable[Case], folder: Path) -> Report:
    """Read the tables and count."""
    counted = Report()
    for case in tables:
        counted.add(case, outcome(case, folder))
    return counted
