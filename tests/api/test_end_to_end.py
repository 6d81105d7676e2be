"""What a team does in a day, on a real server by the Python client: on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import pytest
from PIL import Image
from processes import Process, Serve, key_of

import see_mcda as sm
from see_mcda_api.client import AsyncClient, Changed, Client, NotAllowed, NotThere

EXAMPLE = Path(__file__).parents[2] / "examples" / "see-models.yaml"


@pytest.fixture
def team(serve: Serve, database_url: str) -> tuple[Process, str, str]:
    """A server that needs keys, and the keys of two teams."""
    keys = [key_of(database_url, team, "anna")["Authorization"].split()[1] for team in ("own", "other")]
    return (serve(database_url, "--keys"), *keys)


@pytest.mark.soak
def test_a_day_of_a_team(team: tuple[Process, str, str]) -> None:
    server, own, other = team
    problem = sm.read_problem(sm.read_problem(EXAMPLE).to_dict())  # faults of files name the file
    with Client(server.url, own) as service, Client(server.url, other) as stranger:
        decision = service.decisions.create(problem)
        assert [each.id for each in service.decisions.list()] == [decision.id]
        assert list(stranger.decisions.list()) == []
        with pytest.raises(NotThere):
            stranger.decisions.read(decision.id)

        # the committee changes a score; who has not seen that is told so
        service.decisions.put_score(decision, "sampran", "market", 2, assessor="Anna", source="field visit")
        with pytest.raises(Changed):
            service.decisions.patch(decision, {"problem": {"title": "Mine"}})
        decision = service.decisions.read(decision.id)
        leaves = [leaf.id for leaf in problem.framework.leaves]
        weights = service.weights.rank_order(leaves, criteria=leaves).weights
        service.decisions.put_weighting(decision, "ours", weights)
        decision = service.decisions.read(decision.id)
        assert [change.place for change in service.decisions.history(decision.id).items] == [
            "weightings/ours",
            "candidates/sampran/scores/market",
            "",
        ]

        # it is ranked as the engine ranks it, now and as it was
        kept = sm.read_problem(dict(decision.problem))
        assert service.decisions.rank(decision.id, "ours") == sm.rank(kept, weights).model()
        assert service.decisions.rank(decision.id, version=1) == sm.rank(problem, "equal").model()
        assert service.rank(problem) == sm.rank(problem, "equal").model()
        with pytest.raises(NotThere):
            stranger.decisions.rank(decision.id)

        # how sure it is takes longer
        told = []
        run = service.decisions.run(decision.id, "acceptability", weights="ours", samples=20_000, seed=3)
        done = service.runs.wait(run.id, told.append)
        assert (done.state, told[-1].id) == ("done", run.id)
        expected = sm.sensitivity.acceptability(kept, weights, samples=20_000, seed=3).model()
        assert service.runs.result(run.id) == expected
        with pytest.raises(NotThere):
            stranger.runs.result(run.id)

        # the result is shown to others until it is withdrawn
        frozen = service.decisions.freeze(decision.id, weights="ours")
        picture = stranger.snapshots.file(frozen, "png", language="th")
        assert Image.open(io.BytesIO(picture)).size[0] > 300
        service.snapshots.revoke(frozen.id)
        with pytest.raises(NotThere):
            stranger.snapshots.file(frozen)

        # and nothing that was done cannot be undone
        decision = service.decisions.undo(decision)
        assert decision.weightings == {}
        service.decisions.delete(decision)
        deletion = service.decisions.history(decision.id).items[0]
        assert service.decisions.undelete(decision.id, deletion.version).problem == decision.problem
    with Client(server.url, "sm_wrong") as nobody, pytest.raises(NotAllowed):
        nobody.rank(problem)


@pytest.mark.soak
def test_the_same_awaited(team: tuple[Process, str, str]) -> None:
    server, own, _ = team
    problem = sm.read_problem(EXAMPLE)

    async def day() -> None:
        async with AsyncClient(server.url, own) as service:
            several = await asyncio.gather(*(service.decisions.create(problem) for _ in range(5)))
            listed = [each.id async for each in service.decisions.list(limit=2)]
            assert sorted(listed) == sorted(decision.id for decision in several)
            decision = several[0]
            run = await service.decisions.run(decision.id, "rank-ranges", method="additive")
            assert (await service.runs.wait(run.id)).state == "done"
            frozen = await service.snapshots.create("ranking", problem)
            assert [each.id async for each in service.snapshots.list()] == [frozen.id]
            assert (await service.weights.objective(problem, missing="neutral")).way == "objective"

    asyncio.run(day())
