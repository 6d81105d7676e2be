"""Progress bar on a terminal's standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from see_mcda.cli.session import Session
from see_mcda.language.messages import message
from see_mcda.parallel import Progress


@contextmanager
def shown(session: Session) -> Iterator[Progress | None]:
    """Give what shows a bar that goes away at the end; nothing if nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich import progress as bars  # noqa: PLC0415 (rich takes time to import)
    from rich.console import Console  # noqa: PLC0415

    columns = (bars.TextColumn("{task.description}"), bars.BarColumn(), bars.TimeRemainingColumn())
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(session.say(message("computing")), total=None)
        yield lambda done, blocks: bar.update(task, completed=done, total=blocks)
