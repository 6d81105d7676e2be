"""The wheel, installed with its hashed requirements into an empty environment, works outside the checkout."""

import gzip
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
REQUIREMENTS = PROJECT / "requirements"

pytestmark = pytest.mark.soak


def run(*command: str | Path, cwd: Path = PROJECT) -> str:
    """Run a command that must succeed, out of reach of this environment's own paths; its output."""
    own = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    environment = {name: value for name, value in os.environ.items() if name not in own}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Runs a program of the environment that holds the wheel, from an empty folder with one example in it."""
    environment = tmp_path_factory.mktemp("environment")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    shutil.copy(PROJECT / "examples" / "see-models.yaml", elsewhere)
    uv, programs = REQUIREMENTS / "uv.sh", environment / "bin"
    run(uv, "venv", "--clear", "--python", sys.executable, environment)
    install = (uv, "pip", "install", "--python", environment)
    run(*install, "--no-build", "--require-hashes", "--requirements", REQUIREMENTS / "runtime.txt")
    run(*install, "--no-deps", wheel)
    return lambda program, *arguments: run(programs / program, *arguments, cwd=elsewhere)


def shipped(folder: str) -> set[str]:
    """The data files that the checkout keeps in a folder."""
    kept = (path for path in (PROJECT / folder).rglob("*") if path.is_file())
    return {path.relative_to(PROJECT).as_posix() for path in kept if path.suffix not in {".py", ".pyc"}}


@pytest.mark.parametrize(
    ("folder", "place", "kind"),
    [
        ("weights", "see_mcda/weights", ".yaml"),
        ("examples", "see_mcda/examples", ".yaml"),
        ("see_mcda/frameworks", "see_mcda/frameworks", ".yaml"),
        ("see_mcda/language/locale", "see_mcda/language/locale", ".mo"),
        ("api/see_mcda_api", "see_mcda_api", ".html"),
        ("api/see_mcda_api", "see_mcda_api", ".mako"),
    ],
)
def test_wheel_carries_every_data_file(wheel: Path, folder: str, place: str, kind: str) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {name.replace(folder, place, 1) for name in shipped(folder)}
    assert any(name.endswith(kind) for name in wanted)
    assert wanted <= names


def test_wheel_carries_the_live_elements(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    built = {"see.mjs", "see.js", "swagger-ui-bundle.js", "swagger-ui.css"}
    assert {f"see_mcda_api/pages/built/{name}" for name in built} <= names, "is npm installed?"
    with zipfile.ZipFile(wheel) as archive:
        bundle = archive.read("see_mcda_api/pages/built/see.mjs")
    assert len(gzip.compress(bundle, 9)) <= 25 * 1024


def test_wheel_carries_types_and_licence_and_nothing_else_of_the_checkout(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "see_mcda/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"see_mcda", "see_mcda_api"}


def test_installed_package_is_not_the_checkout(installed: Callable[..., str]) -> None:
    place = Path(installed("python", "-c", "import see_mcda; print(see_mcda.__file__)").strip())
    assert "site-packages" in place.parts
    assert not place.is_relative_to(PROJECT)


def test_installed_program_ranks_an_example(installed: Callable[..., str]) -> None:
    assert "rank" in installed("see-mcda", "--help")
    table = installed("see-mcda", "rank", "see-models.yaml", "--weights", "economic-led")
    assert "sampran" in table.lower()
