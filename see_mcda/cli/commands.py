"""Commands and groups of commands: typer's, with our help pages and faults, and verbs of other packages.

Other packages add a verb through the entry point group ``see_mcda.commands``; it names a ``typer.Typer``, a
command, or a function that typer can call, and is loaded when the verb is used. Its context's ``obj`` is a
:class:`see_mcda.cli.session.Session`.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from see_mcda.cli.arguments import arranged, placed
from see_mcda.cli.help import command_help, group_help
from see_mcda.cli.session import session_of
from see_mcda.errors import InputError, SeeMcdaError, UnknownNameError, refuse
from see_mcda.language.messages import Message, message

GROUP = "see_mcda.commands"
SERVICE: Mapping[str, tuple[str, Message]] = {
    "serve": ("api", message("start the service and its pages")),
    "worker": ("api", message("run the service's long computations")),
    "db": ("api", message("upgrade, back up, export or import the service's data")),
    "keys": ("api", message("create and revoke API keys")),
    "mcp": ("mcp", message("answer requests from language models")),
}
"""The verbs of the service: the extra that each needs, and what it does."""


class Command(TyperCommand):
    """A command that takes several values after one option."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return command_help(self, ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Check and arrange the arguments, unless help is asked for."""
        if any(name in args for name in ctx.help_option_names):
            return super().parse_args(ctx, list(ctx.help_option_names[:1]))
        return super().parse_args(ctx, arranged(self.params, args))

    def invoke(self, ctx: Any) -> Any:
        """Run the command; its faults name the options that a person gave."""
        try:
            return super().invoke(ctx)
        except SeeMcdaError as error:
            raise placed(error, self.params, ctx.params) from None


class Group(TyperGroup):
    """A group of commands that shows its help when no verb is given."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return group_help(self, ctx, [(name, command.help or "") for name, command in self.commands.items()])

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Show the help page if there is no verb; refuse an unknown option before one."""
        if not args:
            session_of(ctx).show(self.get_help(ctx))
            ctx.exit()
        known = [*ctx.help_option_names, *(name for option in self.params for name in option.opts)]
        if args[0].startswith("-") and args[0] not in known:
            raise refuse(
                InputError,
                "unknown-option",
                "there is no option {option} here; write a command's options after the command: {example}",
                option=args[0],
                example=f"{ctx.command_path} {next(iter(self.commands))} {args[0]}",
            )
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the first word names."""
        command = self.get_command(ctx, args[0])
        if command is None:
            self._refuse(ctx, args[0])
        return args[0], command, args[1:]

    def _refuse(self, ctx: Any, verb: str) -> None:
        known = self.list_commands(ctx)
        close = difflib.get_close_matches(verb, known, n=1, cutoff=0.6)
        if close:
            raise refuse(
                UnknownNameError,
                "unknown-command",
                "there is no command {verb}; did you mean {close}?",
                verb=verb,
                close=close[0],
            )
        raise refuse(
            UnknownNameError,
            "unknown-command",
            "there is no command {verb}; choose from {known}",
            verb=verb,
            known=known,
        )


class Program(Group):
    """The outermost group: its own commands, and the verbs of other packages."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page; installed verbs are named without loading them."""
        own = [(name, command.help or "") for name, command in self.commands.items()]
        others = [(name, SERVICE[name][1].template if name in SERVICE else "") for name in _others()]
        return group_help(self, ctx, [*own, *others])

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands."""
        return [*super().list_commands(ctx), *_others()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, loading it if it is another package's."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        point = _others().get(cmd_name)
        if point is not None:
            return _loaded(point)
        if cmd_name in SERVICE:
            raise _missing(cmd_name, SERVICE[cmd_name][0])
        return None


@cache
def _others() -> Mapping[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def _loaded(point: EntryPoint) -> Any:
    try:
        found = point.load()
    except ImportError:
        extra = point.extras[0] if point.extras else SERVICE.get(point.name, (point.name, None))[0]
        raise _missing(point.name, extra) from None
    if isinstance(found, typer.Typer):
        return typer.main.get_command(found)
    if hasattr(found, "make_context"):
        return found
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(point.name, cls=Command)(found)
    return typer.main.get_command(alone)


def _missing(verb: str, extra: str) -> Exception:
    return refuse(
        UnknownNameError,
        "missing-extra",
        '{verb} needs an optional package: pip install "see-mcda[{extra}]"',
        verb=verb,
        extra=extra,
    )
