"""Every page at three widths in both languages, as pictures to be looked at: ``make screenshots``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "api"))
from chromium import FLAGS, found
from processes import serving

FOLDER = Path("build/screenshots")
WIDTHS = (390, 768, 1280)
PAGES = {
    "home": "/",
    "new": "/new",
    "help": "/help",
    "docs": "/docs",
    "overview": "{d}",
    "explore": "{d}/explore",
    "compare": "{d}/compare",
    "robustness": "{d}/robustness",
    "select": "{d}/select?number=3&budget=cost&amount=400000&out=dong-tawan&over=1",
    "candidates": "{d}/candidates",
    "merge": "{d}/merge",
    "candidate": "{d}/c/khlong-kaeorung",
    "criteria": "{d}/criteria",
    "weights": "{d}/weights",
    "ahp": "{d}/weights/ahp?node=pillars",
    "best-worst": "{d}/weights/best-worst?node=pillars",
    "swing": "{d}/weights/swing?node=pillars",
    "rank-order": "{d}/weights/rank-order?node=pillars",
    "objective": "{d}/weights/objective",
    "report": "{d}/report",
    "share": "{d}/share",
    "history": "{d}/history",
    "run": "{run}",
    "embedded": "{e}",
    "sign-in": "/sign-in",
    "nothing": "/d/nothing",
    "import": "/new",
}
TABLE = """Name,cooperation,framework,supply-chain,market,fair-trade,economic,social,Province
A,3,2,abc,3,2,3,3,Nan
B,9,2,2,3,2,3,3,Trat
"""
"""A table with faults, to be mended on the page ``import``."""


def main(only: list[str]) -> None:
    """Take the pictures of some pages, of all without a name."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = f"sqlite:///{folder}/decisions.sqlite"
        browser = playwright.chromium.launch(executable_path=found(), args=FLAGS)
        with serving(database, Path(folder) / "log") as server, server.client() as client:
            decision = (
                client.post("/", data={"key": "screenshots"}).headers["location"].removesuffix("/explore")
            )
            client.post(f"{decision}/share", data={"key": "s", "do": "freeze", "kind": "ranking"})
            shared = client.get(f"{decision}/share", headers={"Accept": "application/json"}).json()
            run = client.post(f"{decision}/runs", data={"key": "r", "method": "topsis"}).headers["location"]
            places = {"d": decision, "e": shared["snapshots"][0]["page"], "run": run}
            for name, path in PAGES.items():
                if only and name not in only:
                    continue
                for language in ("en", "th"):
                    for width in WIDTHS:
                        scheme = "dark" if width == 768 else "light"
                        context = browser.new_context(
                            viewport={"width": width, "height": 900}, color_scheme=scheme
                        )
                        page = context.new_page()
                        sign = "&" if "?" in path else "?"
                        address = f"{server.url}{path.format(**places)}{sign}lang={language}"
                        page.goto(address, wait_until="networkidle")
                        if name == "import":
                            table = {"name": "table.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
                            page.locator("input[type=file]").set_input_files(table)  # type: ignore[arg-type]
                            page.locator("form button.main").first.click()
                            page.wait_for_load_state("networkidle")
                        wide = page.evaluate("document.documentElement.scrollWidth")
                        if wide > width:
                            print(f"{name} {language}: {wide} pixels wide at {width}")
                        page.screenshot(path=FOLDER / f"{name}-{language}-{width}.png", full_page=True)
                        context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
