"""The service's verbs on the command line: ``serve``, ``worker``, ``db``, ``keys``, ``mcp``."""
