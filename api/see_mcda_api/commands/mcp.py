"""``see-mcda mcp``: the MCP server for language models, over standard input and output."""

from __future__ import annotations


def mcp() -> None:
    """Answer language models' questions (Model Context Protocol, over standard input and output)."""
    from see_mcda_api.mcp.server import create_server  # noqa: PLC0415 (the SDK is slow to import)

    create_server().run("stdio")
