"""What whoever runs the service decides: each setting is an environment variable ``SEE_MCDA_…``."""

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
    """Return the URL of the database in the user's own folder for data."""
    return f"sqlite:///{user_data_path('see-mcda') / 'decisions.sqlite'}"


def _split(value: object) -> object:
    return [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value


Names = Annotated[list[str], NoDecode, BeforeValidator(_split)]
"""Names with commas between them."""


class Settings(BaseSettings):
    """The settings of one server; ``SEE_MCDA_PORT=9000`` sets ``port``, and so on."""

    model_config = SettingsConfigDict(
        env_prefix="SEE_MCDA_", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database: str = Field(default_factory=default_database)
    """SQLAlchemy URL: ``sqlite:////folder/file.sqlite`` or ``postgresql+psycopg://user@host/name``."""
    database_password_file: Path | None = None
    """A file that holds the password of the database's user (containers)."""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    hosts: Names = []
    """Host names by which the service may be called, beside those of loopback and ``host``."""
    origins: Names = []
    """Other sites whose pages may call the API (CORS); none unless listed."""
    keys: bool = False
    """Require an API key on loopback too; beyond loopback one is always required."""
    admin_key_file: Path | None = None
    """A file that holds the first administrator's key (containers): see-mcda keys new makes one."""
    admin_team: str = Field(default="team", pattern=r"^[a-z0-9-]{1,100}$")
    """The first administrator's team."""
    workers: int = Field(default=1, ge=1, le=64)
    """Processes that answer; more than one needs PostgreSQL."""
    body_bytes: int = Field(default=10 * 2**20, ge=1024)
    """Largest body of a request."""
    requests_per_minute: int = Field(default=1200, ge=1)
    """For each key."""
    request_seconds: float = Field(default=60, gt=0)
    """Time limit of an answer; what takes longer is a run."""
    request_samples: int = Field(default=200_000, ge=1)
    """Largest number of samples of an answer; what needs more is a run."""
    request_cells: int = Field(default=100_000, ge=1)
    """Largest number of candidates times criteria, and of pairs of candidates, of an answer."""
    computing_threads: int = Field(default_factory=lambda: max(2, os.cpu_count() or 1), ge=1)
    """How many answers are computed at the same time."""
    computing_waiting: int = Field(default=200, ge=0)
    """How many more may wait for their turn; any beyond are told to come again."""
    shutdown_seconds: int = Field(default=10, ge=0)
    worker: bool = True
    """Do long runs in this process; otherwise ``see-mcda worker`` does them."""
    dask: str | None = None
    """Address of a Dask scheduler that computes the blocks of long runs: ``tcp://host:8786``."""
    run_samples: int = Field(default=10_000_000, ge=1)
    """Largest number of samples of a run."""
    run_cells: int = Field(default=1_000_000, ge=1)
    """Largest number of candidates times criteria, and of pairs of candidates, of a run."""
    run_seconds: float = Field(default=3600, gt=0)
    """Time limit of a run."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def url(self) -> URL:
        """The database with the password of its user.

        Raises :class:`see_mcda.FileError` if the password's file cannot be read.
        """
        found = make_url(self.database)
        if self.database_password_file is None:
            return found
        return found.set(password=read_bytes(self.database_password_file).decode().strip())

    def environment(self) -> dict[str, str]:
        """Return the environment variables that say all of this."""
        told = {
            name: ",".join(value) if isinstance(value, list) else str(value)
            for name, value in self
            if value is not None
        }
        return {f"SEE_MCDA_{name.upper()}": value for name, value in told.items()}

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the service, under no other name."""
        return is_loopback(self.host) and all(is_loopback(name) for name in self.hosts)

    @property
    def keys_required(self) -> bool:
        """Whether a request needs a key."""
        return self.keys or not self.on_loopback

    @property
    def host_names(self) -> tuple[str, ...]:
        """The names by which the service may be called (without ports)."""
        own = () if self.host in ("0.0.0.0", "::") else (self.host,)
        return tuple(dict.fromkeys((*LOOPBACK_NAMES, *own, *self.hosts)))


def chosen(**given: Any) -> Settings:
    """Return the settings of the environment and of what is given (unless None).

    Raises :class:`see_mcda.InputError` with every setting that is no such thing.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise InputError(fault.at(_as_asked(fault.where, given)) for fault in faults_of(error)) from None


def _as_asked(where: Where | None, given: dict[str, Any]) -> str | None:
    """Return an option's name for what was given, an environment variable's for what was not."""
    name = next((name for name in Settings.model_fields if where and where.seen_from(name)), None)
    if name is None:
        return None
    return f"--{name.replace('_', '-')}" if given.get(name) is not None else f"SEE_MCDA_{name.upper()}"


def is_loopback(host: str) -> bool:
    """Return whether a host name or address is this machine's loopback."""
    bare = host.strip("[]")
    try:
        return ip_address(bare).is_loopback
    except ValueError:
        return bare == "localhost"
