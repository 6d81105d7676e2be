"""The commands of the service: ``serve``, ``worker``, ``db``, ``keys``, ``mcp``."""
