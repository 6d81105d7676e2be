"""What docs/api.md tells people to type works: every shell, Python and JavaScript piece, on a real server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from processes import SECONDS, Serve, key_of

from see_mcda_api.settings import Settings

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
RUN = {
    "sh": ["bash", "-euo", "pipefail", "-c"],
    "python": [sys.executable, "-c"],
    "js": ["node", "--input-type=module", "-e"],
}


def pieces(language: str) -> str:
    """All pieces of a language, one after another: later ones use what earlier ones made."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert found
    return "\n".join(found)


@pytest.mark.soak
@pytest.mark.parametrize("language", RUN)
def test_the_recipes_work(language: str, serve: Serve, sqlite_url: str, tmp_path: Path) -> None:
    if language == "js" and shutil.which("node") is None and not os.environ.get("CI"):
        pytest.skip("there is no node")
    key = key_of(sqlite_url, "institute", "anna")["Authorization"].removeprefix("Bearer ")
    server = serve(sqlite_url, "--keys")
    done = subprocess.run(
        [*RUN[language], pieces(language)],
        cwd=tmp_path,
        env=os.environ | {"SERVICE": server.url, "KEY": key, "NO_PROXY": "*", "no_proxy": "*"},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout


def test_what_it_says_of_settings_is_what_there_is() -> None:
    named = {name.lower() for name in re.findall(r"SEE_MCDA_([A-Z_]+)`", TEXT)}
    assert named <= set(Settings.model_fields)
