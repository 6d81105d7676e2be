"""A way to run the command inside the test's process."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from see_mcda.cli import main

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def faults(self) -> list[str]:
        """The lines on standard error."""
        return self.err.splitlines()


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs see-mcda in an English terminal."""
    monkeypatch.delenv("SEE_MCDA_LANG", raising=False)
    monkeypatch.delenv("SEE_MCDA_DEBUG", raising=False)

    def ran(*arguments: object) -> Ran:
        code = main([str(word) for word in arguments])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return ran


@pytest.fixture
def models() -> Path:
    """The shipped example."""
    return PROJECT / "examples" / "see-models.yaml"


@pytest.fixture
def pumps(tmp_path: Path) -> Path:
    """A plain table with a cost."""
    path = tmp_path / "pumps.csv"
    path.write_text(
        "id,name,flow,price\nhand,Hand pump,1,100\nsolar,Solar pump,4,900\ndiesel,Diesel pump,6,700\n"
    )
    return path
