"""``weights ahp`` and ``weights group``: weights from pairwise comparisons."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from see_mcda.cli.options import AsJson, FrameworkName
from see_mcda.cli.session import session_of
from see_mcda.cli.weighting_options import Criteria, Node, WeightingOut, deliver_weights, place_of
from see_mcda.elicitation.reading import read_numbers, stem
from see_mcda.elicitation.ways import ahp_weights, group_weights
from see_mcda.io.files import as_path
from see_mcda.io.matrices.matrices import read_matrices, read_matrix
from see_mcda.language.messages import message
from see_mcda.weighting.ahp import INCOMPLETE, METHODS
from see_mcda.weighting.group import HOWS
from see_mcda.weighting.random_index import DEFAULT, NAMES

JudgmentsSource = Annotated[
    str,
    typer.Argument(
        metavar="JUDGMENTS",
        help=message(
            'comparison matrix: an .xlsx, .ods, .csv, .yaml or .json file, or text such as "1 3; 1/3 1" or'
            ' "a/b=3,b/c=2"'
            " (a is 3 times as important as b)"
        ).template,
    ),
]
SeveralJudgments = Annotated[
    list[str],
    typer.Argument(
        metavar="JUDGMENTS",
        help=message(
            "one file (or matrix as text) for each member, or a workbook with a sheet for each member, or a"
            " survey with a row for each member and a column for each pair (Price vs Quality)"
        ).template,
    ),
]
MatrixSheet = Annotated[
    str | None,
    typer.Option("--sheet", metavar="NAME", help=message("worksheet with the matrix").template),
]
MatrixSheets = Annotated[
    str | None,
    typer.Option("--sheet", metavar="A,B", help=message("worksheets of the members (default: all)").template),
]
DatesAsFractions = Annotated[
    bool,
    typer.Option(
        "--dates-as-fractions",
        help=message("read a date such as 3-Jan as the fraction (1/3) that was typed").template,
    ),
]
JudgmentMethod = Annotated[
    str,
    typer.Option(
        "--method",
        metavar="|".join(METHODS),
        help=message("method that turns judgments into weights").template,
    ),
]
RandomIndexName = Annotated[
    str,
    typer.Option(
        "--random-index",
        metavar="|".join(NAMES),
        help=message("random index for the consistency ratio").template,
    ),
]
IncompleteWay = Annotated[
    str,
    typer.Option(
        "--incomplete",
        metavar="|".join(INCOMPLETE),
        help=message("treatment of missing comparisons").template,
    ),
]


def weights_ahp(
    context: typer.Context,
    judgments: JudgmentsSource,
    *,
    criteria: Criteria = None,
    framework: FrameworkName = None,
    node: Node = None,
    method: JudgmentMethod = METHODS[0],
    random_index: RandomIndexName = DEFAULT,
    incomplete: IncompleteWay = INCOMPLETE[0],
    sheet: MatrixSheet = None,
    dates_as_fractions: DatesAsFractions = False,
    as_json: AsJson = False,
    out: WeightingOut = None,
) -> None:
    """Weigh by one person's pairwise judgments."""
    place = place_of(framework, node, criteria)
    source = as_path(judgments)
    matrix = read_matrix(source, place.criteria, node, dates_as_fractions=dates_as_fractions, sheet=sheet)
    result = ahp_weights(place, matrix, method, random_index, incomplete)
    deliver_weights(session_of(context), result, as_json, out, judgments)


def weights_group(
    context: typer.Context,
    judgments: SeveralJudgments,
    *,
    criteria: Criteria = None,
    framework: FrameworkName = None,
    node: Node = None,
    voters: Annotated[
        str | None,
        typer.Option(
            "--voters",
            metavar="1,2,1",
            help=message("weight of each member (default: equal)").template,
        ),
    ] = None,
    how: Annotated[
        str,
        typer.Option(
            "--how",
            metavar="|".join(HOWS),
            help=message("level of aggregation: judgments or priorities").template,
        ),
    ] = HOWS[0],
    method: JudgmentMethod = METHODS[0],
    random_index: RandomIndexName = DEFAULT,
    incomplete: IncompleteWay = INCOMPLETE[0],
    sheet: MatrixSheets = None,
    dates_as_fractions: DatesAsFractions = False,
    as_json: AsJson = False,
    out: WeightingOut = None,
) -> None:
    """Weigh by the pairwise judgments of a group."""
    place = place_of(framework, node, criteria)
    matrices = [
        replace(matrix, judge=matrix.judge or (stem(source) if "." in source else None))
        for source in judgments
        for matrix in read_matrices(
            as_path(source), place.criteria, node, dates_as_fractions=dates_as_fractions, sheet=sheet
        )
    ]
    result = group_weights(
        place,
        matrices,
        None,
        _counts(voters),
        how=how,
        method=method,
        random_index=random_index,
        incomplete=incomplete,
    )
    deliver_weights(session_of(context), result, as_json, out, *judgments)


def _counts(voters: str | None) -> list[float] | None:
    if voters is None:
        return None
    numbered = ",".join(f"{at + 1}={word}" for at, word in enumerate(voters.split(",")))
    return list(read_numbers(numbered, "--voters").values())
