"""Where a result goes: printed as a table or as JSON, or written to a file whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from see_mcda.cli.session import Session
from see_mcda.errors import FileError, refuse
from see_mcda.io import table_bytes
from see_mcda.io.files import write_whole
from see_mcda.language.messages import message

if TYPE_CHECKING:
    from see_mcda.results.result import Result as EngineResult


class Result(Protocol):
    """What every result can do."""

    def to_json(self, indent: int | None = 2) -> str:
        """Return the result document."""


@dataclass(frozen=True)
class Outputs:
    """The forms in which one result can leave: as its document, as text, and as rows for a spreadsheet."""

    result: Result
    text: Callable[[], str]
    rows: Callable[[], tuple[list[str], list[list[object]]]] | None = None
    made: Mapping[str, Callable[[], str | bytes]] | None = None

    def files(self) -> dict[str, Callable[[], str | bytes]]:
        """Return what makes each kind of file; ``made`` takes the place of all others."""
        if self.made is not None:
            return dict(self.made)
        kinds: dict[str, Callable[[], str | bytes]] = {
            ".json": lambda: _line(self.result.to_json()),
            ".txt": lambda: _line(self.text()),
        }
        rows = self.rows
        if rows is not None:
            kinds[".csv"] = lambda: table_bytes(*rows(), "csv")
            kinds[".tsv"] = lambda: table_bytes(*rows(), "tsv")
            kinds[".xlsx"] = lambda: table_bytes(*rows(), "xlsx")
        return kinds


def deliver(
    session: Session, outputs: Outputs, as_json: bool, out: str | None, *inputs: str, chart: str | None = None
) -> None:
    """Print a result, or write it to ``out`` and say so; ``inputs`` must not be overwritten.

    ``chart`` is the file of its picture. Nothing is written unless everything can be made.
    """
    contents = {}
    if out is not None:
        contents[out] = _content(outputs.files(), out, inputs)
    if chart is not None:
        contents[chart] = _content(_pictures(outputs.result, session.language), chart, (*inputs, *contents))
    for path, content in contents.items():
        write_whole(path, content)
    if as_json:
        session.show(outputs.result.to_json())
        return
    if out is None:
        session.show(outputs.text())
    for path in contents:
        session.show(session.say(message("written: {path}", path=path)))


def _pictures(result: Result, language: str) -> dict[str, Callable[[], str | bytes]]:
    from see_mcda.render.pictures import KINDS, image  # noqa: PLC0415 (drawing takes a second to import)

    def drawn(kind: str) -> str | bytes:
        return image(cast("EngineResult", result).chart(language), kind)

    return {kind: partial(drawn, kind) for kind in KINDS}


def _content(
    kinds: Mapping[str, Callable[[], str | bytes]], path: str, others: tuple[str, ...]
) -> str | bytes:
    write = kinds.get(Path(path).suffix.lower())
    if write is None:
        raise refuse(
            FileError, "unknown-kind", "the file name must end in one of {known}", path, known=list(kinds)
        )
    same = [other for other in others if Path(other).resolve() == Path(path).resolve()]
    if same:
        raise refuse(
            FileError,
            "own-input",
            "the result would overwrite its input; choose another name",
            path,
        )
    return write()


def _line(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"
