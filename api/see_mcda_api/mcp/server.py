"""The server of the tools."""

from __future__ import annotations

from mcp.server import MCPServer
from mcp.types import ToolAnnotations

from see_mcda.results.record import engine_version
from see_mcda_api.mcp.tools import TOOLS

INSTRUCTIONS = (
    "Ranks candidates against weighted criteria and says why and how surely. Begin with list_frameworks, or"
    " send a framework of your own within the problem. Cite the record of an answer: it proves the result."
)


def create_server() -> MCPServer:
    """Return the server, to be run over standard input and output."""
    server = MCPServer("see-mcda", instructions=INSTRUCTIONS, version=engine_version(), log_level="WARNING")
    for tool in TOOLS:
        server.add_tool(tool, annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))
    return server
