"""A problem: candidates scored at the leaves of a framework, with gates, uncertainty and evidence.

Arrays have one row a candidate and one column a leaf, in the order of the file and of the tree, and cannot be
written to.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from see_mcda.errors import Faults, MissingScoresError, ProblemError, refuse
from see_mcda.language.messages import Notice, Text, Where
from see_mcda.model import interchange, problem_document
from see_mcda.model.brief import Brief, counted
from see_mcda.model.canonical import digest
from see_mcda.model.cell import GATE_STATES, MISSING, Cell, Missing
from see_mcda.model.criteria import Framework, Objective, check_minimum
from see_mcda.model.labels import by_label, unpacked
from see_mcda.model.missing_scores import fill, ways
from see_mcda.model.naming import Choices
from see_mcda.model.reading import Reading
from see_mcda.model.validation import json_path, parse, without_extensions

NAMED_CELLS = 20
"""The number of cells that a warning names; further ones are counted."""


@dataclass(frozen=True, eq=False, repr=False)
class Problem(Brief):
    """Candidates and their scores.

    Attributes:
        framework: the criteria.
        candidates: the ids, in order.
        labels: what people wrote as an id, for each candidate whose id is another one: ``A1``, ``ก-01``.
        values: (n, m) the single value of each score; NaN where there is none.
        names: a text (or None) for each candidate.
        cells: the scores that are more than a number, by (row, column).
        gates: (n, g) positions in :data:`GATE_STATES`, one column a gate of the framework.
        reasons: why a gate was answered as it was, by (row, column).
        attributes: facts about each candidate that are not scored.
        notes: a remark (or None) for each candidate.
        comparisons: judgments ``(a, b, how many times better a is)`` by leaf, for AHP.
        missing: the default treatment of missing scores in a ranking.
        title, note: carried into every output.
        require: minimum values by node, beside those of the framework.
        reference: the row of the reference candidate, which takes no part in the ranking
            (:meth:`with_reference`).
        places: the location of a score in its source, for messages.
        reading: how the table was read, if it comes from one.

    """

    framework: Framework
    candidates: tuple[str, ...]
    values: NDArray[np.float64]
    names: Sequence[Text | None] = ()
    cells: Mapping[tuple[int, int], Cell] = field(default_factory=dict)
    gates: NDArray[np.int8] = field(default_factory=lambda: np.zeros((0, 0), np.int8))
    reasons: Mapping[tuple[int, int], Text] = field(default_factory=dict)
    attributes: tuple[Mapping[str, Any], ...] = ()
    notes: Sequence[Text | None] = ()
    comparisons: Mapping[str, Sequence[tuple[str, str, float]]] = field(default_factory=dict)
    missing: Missing = "error"
    title: Text | None = None
    note: Text | None = None
    require: Mapping[str, float] = field(default_factory=dict)
    reference: int | None = None
    labels: tuple[str | None, ...] = ()
    places: Callable[[int, int], Where] | None = field(default=None, repr=False)
    reading: Reading | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        n, m = len(self.candidates), len(self.framework.leaves)
        put = object.__setattr__
        values = np.asarray(self.values, dtype=np.float64, order="F")  # every formula goes down columns
        if values.flags.writeable or not values.flags.owndata:  # others could change them
            values = values.copy(order="F")
        if values.shape != (n, m):
            raise refuse(
                ProblemError,
                "wrong-shape",
                "the scores have the shape {given}; {n} candidates and {m} criteria need ({n}, {m})",
                given=str(values.shape),
                n=n,
                m=m,
            )
        values.setflags(write=False)
        put(self, "values", values)
        put(self, "names", self.names or (None,) * n)
        put(self, "labels", self.labels or (None,) * n)
        put(self, "attributes", self.attributes or ({},) * n)
        put(self, "notes", self.notes or (None,) * n)
        gates = self.gates.copy()
        if not gates.size:
            gates = np.ones((n, len(self.framework.gates)), np.int8)  # omitted: not established
        gates.setflags(write=False)
        put(self, "gates", gates)
        self._check()

    def _check(self) -> None:
        faults = Faults()
        n = len(self.candidates)
        if not n:
            faults.add("no-candidates", "a problem needs at least one candidate")
        for words in ("names", "labels", "attributes", "notes"):
            if len(getattr(self, words)) != n:
                faults.add(
                    "wrong-length",
                    "{n} are needed, one for each candidate, not {given}",
                    words,
                    given=len(getattr(self, words)),
                    n=n,
                )
        if self.gates.shape != (n, len(self.framework.gates)):
            faults.add(
                "wrong-shape",
                "the gates have the shape {given}; {n} candidates and {m} gates need ({n}, {m})",
                "gates",
                given=str(self.gates.shape),
                n=n,
                m=len(self.framework.gates),
            )
        for key, given in (("id", self.candidates), ("label", self.labels)):
            seen: dict[str | None, int] = {}
            for row, each in enumerate(given):
                if each is not None and each in seen:
                    faults.add(
                        "duplicate-candidate",
                        "{id} is used twice (first at {other}); ids and labels must be unique",
                        json_path(("candidates", row, key)),
                        id=each,
                        other=json_path(("candidates", seen[each], key)),
                    )
                seen.setdefault(each, row)
        infinite = np.argwhere(np.isinf(self.values)) if np.isinf(self.values).any() else ()
        for row, column in infinite:
            faults.add(
                "not-finite",
                "a finite number is needed, not {given}",
                self.place(row, column),
                given=str(self.values[row, column]),
            )
        for (row, column), cell in self.cells.items():
            if np.isnan(cell.low):  # a missing score with evidence
                continue
            if cell.mean is not None and not cell.low <= cell.mean <= cell.high:
                faults.add(
                    "mean-outside",
                    "the mean {mean} is outside the scale",
                    self.place(row, column),
                    mean=cell.mean,
                )
                continue
            inner = cell.low if cell.mode is None else cell.mode
            if not cell.low <= inner <= cell.high:
                faults.add(
                    "interval-order",
                    "the numbers must increase from low to high: {numbers}",
                    self.place(row, column),
                    numbers=[x for x in (cell.low, cell.mode, cell.high) if x is not None],
                )
        self._check_levels(faults)
        check_minimum(self.require, self.framework.nodes, faults)
        faults.stop(ProblemError)

    def _check_levels(self, faults: Faults) -> None:
        for column, leaf in enumerate(self.framework.leaves):
            if not (scale := leaf.scale) or not scale.levels or scale.min is None or scale.max is None:
                continue
            outside = (self.values[:, column] < scale.min) | (self.values[:, column] > scale.max)
            for row, (low, high) in self._spans(column).items():
                outside[row] |= low < scale.min or high > scale.max
            for row in np.flatnonzero(outside).tolist():
                faults.add(
                    "not-a-level",
                    "{given} is not on the scale, which goes from {min} to {max}",
                    self.place(row, column),
                    given=float(self.values[row, column]),
                    min=scale.min,
                    max=scale.max,
                )

    def _spans(self, column: int) -> dict[int, tuple[float, float]]:
        return {row: (cell.low, cell.high) for (row, at), cell in self.cells.items() if at == column}

    @classmethod
    def from_arrays(
        cls,
        matrix: ArrayLike,
        objectives: Sequence[str | int | float] | Mapping[str, str | int | float] | None = None,
        criteria: Sequence[str] | None = None,
        candidates: Sequence[str] | None = None,
        framework: Framework | None = None,
    ) -> Problem:
        """Return a problem for a plain (n, m) table; NaN is a missing score.

        ``objectives`` are "max"/"min" (or +1/-1) for each column, in order or by id; ``criteria`` and
        ``candidates`` are ids (default: the names of a data frame's columns, and its index or first column of
        text; else c1, c2, … and a1, a2, …). With a ``framework`` the columns are its leaves, in order or by a
        data frame's names, and neither is needed.

        Raises :class:`ProblemError` for a wrong shape, an unknown objective, or what is not a number.
        """
        numbers, rows, columns = unpacked(matrix)
        values = _numbers(numbers)
        if values.ndim != 2 or 0 in values.shape:
            raise refuse(
                ProblemError,
                "wrong-shape",
                "the scores have the shape {given}; a table of candidates and criteria is needed",
                given=str(values.shape),
            )
        if framework is None:
            framework = _flat(values.shape[1], objectives, criteria if criteria is not None else columns)
        elif columns is not None:
            values = values[:, _in_order(columns, framework)]
        ids = candidates if candidates is not None else rows or [f"a{i + 1}" for i in range(len(values))]
        return cls(framework, tuple(map(str, ids)), values)

    @classmethod
    def from_dict(cls, document: object, framework: Framework | None = None) -> Problem:
        """Return the problem that a document describes (``see-mcda/problem/1``).

        ``framework`` is needed where the document only names one (:func:`see_mcda.read_problem` finds it).

        Raises :class:`ProblemError` naming every fault by its path.
        """
        read = parse(
            problem_document.ProblemDocument,
            without_extensions(document),
            ProblemError,
            problem_document.SCHEMA,
        )
        if framework is None:
            if not isinstance(read.framework, dict):
                raise refuse(
                    ProblemError,
                    "no-framework",
                    "a framework is needed: the tree itself, or a name given to read_problem",
                    "framework",
                )
            framework = Framework.from_dict(read.framework)
        faults = Faults()
        attributes = problem_document.read_into(read, framework, faults)
        try:
            problem = cls(**attributes)
        except ProblemError as error:
            faults.extend(error.faults)
        faults.stop(ProblemError)
        return problem

    def to_dict(self) -> dict[str, Any]:
        """Return the document that :meth:`from_dict` reads back to an equal problem."""
        return problem_document.write(self)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the document in canonical form; results record it to identify their input."""
        return digest(self.to_dict())

    def brief(self) -> str:
        """Return the size, and how many scores are missing or uncertain."""
        n, m = self.shape
        missing, uncertain = int(np.isnan(self.values).sum()), len(self.uncertain)
        details = [
            f"{count} {what}" for count, what in ((missing, "missing"), (uncertain, "uncertain")) if count
        ]
        scores = f"; scores: {', '.join(details)}" if details else ""
        return f"{counted(n, 'candidate')}, {counted(m, 'criterion')} of {self.framework.id}{scores}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]

    def __getstate__(self) -> dict[str, Any]:
        """Return what other processes need: ``places`` are functions of a reader and stay here."""
        return {**self.__dict__, "places": None}

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """The leaf ids, in the order of the columns."""
        return tuple(leaf.id for leaf in self.framework.leaves)

    @property
    def shape(self) -> tuple[int, int]:
        """(number of candidates, number of leaves)."""
        return len(self.candidates), len(self.framework.leaves)

    @cached_property
    def eligible(self) -> NDArray[np.bool_]:
        """(n,) whether a candidate takes part: no gate fails, and it is not the reference."""
        eligible = np.asarray((self.gates < GATE_STATES.index("fail")).all(axis=1))
        if self.reference is not None:
            eligible[self.reference] = False
        return eligible

    @cached_property
    def conditional(self) -> NDArray[np.bool_]:
        """(n,) whether a gate is not established, and none fails."""
        return np.asarray(self.eligible & (self.gates == GATE_STATES.index("not-established")).any(axis=1))

    @cached_property
    def uncertain(self) -> Mapping[tuple[int, int], Cell]:
        """The cells that are intervals, triangles or several different judgments."""
        return {at: cell for at, cell in self.cells.items() if cell.low < cell.high}

    def name(self, row: int) -> Text:
        """Return the candidate's name, else its label, else its id."""
        return self.names[row] or {"en": self.labels[row] or self.candidates[row]}

    def row(self, candidate: str) -> int:
        """Return the row of a candidate by its id, name or label, or raise :class:`ProblemError`."""
        return self.candidates.index(self.choices.resolve(candidate, error=ProblemError))

    @cached_property
    def choices(self) -> Choices:
        """The candidates by what people call them."""
        return Choices.of_candidates(self.candidates, self.names, self.labels)

    def place(self, row: int, column: int) -> Where:
        """Return the location of a score, for messages."""
        if row == self.reference:  # it is in no file
            return Where(path=self.framework.paths[self.framework.leaves[column].id])
        if self.places is not None:
            return self.places(int(row), int(column))
        return Where(path=json_path(("candidates", int(row), "scores", self.framework.leaves[column].id)))

    def name_cells(self, cells: Collection[tuple[int, int]] | NDArray[np.intp]) -> list[Where | str]:
        """Return the locations of scores, at most :data:`NAMED_CELLS`; the file is named once."""
        places = [self.place(row, column) for row, column in list(cells)[:NAMED_CELLS]]
        shown = [*places[:1], *(dataclasses.replace(place, file=None) for place in places[1:])]
        return [*shown, *["…"][: len(cells) - len(places)]]

    def replace(self, **changes: Any) -> Problem:
        """Return a copy in which some attributes differ."""
        return dataclasses.replace(self, **changes)

    def with_reference(self) -> Problem:
        """Return the problem with one more candidate, ``reference``, which scores ``good`` at every leaf.

        It is shown beside the others and takes no part. Raises :class:`ProblemError` naming the leaves
        without ``good``.
        """
        faults = Faults()
        good: list[float] = []
        for leaf in self.framework.leaves:
            if leaf.scale is None or leaf.scale.good is None:
                where = self.framework.paths[leaf.id]
                faults.add(
                    "no-good",
                    "{leaf} has no good value; a reference candidate needs one",
                    where,
                    leaf=leaf.title,
                )
            else:
                good.append(leaf.scale.good)
        if "reference" in self.candidates:
            faults.add(
                "duplicate-candidate",
                "the id {id} is used twice; ids must be unique",
                "candidates",
                id="reference",
            )
        faults.stop(ProblemError)
        n = len(self.candidates)
        return self.replace(
            candidates=(*self.candidates, "reference"),
            values=np.vstack([self.values, good]),
            names=(*self.names, {"en": "Reference (good everywhere)", "th": "ค่าอ้างอิง (ระดับดีทุกข้อ)"}),
            labels=(*self.labels, None),
            gates=np.vstack([self.gates, np.zeros((1, self.gates.shape[1]), np.int8)]),
            attributes=(*self.attributes, {}),
            notes=(*self.notes, None),
            reference=n,
        )

    def complete(
        self, missing: Missing | None = None, unscored: Collection[str] = (), skips: bool = False
    ) -> tuple[Problem, tuple[Notice, ...]]:
        """Return the problem with every missing score filled, and warnings about the filled scores.

        ``missing`` is one of :data:`MISSING` (default: the problem's own); the leaves ``unscored`` need no
        scores and are left as they are. ``skip`` keeps the scores missing, for a caller that ``skips`` them.
        Raises :class:`MissingScoresError` naming every cell that stays empty.
        """
        how = missing or self.missing
        if how not in MISSING:
            raise refuse(
                ProblemError,
                "unknown-value",
                "missing must be one of {known}, not {given}",
                known=list(MISSING),
                given=str(how),
            )
        if not self._has_holes:
            return self, ()
        scored = np.array([leaf not in unscored for leaf in self.leaves])
        holes = np.argwhere(np.isnan(self.values) & scored)
        if not len(holes):
            return self, ()
        if how == "skip" and not skips:
            raise refuse(
                MissingScoresError,
                "skip",
                "missing scores can be left out (missing: skip) only in a ranking by topsis or additive; use "
                "{options} (missing= in Python)",
                options=ways(self),
            )
        return fill(self, holes, how)

    @cached_property
    def _has_holes(self) -> bool:
        return bool(np.isnan(self.values).any())

    @cached_property
    def skips(self) -> bool:
        """Whether missing scores are left out (``missing: skip``), and there are any."""
        return self.missing == "skip" and self._has_holes

    @cached_property
    def extent(self) -> NDArray[np.float64]:
        """(2, m) the lowest and the highest score of the eligible candidates at each leaf."""
        seen = self.values if self.eligible.all() else self.values[self.eligible]
        if self._has_holes:
            return np.array([np.fmin.reduce(seen), np.fmax.reduce(seen)])
        return np.array([seen.min(axis=0), seen.max(axis=0)])

    def to_frame(self, library: str | None = None, language: str = "en") -> Any:
        """Return the score table as a data frame: a row a candidate, the leaves headed by their names.

        ``library`` is ``"pandas"``, ``"polars"`` or ``"pyarrow"`` (default: the first that is installed).
        A column with scores that are more than a number (``2..4``) holds text. :func:`see_mcda.read_problem`
        reads the table back, with ``framework=``.
        """
        return import_module("see_mcda.io.frames").problem_frame(self, library, language)

    def to_skcriteria(self, weights: ArrayLike | None = None) -> Any:
        """Return a ``skcriteria.DecisionMatrix`` of the eligible candidates (weights default to equal)."""
        return interchange.to_skcriteria(self, weights)

    @classmethod
    def from_skcriteria(cls, matrix: Any) -> Problem:
        """Return the problem that a ``skcriteria.DecisionMatrix`` holds (its weights are left aside)."""
        return cls(**interchange.read_decision_matrix(matrix))


