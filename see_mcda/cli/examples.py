"""``example``: the shipped problems to try, or a workbook to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from see_mcda.cli.commands import Command
from see_mcda.cli.session import session_of
from see_mcda.errors import Faults, FileError, refuse
from see_mcda.io.files import write_whole
from see_mcda.io.library import read_framework, shipped
from see_mcda.language.line_breaking import lines_within
from see_mcda.language.messages import message

Folder = Annotated[
    str,
    typer.Argument(
        metavar="DIR", help=message("folder for the examples; created if it does not exist").template
    ),
]
Workbook = Annotated[
    bool,
    typer.Option("--xlsx", help=message("write a workbook to fill in, with instructions, instead").template),
]
WorkbookFramework = Annotated[
    str,
    typer.Option(
        "--framework",
        metavar="NAME|FILE",
        help=message("framework of the workbook").template,
    ),
]
Filled = Annotated[
    str | None,
    typer.Option(
        "--problem",
        metavar="FILE",
        help=message("problem whose framework, candidates and scores the workbook holds").template,
    ),
]
Force = Annotated[bool, typer.Option("--force", help=message("replace existing files").template)]
WORKBOOK = "see-mcda.xlsx"


def register(program: typer.Typer) -> None:
    """Add the command of this file."""
    words = message("Write the built-in examples, or a workbook to fill in, to a folder.")
    program.command(
        "example",
        cls=Command,
        help=words.template,
        epilog="example see\nexample . --xlsx\nexample . --xlsx --problem see/see-models.yaml",
    )(_example)


def _example(
    *,
    context: typer.Context,
    folder: Folder = "see",
    xlsx: Workbook = False,
    framework: WorkbookFramework = "see",
    problem: Filled = None,
    force: Force = False,
) -> None:
    session = session_of(context)
    if xlsx:
        from see_mcda.io import read_problem, template_workbook  # noqa: PLC0415 (only for workbooks)

        held = read_problem(problem) if problem else None
        tree = held.framework if held else read_framework(framework)
        contents = {WORKBOOK: template_workbook(tree, problem=held, language=session.language)}
        file = Path(folder) / WORKBOOK
        command = f"see-mcda merge {problem} {file}" if problem else f"see-mcda rank {file}"
        first = message("fill it in, then: {command}", command=command)
    else:
        entries = (entry for entry in shipped("examples").iterdir() if entry.is_file())
        contents = {
            entry.name: entry.read_bytes() for entry in entries if not entry.name.endswith((".py", ".pyc"))
        }
        first = message("try next: {command}", command=f"see-mcda rank {Path(folder) / 'see-models.yaml'}")
    write_all(Path(folder), contents, force=force)
    written = message("written: {path}", path=[str(Path(folder) / name) for name in sorted(contents)])
    session.show(lines_within(session.say(written), session.width))
    session.show(lines_within(session.say(first), session.width))


def write_all(folder: Path, contents: dict[str, bytes], *, force: bool) -> None:
    """Write files into a folder, all of them or none.

    Raises :class:`FileError` naming each file that is there already, unless ``force``.
    """
    faults = Faults()
    for name in contents:
        if (folder / name).exists() and not force:
            faults.add("exists", "the file already exists; use --force to replace it", str(folder / name))
    faults.stop(FileError)
    made = not folder.exists()
    before = {name: (folder / name).read_bytes() for name in contents if (folder / name).is_file()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise refuse(
            FileError, "unwritable", "the folder cannot be created: {reason}", str(folder), reason=reason
        ) from None
    done: list[str] = []
    try:
        for name, content in contents.items():
            write_whole(folder / name, content)
            done.append(name)
    except BaseException:
        for name in done:
            if name in before:
                write_whole(folder / name, before[name])
            else:
                (folder / name).unlink(missing_ok=True)
        if made:
            folder.rmdir()
        raise
