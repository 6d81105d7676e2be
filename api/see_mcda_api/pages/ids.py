"""Ids for what people only give a name to."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60


def id_of(name: str, otherwise: str) -> str:
    """Return an id of a name's Latin letters and digits; ``otherwise`` for a name that has none."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-") or otherwise
