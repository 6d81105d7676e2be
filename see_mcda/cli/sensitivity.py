"""``sensitivity``: the group of the analyses that say how sure a ranking is; and ``improve``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, cast

import typer

from see_mcda.analyses.analysis import Analysis
from see_mcda.analyses.improvement.improvement import improve
from see_mcda.analyses.variance.variance import OUTCOMES, Outcome
from see_mcda.cli.commands import Command, Group
from see_mcda.cli.options import (
    Answer,
    Combining,
    Given,
    MethodOptions,
    MissingScores,
    OneMethod,
    OneWeighting,
    SeveralWeightings,
    method_options,
)
from see_mcda.cli.output import Outputs
from see_mcda.cli.parameters import expanded
from see_mcda.cli.progress import shown
from see_mcda.cli.session import session_of
from see_mcda.errors import Faults, InputError
from see_mcda.io.library import DOCUMENTS, read_document
from see_mcda.language.messages import message
from see_mcda.model.cell import Missing
from see_mcda.sensitivity import (
    acceptability,
    agreement,
    crossovers,
    flip,
    pillar_map,
    rank_ranges,
    reversal,
    score_crossovers,
    variance,
    worth_knowing,
)

Seed = Annotated[
    int,
    typer.Option(
        "--seed", metavar="N", help=message("of the random numbers: the same seed, the same answer").template
    ),
]
Samples = Annotated[
    int,
    typer.Option("--samples", metavar="N", help=message("how many weightings and scores are tried").template),
]
StatementWords = Annotated[
    list[str] | None,
    typer.Option(
        "--statement",
        metavar='"a >= b"',
        help=message(
            'what is known of the weights: "market >= 2 * social", "0.1 <= fair-trade <= 0.4"; one or several'
        ).template,
    ),
]
Nodes = Annotated[
    list[str] | None,
    typer.Option(
        "--node", metavar="ID", help=message("criteria or groups of criteria, by their ids").template
    ),
]
Candidate = Annotated[
    str | None,
    typer.Option("--candidate", metavar="ID", help=message("a candidate, by its id").template),
]


@dataclass(frozen=True)
class Doubt:
    """What is not known about the weights; without any word of them, everything."""

    weights: Annotated[
        list[str] | None,
        typer.Option(
            "--weights",
            metavar="NAME|FILE|a=2,b=1",
            help=message(
                "weights as they are given, or mixtures of several; if none is given they are unknown: every"
                " weighting has the same chance"
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
                "weights vary around --weights (Dirichlet): 10 is vague, 100 is close to them"
            ).template,
        ),
    ] = None
    jitter: Annotated[
        float | None,
        typer.Option(
            "--jitter",
            metavar="S",
            help=message(
                "the pairwise judgments of --weights vary: each is off by a factor of about 1 + S"
            ).template,
        ),
    ] = None
    distribution: Annotated[
        str | None,
        typer.Option(
            "--distribution",
            metavar="FILE",
            help=message("a .yaml or .json file that describes how the weights vary, node by node").template,
        ),
    ] = None

    def source(self, unless_given: str) -> Any:
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
            faults.add(
                "one-way", "weights vary in one way: only one of {given} can be given", None, given=chosen
            )
        if self.distribution is not None and weights:
            faults.add(
                "one-way",
                "weights vary in one way: only one of {given} can be given",
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
        vary = self._varied(weights, unless_given)
        if not self.statement:
            return vary
        if vary == "uniform" or not (weights or chosen):
            return list(self.statement)
        return {"statements": list(self.statement), "distribution": vary}

    def _varied(self, weights: list[str], unless_given: str) -> Any:
        if self.distribution is not None:
            return read_document(self.distribution)
        if self.concentration is not None:
            return {"profile": weights[0] if weights else "equal", "concentration": self.concentration}
        if self.jitter is not None:
            return {"judgments": weights[0] if weights else "equal", "jitter": self.jitter}
        return {"between": weights} if len(weights) > 1 else weights[0] if weights else unless_given

    @property
    def files(self) -> list[str]:
        """The files that were given."""
        return [
            each for each in (*(self.weights or []), self.distribution) if each and each.endswith(DOCUMENTS)
        ]


@dataclass(frozen=True)
class DoubtOfScores(Doubt):
    """The same where scores are doubted: without any word of them, weights are equal."""

    weights: Annotated[
        list[str] | None,
        typer.Option(
            "--weights",
            metavar="NAME|FILE|a=2,b=1",
            help=message(
                "weights as they are given, or mixtures of several; equal if none is given"
            ).template,
        ),
    ] = None


def register(program: typer.Typer) -> None:
    """Add the commands of this file."""
    words = message(
        "How sure is a ranking? What would change it, who can be first, what the doubt comes from."
    )
    parts = typer.Typer(cls=Group, rich_markup_mode=None, help=words.template)

    def add(name: str, function: Callable[..., None], words: str, *examples: str) -> None:
        epilog = "\n".join(
            f"sensitivity {name} see/see-models.yaml {example}".rstrip() for example in examples
        )
        parts.command(name, cls=Command, help=words, epilog=epilog)(function)

    add(
        "crossovers",
        _crossovers,
        message("At which weights do two candidates swap, and how far does the leader's lead hold?").template,
        "--weights economic-led --chart crossovers.svg",
        "--node market social",
    )
    add(
        "score-crossovers",
        _score_crossovers,
        message("At which values of one score does the leader change?").template,
        "sampran market",
    )
    add(
        "flip",
        _flip,
        message("The smallest change of weights, and of one score, that unseats the leader.").template,
        "--method additive",
        "--candidate sampran",
    )
    add(
        "acceptability",
        _acceptability,
        message(
            "How often does each candidate get each rank, if weights and scores are uncertain (SMAA-2)?"
        ).template,
        "--samples 100000",
        '--statement "economic >= social" "fair-trade <= 0.2"',
        "--weights social-led --concentration 50",
    )
    add(
        "rank-ranges",
        _rank_ranges,
        message(
            "The best and the worst rank that each candidate can have under all weights allowed."
        ).template,
        '--method additive --statement "economic >= social"',
        "--effort 10",
    )
    add(
        "agreement",
        _agreement,
        message("Do methods, normalisations, weightings and assessors agree?").template,
        "--weights equal social-led economic-led --method topsis additive",
    )
    add(
        "reversal",
        _reversal,
        message("What changes if a candidate is removed or copied, or a criterion is left out?").template,
        "--normalization vector",
    )
    add(
        "variance",
        _variance,
        message(
            "How much of the doubt comes from the weights, the scores and the method (Sobol indices)?"
        ).template,
        "--weights equal --concentration 30",
    )
    add(
        "worth-knowing",
        _worth_knowing,
        message("Which uncertain score, once known, would tell most about who is first?").template,
        "--missing interval",
    )
    add(
        "pillar-map",
        _pillar_map,
        message(
            "Who wins under every mix of the three pillars, or of any three criteria side by side?"
        ).template,
        "--chart map.svg",
        "--method additive",
    )
    program.add_typer(parts, name="sensitivity")
    words = message("The smallest changes with which a candidate reaches a rank.")
    program.command(
        "improve",
        cls=Command,
        help=words.template,
        epilog="improve see/see-models.yaml moral-farmer --rank 1\n"
        "improve see/see-models.yaml sampran --fixed pillars --cost market=3",
    )(_improve)


def _answer(context: typer.Context, result: Analysis, given: Given, answer: Answer, *files: str) -> None:
    session = session_of(context)
    outputs = Outputs(
        result,
        lambda: result.table(session.language, session.width),
        lambda: result.rows(session.language),
    )
    answer.deliver(session, outputs, given.problem, *files)


@expanded
def _crossovers(
    context: typer.Context,
    *,
    weights: OneWeighting = "equal",
    node: Nodes = None,
    method: OneMethod = "topsis",
    combining: Combining,
    given: Given,
    answer: Answer,
) -> None:
    result = crossovers(given.read(), weights, nodes=node, method=method, **combining.arguments())
    _answer(context, result, given, answer, weights)


@expanded
def _score_crossovers(
    context: typer.Context,
    given: Given,
    candidate: Annotated[
        str,
        typer.Argument(metavar="A", help=message("the candidate whose score changes, by its id").template),
    ],
    leaf: Annotated[
        str,
        typer.Argument(metavar="CRITERION", help=message("the criterion of the score, by its id").template),
    ],
    *,
    low: Annotated[
        float | None,
        typer.Option("--low", metavar="X", help=message("the lowest value of the score").template),
    ] = None,
    high: Annotated[
        float | None,
        typer.Option("--high", metavar="X", help=message("the highest value of the score").template),
    ] = None,
    weights: OneWeighting = "equal",
    method: OneMethod = "topsis",
    combining: Combining,
    answer: Answer,
) -> None:
    result = score_crossovers(
        given.read(), weights, candidate, leaf, low=low, high=high, method=method, **combining.arguments()
    )
    _answer(context, result, given, answer, weights)


@expanded
def _flip(
    context: typer.Context,
    *,
    weights: OneWeighting = "equal",
    candidate: Candidate = None,
    method: OneMethod = "topsis",
    combining: Combining,
    given: Given,
    answer: Answer,
) -> None:
    result = flip(given.read(), weights, candidate=candidate, method=method, **combining.arguments())
    _answer(context, result, given, answer, weights)


@expanded
def _acceptability(
    context: typer.Context,
    *,
    doubt: Doubt,
    samples: Samples = 10_000,
    seed: Seed = 0,
    method: OneMethod = "topsis",
    combining: Combining,
    given: Given,
    answer: Answer,
) -> None:
    with shown(session_of(context)) as progress:
        result = acceptability(
            given.read(),
            doubt.source("uniform"),
            samples=samples,
            seed=seed,
            method=method,
            progress=progress,
            **combining.arguments(),
        )
    _answer(context, result, given, answer, *doubt.files)


@expanded
def _rank_ranges(
    context: typer.Context,
    *,
    statement: StatementWords = None,
    effort: Annotated[
        float,
        typer.Option(
            "--effort",
            metavar="X",
            help=message("how many times longer is searched for a proof; at most 100").template,
        ),
    ] = 1.0,
    seed: Seed = 0,
    method: OneMethod = "topsis",
    combining: Combining,
    given: Given,
    answer: Answer,
) -> None:
    with shown(session_of(context)) as progress:
        result = rank_ranges(
            given.read(),
            statement or (),
            effort=effort,
            seed=seed,
            method=method,
            progress=progress,
            **combining.arguments(),
        )
    _answer(context, result, given, answer)


@expanded
def _agreement(
    context: typer.Context,
    *,
    weights: SeveralWeightings = None,
    method: Annotated[
        list[str] | None,
        typer.Option(
            "--method",
            metavar="NAME",
            help=message("one or several, or all; our four if none is given").template,
        ),
    ] = None,
    normalization: Annotated[
        list[str] | None,
        typer.Option(
            "--normalization",
            metavar="NAME",
            help=message("one or several; all that each method can use if none is given").template,
        ),
    ] = None,
    missing: MissingScores = None,
    option: MethodOptions = None,
    given: Given,
    answer: Answer,
) -> None:
    methods: Any = "all" if method == ["all"] else method
    result = agreement(
        given.read(),
        weights or ["equal"],
        methods=methods,
        normalizations=normalization,
        missing=cast("Missing | None", missing),
        **method_options(option, None),
    )
    _answer(context, result, given, answer, *(weights or []))


@expanded
def _variance(
    context: typer.Context,
    *,
    doubt: Doubt,
    candidate: Candidate = None,
    of: Annotated[
        str,
        typer.Option(
            "--of",
            metavar="|".join(OUTCOMES),
            help=message(
                "what varies: a candidate's score, its lead over the next one, or its rank"
            ).template,
        ),
    ] = "score",
    methods: Annotated[
        list[str] | None,
        typer.Option(
            "--methods",
            metavar="NAME",
            help=message("methods among which the choice is in doubt too").template,
        ),
    ] = None,
    samples: Samples = 4096,
    seed: Seed = 0,
    method: OneMethod = "topsis",
    combining: Combining,
    given: Given,
    answer: Answer,
) -> None:
    with shown(session_of(context)) as progress:
        result = variance(
            given.read(),
            doubt.source("uniform"),
            candidate=candidate,
            of=cast("Outcome", of),
            methods=methods,
            samples=samples,
            seed=seed,
            method=method,
            progress=progress,
            **combining.arguments(),
        )
    _answer(context, result, given, answer, *doubt.files)


@expanded
def _worth_knowing(
    context: typer.Context,
    *,
    doubt: DoubtOfScores,
    samples: Samples = 1024,
    seed: Seed = 0,
    method: OneMethod = "topsis",
    combining: Combining,
    given: Given,
    answer: Answer,
) -> None:
    with shown(session_of(context)) as progress:
        result = worth_knowing(
            given.read(),
            doubt.source("equal"),
            samples=samples,
            seed=seed,
            method=method,
            progress=progress,
            **combining.arguments(),
        )
    _answer(context, result, given, answer, *doubt.files)


@expanded
def _reversal(
    context: typer.Context,
    *,
    weights: OneWeighting = "equal",
    method: OneMethod = "topsis",
    combining: Combining,
    given: Given,
    answer: Answer,
) -> None:
    with shown(session_of(context)) as progress:
        result = reversal(given.read(), weights, method=method, progress=progress, **combining.arguments())
    _answer(context, result, given, answer, weights)


@expanded
def _pillar_map(
    context: typer.Context,
    *,
    weights: OneWeighting = "equal",
    node: Nodes = None,
    alone: Annotated[
        bool, typer.Option("--alone", help=message("count only these three, and no other criteria").template)
    ] = False,
    method: OneMethod = "topsis",
    combining: Combining,
    given: Given,
    answer: Answer,
) -> None:
    result = pillar_map(
        given.read(), weights, nodes=node, alone=alone, method=method, **combining.arguments()
    )
    _answer(context, result, given, answer, weights)


@expanded
def _improve(
    context: typer.Context,
    candidate: Annotated[
        str | None,
        typer.Argument(
            metavar="A",
            help=message("the candidate, by its id; the best that lacks the rank if not given").template,
        ),
    ] = None,
    *,
    rank: Annotated[int, typer.Option("--rank", metavar="N", help=message("the rank to reach").template)] = 1,
    fixed: Annotated[
        list[str] | None,
        typer.Option(
            "--fixed",
            metavar="ID",
            help=message("criteria whose scores cannot change, by their ids").template,
        ),
    ] = None,
    cost: Annotated[
        list[str] | None,
        typer.Option(
            "--cost",
            metavar="ID=N",
            help=message("what one step costs: a level, or a tenth of the scale; 1 unless given").template,
        ),
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            "--limit", metavar="ID=X", help=message("the best value that a score can reach").template
        ),
    ] = None,
    statement: StatementWords = None,
    every: Annotated[
        bool,
        typer.Option(
            "--every-weighting", help=message("reach the rank under every weighting that is allowed").template
        ),
    ] = False,
    weights: OneWeighting = "equal",
    method: OneMethod = "topsis",
    combining: Combining,
    given: Given,
    answer: Answer,
) -> None:
    result = improve(
        given.read(),
        weights,
        candidate,
        rank=rank,
        fixed=fixed or (),
        costs=_numbers("--cost", cost),
        limits=_numbers("--limit", limit),
        statements=statement or [] if every or statement else None,
        method=method,
        **combining.arguments(),
    )
    _answer(context, result, given, answer, weights)


def _numbers(option: str, pairs: list[str] | None) -> dict[str, float]:
    """Return the numbers of ``id=number``."""
    found: dict[str, float] = {}
    faults = Faults()
    for pair in pairs or []:
        name, _, number = pair.partition("=")
        try:
            found[name] = float(number)
        except ValueError:
            faults.add("bad-option", "{given} is not of the form id=number", option, given=pair)
    faults.stop(InputError)
    return found
