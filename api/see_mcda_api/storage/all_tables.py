"""All tables, imported for migrations."""

from see_mcda_api.decisions import tables as decisions
from see_mcda_api.idempotency import tables as idempotency
from see_mcda_api.keys import tables as keys
from see_mcda_api.runs import tables as runs
from see_mcda_api.snapshots import tables as snapshots
from see_mcda_api.storage.base import Base

__all__ = ["Base", "decisions", "idempotency", "keys", "runs", "snapshots"]
