"""Logging: one JSON object per line, on standard error."""

from __future__ import annotations

import logging

from pythonjsonlogger.json import JsonFormatter


def configure(level: str) -> None:
    """Send all log records, including those of uvicorn, to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(
        JsonFormatter(
            "{asctime}{levelname}{name}{message}",
            style="{",
            rename_fields={"asctime": "time", "levelname": "level"},
            datefmt="%Y-%m-%dT%H:%M:%S%z",
            json_ensure_ascii=False,
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # these duplicate our own records
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
