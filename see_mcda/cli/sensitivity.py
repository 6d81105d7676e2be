"""``sensitivity``: analyses of the certainty of a ranking; and the analyses with a command of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from see_mcda.analyses import registry
from see_mcda.analyses.selection.constraints import bounded
from see_mcda.arguments import arguments_of
from see_mcda.cli.commands import Command, Group
from see_mcda.cli.derived import analysis_outputs, command_of
from see_mcda.errors import Faults, InputError
from see_mcda.io.files import as_path
from see_mcda.io.library import read_document
from see_mcda.language.messages import message
from see_mcda.sensitivity import rank_ranges
from see_mcda.uncertainty.distribution_documents import with_paths

_STATEMENTS = next(each for each in arguments_of(rank_ranges) if each.name == "statements")
StatementWords = Annotated[
    list[str] | None,
    typer.Option("--statement", metavar=_STATEMENTS.metavar, help=_STATEMENTS.help),
]


@dataclass(frozen=True)
class UncertainWeights:
    """The uncertainty of the weights; by default every weighting is equally likely."""

    weights: Annotated[
        list[str] | None,
        typer.Option(
            "--weights",
            metavar="NAME|FILE|a=2,b=1",
            help=message(
                "one weighting, or mixtures of several (default: every weighting is equally likely)"
            ).template,
        ),
    ] = None
    statement: StatementWords = None
    concentration: Annotated[
        float | None,
        typer.Option(
            "--concentration",
            metavar="C",
            help=message(
                "concentration of the weights around --weights (Dirichlet): 10 is vague, 100 is close"
            ).template,
        ),
    ] = None
    jitter: Annotated[
        float | None,
        typer.Option(
            "--jitter",
            metavar="S",
            help=message(
                "error of the pairwise judgments of --weights: each is off by a factor of about 1 + S"
            ).template,
        ),
    ] = None
    distribution: Annotated[
        str | None,
        typer.Option(
            "--distribution",
            metavar="FILE",
            help=message("file with a distribution of the weights, group by group: .yaml or .json").template,
        ),
    ] = None

    def value(self, default: Any) -> Any:
        """Return what :func:`see_mcda.sensitivity.read_distribution` takes."""
        weights = list(self.weights or [])
        ways = {
            "--concentration": self.concentration is not None,
            "--jitter": self.jitter is not None,
            "--distribution": self.distribution is not None,
        }
        chosen = [name for name, given in ways.items() if given]
        faults = Faults()
        if len(chosen) > 1:
            faults.add("one-way", "only one of {given} can be given", None, given=chosen)
        if self.distribution is not None and weights:
            faults.add(
                "one-way",
                "only one of {given} can be given",
                None,
                given=["--weights", "--distribution"],
            )
        if len(weights) > 1 and chosen:
            faults.add(
                "one-weighting",
                "{option} needs one weighting, not {count}",
                "--weights",
                option=chosen[0],
                count=len(weights),
            )
        faults.stop(InputError)
        vary = self._varied(weights, default)
        vary = with_paths(vary)
        if not self.statement:
            return vary
        if vary == "uniform" or not (weights or chosen):
            return list(self.statement)
        return {"statements": list(self.statement), "distribution": vary}

    def _varied(self, weights: list[str], default: str) -> Any:
        if self.distribution is not None:
            return read_document(self.distribution)
        if self.concentration is not None:
            return {"profile": weights[0] if weights else "equal", "concentration": self.concentration}
        if self.jitter is not None:
            return {"judgments": weights[0] if weights else "equal", "jitter": self.jitter}
        return {"between": weights} if len(weights) > 1 else weights[0] if weights else default

    @property
    def files(self) -> list[str]:
        """The files that were given."""
        given = (*(self.weights or []), self.distribution or "")
        return [each for each in given if isinstance(as_path(each), Path)]


@dataclass(frozen=True)
class EqualByDefault(UncertainWeights):
    """The uncertainty of the weights; by default they are equal."""

    weights: Annotated[
        list[str] | None,
        typer.Option(
            "--weights",
            metavar="NAME|FILE|a=2,b=1",
            help=message("one weighting, or mixtures of several (default: equal weights)").template,
        ),
    ] = None


@dataclass(frozen=True)
class Allowed:
    """The weightings under which the rank must be reached."""

    statement: StatementWords = None
    every_weighting: Annotated[
        bool,
        typer.Option(
            "--every-weighting", help=message("reach the rank under every allowed weighting").template
        ),
    ] = False
    files = ()

    def value(self, default: Any) -> Any:
        """Return the statements; an empty list allows every weighting."""
        return list(self.statement or []) if self.statement or self.every_weighting else default


@dataclass(frozen=True)
class OrderedClasses:
    """The classes of candidates."""

    classes: Annotated[
        str | None,
        typer.Option(
            "--classes",
            metavar="FILE",
            help=message(
                "file with the classes, best first: .yaml or .json (default: the framework's)"
            ).template,
        ),
    ] = None

    def value(self, default: Any) -> Any:
        """Return what the file holds."""
        return default if self.classes is None else read_document(self.classes)

    @property
    def files(self) -> list[str]:
        """The file that was given."""
        return [self.classes] if self.classes else []


@dataclass(frozen=True)
class Within:
    """The constraints on a set: each option is the beginning of a sentence."""

    budget: Annotated[
        list[str] | None,
        typer.Option(
            "--budget", metavar="WORDS", help=message("budget, such as: cost <= 2,000,000").template
        ),
    ] = None
    number: Annotated[
        int | None, typer.Option("--number", metavar="N", help=message("number of candidates").template)
    ] = None
    at_least: Annotated[
        list[str] | None,
        typer.Option(
            "--at-least", metavar="WORDS", help=message("quota, such as: province: 1 of each").template
        ),
    ] = None
    at_most: Annotated[
        list[str] | None,
        typer.Option(
            "--at-most",
            metavar="WORDS",
            help=message("quota, such as: sector: fish 2").template,
        ),
    ] = None
    must: Annotated[
        list[str] | None,
        typer.Option("--must", metavar="ID", help=message("candidate that is included").template),
    ] = None
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            "--exclude",
            metavar="ID",
            help=message("candidate that is excluded; a reason may follow: a because …").template,
        ),
    ] = None
    incompatible: Annotated[
        list[str] | None,
        typer.Option(
            "--incompatible", metavar="a,b", help=message("candidates that exclude each other").template
        ),
    ] = None
    constraint: Annotated[
        list[str] | None,
        typer.Option(
            "--constraint",
            metavar="WORDS",
            help=message("any constraint, such as: a requires b").template,
        ),
    ] = None
    files = ()

    def value(self, default: Any) -> Any:
        """Return the constraints as sentences."""
        said = [
            *(self.budget or ()),
            *([] if self.number is None else [f"exactly {self.number}"]),
            *(bounded(words, "at least") for words in self.at_least or ()),
            *(bounded(words, "at most") for words in self.at_most or ()),
            *(f"include {words}" for words in self.must or ()),
            *(f"exclude {words}" for words in self.exclude or ()),
            *(f"incompatible: {words}" for words in self.incompatible or ()),
            *(self.constraint or ()),
        ]
        return said or default


@dataclass(frozen=True)
class VotesFile:
    """The votes."""

    votes: Annotated[
        str,
        typer.Option(
            "--votes",
            metavar="FILE",
            help=message(
                "table with a row for each voter or group and a column a candidate: .csv, .xlsx, .yaml or"
                " .json"
            ).template,
        ),
    ]

    def value(self, default: Any) -> Any:
        """Return the path of the file."""
        return Path(self.votes)

    @property
    def files(self) -> list[str]:
        """The file that was given."""
        return [self.votes]


_SHARED: Mapping[str, Mapping[str, type]] = {
    "acceptability": {"weights": UncertainWeights},
    "variance": {"weights": UncertainWeights},
    "worth-knowing": {"weights": EqualByDefault},
    "improvement": {"statements": Allowed},
    "classification": {"classes": OrderedClasses},
    "selection": {"constraints": Within},
    "equal-shares": {"votes": VotesFile},
    "verdict": {"constraints": Within},
}
"""By analysis, the arguments that several options give."""


def register(program: typer.Typer) -> None:
    """Add the commands of this file."""
    words = message(
        "How certain is a ranking? What would change it, who can rank first, and where the uncertainty"
        " comes from."
    )
    parts = typer.Typer(cls=Group, rich_markup_mode=None, help=words.template)
    for name in registry.NAMES:
        about = registry.about(name)
        group, verb = (program, about.command) if about.command else (parts, name)
        place = about.command or f"sensitivity {name}"
        epilog = "\n".join(f"{place} see/see-models.yaml {each}".rstrip() for each in about.examples)
        command = command_of(registry.analysis(name), analysis_outputs, shared=_SHARED.get(name))
        group.command(verb, cls=Command, help=about.question.template, epilog=epilog)(command)
    program.add_typer(parts, name="sensitivity")
