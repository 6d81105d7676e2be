"""Where weighed criteria stand (a branch of a framework, or a list of names), and where their weights go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from numpy.typing import NDArray

from see_mcda.cli.answers import stem
from see_mcda.cli.output import Outputs, deliver
from see_mcda.cli.session import Session
from see_mcda.criteria import Criterion, Framework
from see_mcda.elicited import TABLE, Elicited, node_of
from see_mcda.errors import InputError, refuse
from see_mcda.io.files import dump_document
from see_mcda.library import read_framework
from see_mcda.tables.weights import elicited_text
from see_mcda.weighting.swing import Swing
from see_mcda.words import Message, Notice, message

Criteria = Annotated[
    str | None,
    typer.Option("--criteria", metavar="a,b,c", help=message("the names of the criteria, in order").template),
]
Node = Annotated[
    str | None,
    typer.Option(
        "--node", metavar="ID", help=message("the branch of the framework whose parts are weighed").template
    ),
]
WeightingOut = Annotated[
    str | None,
    typer.Option(
        "--out", metavar="FILE", help=message("write a weighting file: .yaml, .yml or .json").template
    ),
]


@dataclass(frozen=True)
class Place:
    """The criteria that are weighed, as far as they are known before the answers are read."""

    framework: Framework | None
    node: Criterion | None
    criteria: tuple[str, ...] | None

    @classmethod
    def of(cls, framework: str | None, node: str | None, criteria: str | None) -> Place:
        """Return the place that ``--framework``, ``--node`` and ``--criteria`` describe."""
        given = tuple(word.strip() for word in criteria.split(",")) if criteria else None
        if framework is None:
            if node is not None:
                raise refuse(
                    InputError,
                    "no-framework",
                    "--node is a branch of a framework: give --framework too",
                    "--node",
                )
            return cls(None, None, given)
        if given:
            raise refuse(
                InputError, "two-places", "--framework says the criteria; leave out --criteria", "--criteria"
            )
        tree = read_framework(framework)
        branch = node_of(tree, node)
        return cls(tree, branch, tuple(child.id for child in branch.children))

    def named(self, given: tuple[str, ...] | None, count: int) -> tuple[str, ...]:
        """Return the criteria: those of the place, else those that the answers name, else c1 to cn."""
        return self.criteria or given or tuple(f"c{at + 1}" for at in range(count))

    def swings(self) -> dict[str, Swing]:
        """Return worst and best of each criterion that has a scale."""
        found: dict[str, Swing] = {}
        for child in self.node.children if self.node else ():
            scale = child.scale
            if scale is not None and scale.min is not None and scale.max is not None:
                worst, best = (scale.min, scale.max) if child.objective == "max" else (scale.max, scale.min)
                found[child.id] = Swing(child.title, worst, best, scale.unit or "")
        return found

    def elicited(
        self,
        way: str,
        *,
        names: tuple[str, ...],
        weights: NDArray[Any],
        answer: Mapping[str, Any],
        details: Mapping[str, Any],
        suggestions: tuple[Message, ...] = (),
        warnings: tuple[Notice, ...] = (),
    ) -> Elicited:
        """Return the weights with the answers that a weighting file keeps."""
        key = self.node.id if self.node else TABLE
        return Elicited(
            way,
            names,
            weights,
            {key: answer},
            details,
            suggestions,
            warnings,
            self.framework,
            self.node.id if self.node else None,
        )


def deliver_weights(session: Session, result: Elicited, as_json: bool, out: str | None, *inputs: str) -> None:
    """Print weights, or write them as a weighting file."""
    outputs = Outputs(
        result,
        lambda: elicited_text(result, session.language, session.width),
        made=weighting_files(lambda: result.document(stem(out))),
    )
    deliver(session, outputs, as_json, out, *inputs)


def weighting_files(document: Callable[[], dict[str, Any]]) -> dict[str, Callable[[], str | bytes]]:
    """Return what makes each kind of weighting file."""
    return {
        ".yaml": lambda: dump_document(document(), "yaml"),
        ".yml": lambda: dump_document(document(), "yaml"),
        ".json": lambda: dump_document(document(), "json"),
    }
