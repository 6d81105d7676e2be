"""The engine for language models: tools of the Model Context Protocol (MCP)."""
