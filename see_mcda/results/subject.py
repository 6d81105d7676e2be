"""The words of a problem for reports: the names of its candidates and criteria, its title and its note."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from see_mcda.language.messages import Message, Plural, message
from see_mcda.model.criteria import PLAIN
from see_mcda.model.problem import Problem
from see_mcda.render.report import Mark, Quote

ON_CONDITION = message("* conditional: a gate is not yet checked; the rank holds only if it is passed.")
_CONDITIONAL = Mark("*", ON_CONDITION)


@dataclass(frozen=True)
class Subject:
    """The words that a report takes from a problem."""

    problem: Problem

    def candidate(self, row: int) -> Quote:
        """Return a candidate's name, marked if its rank is conditional."""
        return Quote(self.problem.name(row), _CONDITIONAL if self.problem.conditional[row] else None)

    def candidates(self, rows: Iterable[int]) -> list[Quote]:
        """Return the names of candidates."""
        return [self.candidate(row) for row in rows]

    def leaf(self, column: int, after: str = "") -> Quote:
        """Return the title of a leaf."""
        return Quote(self.problem.framework.leaves[column].title, after=after)

    def node(self, id: str, after: str = "") -> Quote:
        """Return the title of a node."""
        return Quote(self.problem.framework.nodes[id].title, after=after)

    @property
    def title(self) -> Quote | None:
        """The title of the problem."""
        return Quote(self.problem.title) if self.problem.title else None

    @property
    def note(self) -> Quote | None:
        """The note of the problem, else of its framework."""
        note = self.problem.note or self.problem.framework.note
        return Quote(note) if note else None

    def directions(self) -> list[Message]:
        """Return the directions of a plain table, which has no framework to define them."""
        framework = self.problem.framework
        if framework.title or any(leaf.value for leaf in framework.leaves):
            return []
        less = [Quote(leaf.title) for leaf in framework.leaves if leaf.objective == "min"]
        if not less and framework.id == PLAIN:
            return [
                message(
                    "More is better in every column; use --minimize a,b for columns where less is better."
                )
            ]
        if not less:
            return [message("More is better in every column.")]
        if len(less) == len(framework.leaves):
            return [message("Less is better in every column.")]
        return [message("Less is better: {columns}. More is better in all other columns.", columns=less)]


def more_candidates(count: int) -> Message:
    """Return how many candidates a picture or table leaves out."""
    return message(
        Plural("{count} more candidate is not shown.", "{count} more candidates are not shown."), count=count
    )
