"""The operations of both clients, in the groups under which they are called."""

from __future__ import annotations

from see_mcda_api.client import runs, stateless
from see_mcda_api.client.operation import Operation


class Engine:
    """What keeps nothing."""

    rank = Operation(stateless.rank)
    compare = Operation(stateless.compare)
    explain = Operation(stateless.explain)
    improve = Operation(stateless.improve)
    verify = Operation(stateless.verify)


class Sensitivity:
    """How sure a ranking is."""

    crossovers = Operation(stateless.crossovers)
    score_crossovers = Operation(stateless.score_crossovers)
    flip = Operation(stateless.flip)
    acceptability = Operation(stateless.acceptability)
    rank_ranges = Operation(stateless.rank_ranges)
    agreement = Operation(stateless.agreement)
    reversal = Operation(stateless.reversal)
    variance = Operation(stateless.variance)
    worth_knowing = Operation(stateless.worth_knowing)
    pillar_map = Operation(stateless.pillar_map)


class Runs:
    """Long analyses that the service computes in the background."""

    start = Operation(runs.start)
    read = Operation(runs.read)
    page = Operation(runs.page)
    cancel = Operation(runs.cancel)
    delete = Operation(runs.delete)
    result = Operation(runs.result)
