"""``merge``: files that were sent out, filled in and returned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from see_mcda.cli.commands import Command
from see_mcda.cli.options import AsJson, Given, show_reading
from see_mcda.cli.parameters import expanded
from see_mcda.cli.session import session_of
from see_mcda.errors import FileError, refuse
from see_mcda.language.line_breaking import lines_within
from see_mcda.language.messages import Message, Plural, message
from see_mcda.model.merging import Difference, Merge, merge
from see_mcda.results.documents import MergeModel

CONFLICTS = 1
"""The exit code of ``merge`` when values were left as they were."""
Returned = Annotated[
    list[str],
    typer.Argument(metavar="RETURNED", help=message("files that came back filled in").template),
]
Override = Annotated[
    bool,
    typer.Option(
        "--override",
        help=message("replace values that differ (default: fill in what is missing)").template,
    ),
]
MergedFile = Annotated[
    str | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help=message("write the merged problem: .yaml, .json, .csv, .tsv, .xlsx or .xml (XMCDA)").template,
    ),
]


def register(program: typer.Typer) -> None:
    """Add the commands of this file."""
    program.command(
        "merge",
        cls=Command,
        help=message(
            "Merge workbooks that were filled in and returned into a problem (exit code 1 if values differ"
            " and were left as they are)."
        ).template,
        epilog="merge see/see-models.yaml see-mcda.xlsx\n"
        "merge see/see-models.yaml anna.xlsx boon.xlsx --override --out merged.yaml",
    )(_merge)


@expanded
def _merge(
    *,
    context: typer.Context,
    given: Given,
    returned: Returned,
    override: Override = False,
    out: MergedFile = None,
    as_json: AsJson = False,
) -> None:
    from see_mcda.io import write_problem  # noqa: PLC0415 (only commands that write need the writers)

    session = session_of(context)
    refuse_inputs(out, [given.problem, *returned])
    problem = _own(given).read()
    merges: list[Merge] = []
    for file in returned:
        read = replace(given, **{"problem": file, "minimize": "", "maximize": ""}).read(
            problem.framework, partial=True
        )
        if not as_json:
            show_reading(session, read, weights_used=False)
        merges.append(merge(problem, read, override=override))
        problem = merges[-1].problem
    changes = [change for merged in merges for change in merged.changes]
    conflicts = [conflict for merged in merges for conflict in merged.conflicts]
    warnings = write_problem(problem, out) if out is not None else ()
    if as_json:
        session.show(MergeModel.of(*merges).model_dump_json(indent=2))
    else:
        lines = [*_lines(changes, conflicts), *(each.message for each in warnings)]
        if out is not None:
            lines.append(message("written: {path}", path=out))
        for line in lines:
            session.show(lines_within(session.say(line), session.width))
    if conflicts:
        raise typer.Exit(CONFLICTS)


def _own(given: Given) -> Given:
    """Return how the problem itself is read; all options but these are for the returned files."""
    own = ("problem", "framework", "minimize", "maximize", "percent", "decimal", "encoding")
    return Given(**{name: getattr(given, name) for name in own})


def refuse_inputs(out: str | None, inputs: Sequence[str]) -> None:
    """Raise :class:`FileError` if a file to write is one of the inputs."""
    if out is not None and Path(out).resolve() in [Path(each).resolve() for each in inputs]:
        raise refuse(FileError, "own-input", "the result would overwrite its input; choose another name", out)


def _lines(changes: Sequence[Difference], conflicts: Sequence[Difference]) -> Iterator[Message]:
    filled = [each for each in changes if not each.replaces]
    replaced = [each for each in changes if each.replaces]
    if filled:
        yield message(Plural("{count} value filled in:", "{count} values filled in:"), count=len(filled))
        yield from map(_line, filled)
    if replaced:
        yield message(Plural("{count} value replaced:", "{count} values replaced:"), count=len(replaced))
        yield from map(_line, replaced)
    if conflicts:
        yield message(
            Plural(
                "{count} value differs and was left as it is; --override replaces it:",
                "{count} values differ and were left as they are; --override replaces them:",
            ),
            count=len(conflicts),
        )
        yield from map(_line, conflicts)
    if not changes and not conflicts:
        yield message("There is nothing to merge.")


def _line(each: Difference) -> Message:
    about = {"where": each.where, "candidate": each.name, "title": each.title, "new": each.new_words}
    if each.old is None:
        return message("{where}: {new} for {candidate}, {title}", **about)
    return message("{where}: {new} instead of {old} for {candidate}, {title}", **about, old=each.old_words)
