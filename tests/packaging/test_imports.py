"""What a start must not cost: scikit-criteria alone takes seconds to import."""

import subprocess
import sys

import pytest

HEAVY = {"skcriteria", "pandas", "scipy.stats", "sqlalchemy", "altair", "narwhals"}

IMPORT = "import see_mcda"
HELP = """
import sys
from see_mcda.cli import main
sys.argv = ["see-mcda", "--help"]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
"""


@pytest.mark.slow
@pytest.mark.parametrize("start", [IMPORT, HELP], ids=["import see_mcda", "see-mcda --help"])
def test_start_imports_nothing_heavy(start: str) -> None:
    report = "\nimport sys; print(*sys.modules, file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", start + report], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    imported = set(run.stderr.split())
    assert "see_mcda" in imported
    assert not HEAVY & imported
