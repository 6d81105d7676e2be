"""A real server and a real Chromium; every page that is opened is watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from chromium import FLAGS, found
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from processes import Process, serving

PROJECT = Path(__file__).parents[2]
AXE = PROJECT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SECONDS = 120
expect.set_options(timeout=SECONDS * 1000)
# what axe finds, and where: shadow roots are looked into, too
LOOK = """async rules => {
  const found = await axe.run(document, { runOnly: rules });
  return found.violations.flatMap(each =>
    each.nodes.map(node => `${each.id}: ${node.target} ${node.failureSummary}`));
}"""
# Thai words that a line ends inside of: a column was too narrow for them
BROKEN = """() => {
  const found = [];
  const words = new Intl.Segmenter('th', { granularity: 'word' });
  const walk = (root) => {
    for (const node of root.childNodes) {
      if (node.nodeType === 3) {
        if (node.parentElement?.closest('script,style,option,textarea,svg,.hidden,.unseen')) continue;
        for (const { segment, index } of words.segment(node.textContent)) {
          if (!/^[\u0e01-\u0e5b]{2,16}$/.test(segment)) continue;
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + segment.length);
          const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
          if (new Set(boxes.map((box) => Math.round(box.top))).size > 1) found.push(segment);
        }
      } else if (node.nodeType === 1) { if (node.shadowRoot) walk(node.shadowRoot); walk(node); }
    }
  };
  walk(document.body);
  return found;
}"""
# English words in a Thai page that are no names, numbers or marked as English
ENGLISH = """() => {
  const found = [];
  const walk = (root) => {
    for (const node of root.childNodes) {
      if (node.nodeType === 3) {
        const parent = node.parentElement ?? root.host;
        const closest = parent.closest('[lang]');
        const words = node.textContent.match(/[A-Za-z]{3,}/g);
        const named = parent.closest('script,style,code,bdi,option,textarea');
        if (words && !(closest && closest.lang === 'en') && !named) found.push(...words);
      } else if (node.nodeType === 1) { if (node.shadowRoot) walk(node.shadowRoot); walk(node); }
    }
  };
  walk(document.body);
  return [...new Set(found)];
}"""
NAMES = {
    "see",
    "mcda",
    "English",
    "TOPSIS",
    "AHP",
    "API",
    "OpenAPI",
    "iframe",
    "element",
    "URL",
    "SVG",
    "PNG",
    "CSV",
    "JSON",
    "XLSX",
    "ODS",
    "HTML",
    "fair",
    "trade",
    "sampran",
    "Alpha",
    "Beta",
    "Gamma",
    *("Cooperation", "supply", "chain", "social"),
    *("invented", "province", "members", "cost"),
}


class Visitor:
    """Somebody at a page: what is wrong with any page is told at the end of each step."""

    def __init__(self, context: BrowserContext, server: Process, language: str, scripts: bool):
        self.server, self.language, self.scripts = server, language, scripts
        self.page: Page = context.new_page()
        self.page.set_default_timeout(SECONDS * 1000)
        self.wrong: list[str] = []
        self.page.on(
            "console", lambda said: said.type == "error" and self.wrong.append(f"console: {said.text}")
        )
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("request", lambda request: self._watch(request.url))

    def _watch(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.netloc != urlsplit(self.server.url).netloc:
            self.wrong.append(f"another host: {url}")

    def go(self, path: str) -> None:
        """Open a page in the visitor's language."""
        sign = "&" if "?" in path else "?"
        self.page.goto(f"{self.server.url}{path}{sign}lang={self.language}")

    def check(self, expected_errors: tuple[str, ...] = ()) -> None:
        """Assert that nothing is wrong with the page as it stands."""
        wide = self.page.viewport_size["width"] if self.page.viewport_size else 0
        if self.scripts:
            self.page.wait_for_load_state("networkidle")
            assert self.page.evaluate("document.documentElement.scrollWidth") <= wide, self.page.url
            if not self.page.evaluate("typeof axe !== 'undefined'"):
                self.page.evaluate(AXE.read_text(encoding="utf-8"))
            found = self.page.evaluate(LOOK, RULES)
            assert found == [], f"{self.page.url}\n" + "\n".join(found)
            if self.language == "th":
                assert set(self.page.evaluate(ENGLISH)) <= NAMES, self.page.url
                assert self.page.evaluate(BROKEN) == [], self.page.url
        assert [each for each in self.wrong if not any(known in each for known in expected_errors)] == []
        self.wrong.clear()

    def decision(self) -> str:
        """Return the path of the decision whose page this is."""
        return "/".join(urlsplit(self.page.url).path.split("/")[:3])


Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """The service as people start it."""
    folder = tmp_path_factory.mktemp("service")
    with serving(f"sqlite:///{folder}/decisions.sqlite", folder / "log") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found(), args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser, server: Process) -> Iterator[Visit]:
    """Return what opens the browser for a visitor."""
    contexts: list[BrowserContext] = []

    def begin(
        language: str = "en", width: int = 1280, scripts: bool = True, scheme: str = "light"
    ) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            color_scheme=scheme,  # type: ignore[arg-type]
            accept_downloads=True,
        )
        contexts.append(context)
        return Visitor(context, server, language, scripts)

    yield begin
    for context in contexts:
        context.close()
