"""Builds the live elements into the package when a wheel or an sdist is made, where npm is there for it."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = "api/see_mcda_api/pages/built"


class LiveElements(BuildHookInterface[Any]):
    """Runs ``npm run build`` in ``web/``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, unless this is an editable install (``make web``) or made from an sdist, which has them."""
        web = Path(self.root) / "web"
        if version == "editable" or not web.is_dir():
            return
        npm = shutil.which("npm")
        if npm is not None and not _fresh(web, Path(self.root) / BUILT / "see.mjs"):
            if not (web / "node_modules").is_dir():
                quietly = ("--ignore-scripts", "--no-audit", "--no-fund")
                subprocess.run([npm, "ci", *quietly], cwd=web, check=True)
            subprocess.run([npm, "run", "build"], cwd=web, check=True)
        if not (Path(self.root) / BUILT / "see.mjs").is_file():
            self.app.display_warning("npm is not there: the pages are built without their live elements")


def _fresh(web: Path, made: Path) -> bool:
    sources = [*(web / "src").iterdir(), web / "vite.config.ts", web / "package-lock.json"]
    return made.is_file() and all(each.stat().st_mtime <= made.stat().st_mtime for each in sources)
