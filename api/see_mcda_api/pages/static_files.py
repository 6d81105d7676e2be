"""The files that pages need: styles, type faces, the live elements, each under an address of its content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter, Request, Response

from see_mcda_api.http.conditions import answered
from see_mcda_api.http.errors import NotFound

FOLDERS = (("see_mcda_api", "pages/static"), ("see_mcda_api", "pages/built"), ("see_mcda", "render/fonts"))
"""Where they are: our own, those that were built (perhaps none), and the type faces of the pictures."""
MEDIA = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
FOR_EVER = "public, max-age=31536000, immutable"
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class File:
    """A file with what tells its content from any other."""

    content: bytes
    tag: str
    media: str


@cache
def static_files() -> dict[str, File]:
    """Return every file by its name."""
    found = {}
    for package, folder in FOLDERS:
        for entry in _entries(files(package) / folder):
            ending = entry.name.rpartition(".")[2]
            if ending in MEDIA:
                content = entry.read_bytes()
                digest = hashlib.sha256(content).hexdigest()[:16]
                found[entry.name] = File(content, digest, MEDIA[ending])
    return found


def address(name: str) -> str:
    """Return where a file is, in a form that may be kept for ever."""
    return f"/static/{name}?{static_files()[name].tag}"


def built(name: str) -> bool:
    """Return whether a file that is built is there; pages work without."""
    return name in static_files()


@router.get("/static/{name}", name="read_static_file")
def read_static_file(name: str, request: Request) -> Response:
    """Return a file."""
    found = static_files().get(name)
    if found is None:
        raise NotFound.of("no-file", "there is no file {name}", None, name=name)
    lasting = request.url.query == found.tag
    headers = {
        "Cache-Control": FOR_EVER if lasting else "no-cache",
        "Access-Control-Allow-Origin": "*",  # other sites use the elements, and they the type face
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return answered(request, found.content, f'"{found.tag}"', found.media, headers)


def _entries(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda entry: entry.name) if folder.is_dir() else []
