"""The MCP server."""

from __future__ import annotations

from mcp.server import MCPServer
from mcp.types import ToolAnnotations

from see_mcda.results.record import engine_version
from see_mcda_api.mcp.tools import TOOLS

INSTRUCTIONS = (
    "Ranks candidates against weighted criteria, with reasons and uncertainty. Begin with list_frameworks, or"
    " include your own framework in the problem. Cite the record of a result: it makes it reproducible."
)


def create_server() -> MCPServer:
    """Return the server."""
    server = MCPServer("see-mcda", instructions=INSTRUCTIONS, version=engine_version(), log_level="WARNING")
    for tool in TOOLS:
        server.add_tool(tool, annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))
    return server
