"""Operations: methods that the blocking and the asynchronous client share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar, overload

from see_mcda_api.client.call import Call

P = ParamSpec("P")
T = TypeVar("T")


class Sending(ABC):
    """A blocking sender of calls."""

    @abstractmethod
    def send(self, call: Call[T]) -> T:
        """Return the result of a call; raise :class:`see_mcda_api.client.ClientError`."""


class SendingLater(ABC):
    """An asynchronous sender of calls."""

    @abstractmethod
    def send(self, call: Call[T]) -> Awaitable[T]:
        """Return the awaitable result of a call; raise :class:`see_mcda_api.client.ClientError`."""


class Operation(Generic[P, T]):
    """A method of both clients, from the function that builds its call."""

    def __init__(self, build: Callable[P, Call[T]]):
        self.build = build
        self.__doc__ = build.__doc__

    @overload
    def __get__(self, client: None, kind: type) -> Operation[P, T]: ...
    @overload
    def __get__(self, client: Sending, kind: type) -> Callable[P, T]: ...
    @overload
    def __get__(self, client: SendingLater, kind: type) -> Callable[P, Awaitable[T]]: ...
    def __get__(self, client: Sending | SendingLater | None, kind: type) -> Any:
        """Return the bound method of a client, or the operation itself on the class."""
        if client is None:
            return self
        send = client.send

        @wraps(self.build)
        def method(*args: P.args, **kwargs: P.kwargs) -> Any:
            return send(self.build(*args, **kwargs))

        return method
