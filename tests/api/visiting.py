"""What tests of pages send and read: the forms of a page as a browser would send them."""

from __future__ import annotations

import html
import re

from fastapi.testclient import TestClient

HTML = {"Accept": "text/html"}
JSON = {"Accept": "application/json"}
PARTS = (
    "",
    "/explore",
    "/compare",
    "/robustness",
    "/select?bound=exactly&number=2",
    "/candidates",
    "/c/sampran",
    "/criteria",
    "/weights",
    "/weights/ahp?node=pillars",
    "/report",
    "/share",
    "/history",
)
"""The pages of the shipped example."""


def filled(page: str) -> dict[str, str]:
    """Return the fields of a form as a browser would send them."""
    inputs = re.findall(r'<input(?! type="checkbox")[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page)
    inputs += re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    found = {name: html.unescape(value) for name, value in inputs}
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        first = re.search(r'<option value="([^"]*)"', options)
        found[name] = html.unescape((chosen or first)[1])
    return found


def version(client: TestClient, decision: str) -> int:
    """Return the version of a decision."""
    return int(client.get(decision, headers=JSON).json()["decision"]["version"])
