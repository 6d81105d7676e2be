from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from functools import partial
from typing import Any

import numpy as np
import pytest

import see_mcda as sm
from see_mcda_api.runs.block_codec import read, written
from see_mcda_api.runs.checkpoints import Checkpointed, task_digest

PROBLEM = sm.Problem.from_arrays(np.random.default_rng(1).random((6, 4)), objectives=["max"] * 4)


class Counting(Executor):
    """Computes here and now, and counts."""

    def __init__(self, most: int = 10**9):
        self.count, self.most = 0, most

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.count += 1
        if self.count > self.most:
            future.set_exception(ConnectionError("gone"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def kept(chunks: dict[int, tuple[bytes, bytes]]) -> Callable[[int, bytes], bytes | None]:
    def find(number: int, digest: bytes) -> bytes | None:
        told, result = chunks.get(number, (b"", b""))
        return result if told == digest else None

    return find


def chunks_of(executor: Checkpointed) -> dict[int, tuple[bytes, bytes]]:
    return {number: (digest, result) for number, digest, result in executor.fresh()}


ANALYSES = {
    "acceptability": partial(sm.sensitivity.acceptability, PROBLEM, samples=20_000, seed=3),
    "acceptability without tables": partial(
        sm.sensitivity.acceptability, PROBLEM, samples=20_000, seed=3, tables=False
    ),
    "rank_ranges": partial(sm.sensitivity.rank_ranges, PROBLEM),
    "variance": partial(sm.sensitivity.variance, PROBLEM, samples=1024, seed=3),
    "reversal": partial(sm.sensitivity.reversal, PROBLEM),
}


@pytest.mark.parametrize("name", ANALYSES)
def test_what_was_computed_is_taken_and_the_result_has_the_same_bytes(name: str) -> None:
    analysis = ANALYSES[name]
    whole = analysis().to_json()
    first = Checkpointed(Counting(), kept({}), "run")
    assert analysis(executor=first).to_json() == whole
    chunks = chunks_of(first)
    again = Counting()
    half = {number: chunk for number, chunk in chunks.items() if number % 2 == 0}
    second = Checkpointed(again, kept(half), "run")
    assert analysis(executor=second).to_json() == whole
    assert again.count == len(chunks) - len(half)
    assert second.resumed >= len(half)


def test_a_broken_off_analysis_goes_on_where_it_was() -> None:
    analysis = ANALYSES["acceptability"]
    first = Checkpointed(Counting(most=10), kept({}), "run")
    with pytest.raises(sm.SeeMcdaError, match="gone"):
        analysis(executor=first)
    chunks = chunks_of(first)
    assert len(chunks) == 10
    second = Checkpointed(Counting(), kept(chunks), "run")
    assert analysis(executor=second).to_json() == analysis().to_json()
    assert second.resumed >= 10


def test_another_runs_blocks_are_not_taken() -> None:
    first = Checkpointed(Counting(), kept({}), "run")
    ANALYSES["acceptability"](executor=first)
    other = Checkpointed(Counting(), kept(chunks_of(first)), "another run")
    ANALYSES["acceptability"](executor=other)
    assert other.resumed == 0


def test_a_task_is_told_by_its_number_its_function_and_its_blocks() -> None:
    one = task_digest("run", 0, abs, (range(3),))
    others = [("run", 1, abs, (range(3),)), ("run", 0, len, (range(3),)), ("run", 0, abs, (range(4),))]
    assert one == task_digest("run", 0, abs, (range(3),))
    assert one not in {task_digest(*other) for other in others}


def test_bytes_that_are_no_result_are_computed_anew() -> None:
    executor = Checkpointed(Counting(), lambda number, digest: b"nonsense", "run")
    assert executor.submit(abs, -3).result() == 3


class Evil:
    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return os.system, ("true",)


@pytest.mark.parametrize(
    "value", [Evil(), partial(print, "x"), os.getcwd, sm.rank, np.random.default_rng, pickle.loads]
)
def test_bytes_that_would_run_code_are_not_read(value: object) -> None:
    with pytest.raises(pickle.UnpicklingError, match="not data"):
        read(written(value))


def test_bytes_that_name_something_inside_a_class_are_not_read() -> None:
    with pytest.raises(pickle.UnpicklingError, match="not data"):
        read(b"\x80\x04\x8c\x16see_mcda.model.problem\x8c\x0cProblem.gate\x93.")


def test_arrays_and_plain_values_are_read_as_they_were() -> None:
    value = {"a": np.arange(4.0), "b": (1, None, "x", 1 + 2j), "c": np.float64(0.1), "d": {1, 2}}
    found = read(written(value))
    assert found["a"].tolist() == [0, 1, 2, 3]
    assert (found["b"], found["c"], found["d"]) == (value["b"], value["c"], value["d"])


def test_nobody_waits_for_an_executor_that_never_answers() -> None:
    class Silent(Executor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            return Future()

    executor = Checkpointed(Silent(), kept({}), "run")
    before = executor.submit(abs, -3)
    executor.abandon()
    with pytest.raises(CancelledError):
        before.result(timeout=600)
    with pytest.raises(CancelledError):
        executor.submit(abs, -3).result(timeout=600)
