"""The MCP server (Model Context Protocol) for language models."""
