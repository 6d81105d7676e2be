"""compose.yaml says what the service understands."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from see_mcda_api.settings import Settings

ROOT = Path(__file__).parents[2]
SERVICES = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]


@pytest.mark.parametrize("name", SERVICES)
def test_what_it_sets_are_settings_that_are_understood(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    password = tmp_path / "password"
    password.write_text("a b:c@d/e\n", encoding="utf-8")
    given = {
        variable: str(value)
        for variable, value in SERVICES[name].get("environment", {}).items()
        if variable.startswith("SEE_MCDA_")
    }
    assert {variable.removeprefix("SEE_MCDA_").lower() for variable in given} <= set(Settings.model_fields)
    for variable, value in given.items():
        monkeypatch.setenv(variable, value.replace("${SEE_MCDA_HOSTS:-localhost}", "a.example, b.example"))
    if name == "see-mcda":
        monkeypatch.setenv("SEE_MCDA_DATABASE_PASSWORD_FILE", str(password))
        settings = Settings()
        assert settings.url.password == "a b:c@d/e"
        assert "a b" not in str(settings.url)
        assert settings.keys_required
        assert {"localhost", "a.example", "b.example"} <= set(settings.host_names)
        assert (settings.workers, settings.worker) == (2, False)


def test_secrets_are_files_that_no_image_and_no_commit_holds() -> None:
    secrets = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["secrets"]
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {f"/{secret['file']}" for secret in secrets.values()} <= set(ignored)
    assert (ROOT / ".dockerignore").read_text(encoding="utf-8").split()[0] == "*"
