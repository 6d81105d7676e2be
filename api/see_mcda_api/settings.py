"""Server settings, read from the environment variables ``SEE_MCDA_…``."""

from __future__ import annotations

import os
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_data_path
from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import URL, make_url

from see_mcda.errors import InputError
from see_mcda.io.files import read_bytes
from see_mcda.language.messages import Where
from see_mcda.model.validation import faults_of

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


def default_database() -> str:
    """Return the URL of the SQLite file in the user's data folder."""
    return f"sqlite:///{user_data_path('see-mcda') / 'decisions.sqlite'}"


def _split(value: object) -> object:
    return [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value


Names = Annotated[list[str], NoDecode, BeforeValidator(_split)]
"""A comma-separated list of names."""


class Settings(BaseSettings):
    """The settings of a server; ``SEE_MCDA_PORT=9000`` sets ``port``."""

    model_config = SettingsConfigDict(
        env_prefix="SEE_MCDA_", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database: str = Field(default_factory=default_database)
    """SQLAlchemy URL: ``sqlite:////folder/file.sqlite`` or ``postgresql+psycopg://user@host/name``."""
    database_password_file: Path | None = None
    """A file with the password of the database user (for containers)."""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    hosts: Names = []
    """Allowed host names, besides loopback and ``host``."""
    origins: Names = []
    """Other origins that may call the API (CORS)."""
    keys: bool = False
    """Require an API key on loopback too; elsewhere it is always required."""
    admin_key_file: Path | None = None
    """A file with the first administrator's key (for containers), created with ``see-mcda keys new``."""
    admin_team: str = Field(default="team", pattern=r"^[a-z0-9-]{1,100}$")
    """The first administrator's team."""
    workers: int = Field(default=1, ge=1, le=64)
    """Number of server processes; more than one needs PostgreSQL."""
    body_bytes: int = Field(default=10 * 2**20, ge=1024)
    """Largest body of a request."""
    requests_per_minute: int = Field(default=1200, ge=1)
    """The rate limit of each key."""
    request_seconds: float = Field(default=60, gt=0)
    """Time limit of a direct answer."""
    request_samples: int = Field(default=200_000, ge=1)
    """Largest number of samples of a direct answer."""
    request_cells: int = Field(default=100_000, ge=1)
    """Largest number of candidates times criteria, and of pairs of candidates, of a direct answer."""
    computing_threads: int = Field(default_factory=lambda: max(2, os.cpu_count() or 1), ge=1)
    """Number of concurrent computations."""
    computing_waiting: int = Field(default=200, ge=0)
    """Number of waiting computations; further ones get status 503."""
    shutdown_seconds: int = Field(default=10, ge=0)
    worker: bool = True
    """Compute runs in this process; otherwise in ``see-mcda worker``."""
    dask: str | None = None
    """Address of a Dask scheduler for the blocks of runs: ``tcp://host:8786``."""
    run_samples: int = Field(default=10_000_000, ge=1)
    """Largest number of samples of a run."""
    run_cells: int = Field(default=1_000_000, ge=1)
    """Largest number of candidates times criteria, and of pairs of candidates, of a run."""
    run_seconds: float = Field(default=3600, gt=0)
    """Time limit of a run."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def url(self) -> URL:
        """The database URL with the password.

        Raises :class:`see_mcda.FileError` if the password file cannot be read.
        """
        found = make_url(self.database)
        if self.database_password_file is None:
            return found
        return found.set(password=read_bytes(self.database_password_file).decode().strip())

    def environment(self) -> dict[str, str]:
        """Return the settings as environment variables."""
        told = {
            name: ",".join(value) if isinstance(value, list) else str(value)
            for name, value in self
            if value is not None
        }
        return {f"SEE_MCDA_{name.upper()}": value for name, value in told.items()}

    @property
    def on_loopback(self) -> bool:
        """True if only this machine can reach the service."""
        return is_loopback(self.host) and all(is_loopback(name) for name in self.hosts)

    @property
    def keys_required(self) -> bool:
        """True if every request needs a key."""
        return self.keys or not self.on_loopback

    @property
    def host_names(self) -> tuple[str, ...]:
        """The allowed host names, without ports."""
        own = () if self.host in ("0.0.0.0", "::") else (self.host,)
        return tuple(dict.fromkeys((*LOOPBACK_NAMES, *own, *self.hosts)))


def chosen(**given: Any) -> Settings:
    """Return the settings of the environment, overridden by the given values that are not None.

    Raises :class:`see_mcda.InputError` with every setting that is not valid.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise InputError(fault.at(_as_asked(fault.where, given)) for fault in faults_of(error)) from None


def _as_asked(where: Where | None, given: dict[str, Any]) -> str | None:
    """Return the option of a given value, or the environment variable of any other setting."""
    name = next((name for name in Settings.model_fields if where and where.seen_from(name)), None)
    if name is None:
        return None
    return f"--{name.replace('_', '-')}" if given.get(name) is not None else f"SEE_MCDA_{name.upper()}"


def is_loopback(host: str) -> bool:
    """Return whether a host name or address is loopback."""
    bare = host.strip("[]")
    try:
        return ip_address(bare).is_loopback
    except ValueError:
        return bare == "localhost"
