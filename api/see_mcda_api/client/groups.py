"""The operations of both clients, by group."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from see_mcda_api.client import decisions, runs, snapshots, stateless, weights
from see_mcda_api.client.operation import Operation
from see_mcda_api.compute.paths import PLACES


class Engine:
    """Stateless computations."""

    rank = Operation(stateless.rank)
    compare = Operation(stateless.compare)
    explain = Operation(stateless.explain)
    improve = Operation(stateless.improve)
    classify = Operation(stateless.classify)
    select = Operation(stateless.select)
    equal_shares = Operation(stateless.equal_shares)
    verify = Operation(stateless.verify)
    read_table = Operation(stateless.read_table)


class Sensitivity:
    """The analyses, by the names of their functions."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Callable[..., Any]: ...


for name, build in stateless.BUILDERS.items():
    if PLACES[name].startswith("sensitivity/"):
        setattr(Sensitivity, build.__name__, Operation(build))


class Runs:
    """Analyses in the background."""

    start = Operation(runs.start)
    read = Operation(runs.read)
    page = Operation(runs.page)
    cancel = Operation(runs.cancel)
    delete = Operation(runs.delete)
    result = Operation(runs.result)


class Decisions:
    """Problems stored by the service with their history."""

    create = Operation(decisions.create)
    read = Operation(decisions.read)
    page = Operation(decisions.page)
    replace = Operation(decisions.replace)
    patch = Operation(decisions.patch)
    merge = Operation(decisions.merge)
    preview_merge = Operation(decisions.preview_merge)
    undo = Operation(decisions.undo)
    restore = Operation(decisions.restore)
    delete = Operation(decisions.delete)
    undelete = Operation(decisions.undelete)
    history = Operation(decisions.history)
    version = Operation(decisions.version)
    put_candidate = Operation(decisions.put_candidate)
    remove_candidate = Operation(decisions.remove_candidate)
    put_score = Operation(decisions.put_score)
    put_weighting = Operation(decisions.put_weighting)
    remove_weighting = Operation(decisions.remove_weighting)
    rank = Operation(decisions.rank)
    compare = Operation(decisions.compare)
    explain = Operation(decisions.explain)
    analyse = Operation(decisions.analyse)
    run = Operation(decisions.run)
    freeze = Operation(decisions.freeze)


class Snapshots:
    """Stored results that can be shared."""

    create = Operation(snapshots.create)
    read = Operation(snapshots.read)
    page = Operation(snapshots.page)
    revoke = Operation(snapshots.revoke)
    file = Operation(snapshots.file)


class Weights:
    """Weights from judgments, points, rank orders or scores."""

    ahp = Operation(weights.ahp)
    best_worst = Operation(weights.best_worst)
    swing = Operation(weights.swing)
    rank_order = Operation(weights.rank_order)
    objective = Operation(weights.objective)
    centre = Operation(weights.centre)
    group = Operation(weights.group)
