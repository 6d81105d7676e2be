"""A client of the service: the engine's functions, decisions and runs, with the engine's own results.

It needs neither the server's framework nor its database: ``pip install see-mcda[client]``.
"""

from see_mcda_api.client.asynchronous import AsyncClient
from see_mcda_api.client.blocking import Client
from see_mcda_api.client.errors import (
    BadInput,
    Changed,
    ClientError,
    InTheWay,
    NoAnswer,
    NotAllowed,
    NotThere,
    Refused,
    TryLater,
)
from see_mcda_api.client.repeats import Patience

__all__ = [
    "AsyncClient",
    "BadInput",
    "Changed",
    "Client",
    "ClientError",
    "InTheWay",
    "NoAnswer",
    "NotAllowed",
    "NotThere",
    "Patience",
    "Refused",
    "TryLater",
]
