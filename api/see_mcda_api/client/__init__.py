"""A client of the service; results are the engine's own models.

It needs neither FastAPI nor SQLAlchemy: ``pip install see-mcda[client]``.
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