def _numbers(matrix: ArrayLike) -> NDArray[np.float64]:
    """Return an array of numbers; what is masked, or None, is missing."""
    try:
        if np.iscomplexobj(matrix):  # numpy would drop the imaginary part
            raise TypeError
        if isinstance(matrix, np.ma.MaskedArray):
            mask: NDArray[np.bool_] = np.ma.getmaskarray(cast("Any", matrix))
            return np.where(mask, np.nan, np.asarray(matrix, dtype=np.float64))
        return np.asarray(matrix, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise refuse(ProblemError, "wrong-type", "the scores must be numbers") from None


def _in_order(columns: list[str], framework: Framework) -> list[int]:
    """Return the position of each leaf among the named columns."""
    faults = Faults()
    at: dict[str, int] = {}
    for position, name in enumerate(columns):
        id = framework.leaf_choices.match(name, name, faults)
        if id in at:
            faults.add("doubly-given", "{id} is given twice", name, id=name)
        elif id is not None:
            at[id] = position
    for leaf in framework.leaves:
        if leaf.id not in at:
            faults.add(
                "missing-leaf",
                "there is no column for the criterion {leaf}; add one (it may stay empty)",
                leaf.id,
                leaf=leaf.title,
            )
    faults.stop(ProblemError)
    return [at[leaf.id] for leaf in framework.leaves]


def _flat(
    m: int,
    objectives: Sequence[str | int | float] | Mapping[str, str | int | float] | None,
    criteria: Sequence[str] | None,
) -> Framework:
    known: dict[str, Objective] = {
        "max": "max",
        "min": "min",
        "1": "max",
        "-1": "min",
        "1.0": "max",
        "-1.0": "min",
    }
    ids = list(map(str, criteria)) if criteria is not None else [f"c{j + 1}" for j in range(m)]
    faults = Faults()
    objectives = by_label(objectives, "objectives", ProblemError)
    if isinstance(objectives, Mapping):
        for id in objectives:
            if id not in ids:
                faults.add(
                    "unknown-leaf",
                    "there is no criterion {id}; choose from {known}",
                    f"objectives.{id}",
                    id=id,
                    known=ids,
                )
        objectives = [objectives.get(id, "?") for id in ids]
    given = list(map(str, objectives)) if objectives is not None else ["max"] * m
    for words, items in (("objectives", given), ("criteria", ids)):
        if len(items) != m:
            faults.add(
                "wrong-length",
                "{m} are needed, one for each column, not {given}",
                words,
                given=len(items),
                m=m,
            )
    for position, objective in enumerate(given):
        if objective not in known:
            faults.add(
                "unknown-value",
                "an objective must be max or min (or 1 or -1), not {given}",
                json_path(("objectives", position)),
                given=objective,
            )
    faults.stop(ProblemError)
    return Framework.flat(ids, [known[objective] for objective in given])
