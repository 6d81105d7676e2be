"""Weights on a criteria tree: the share of every child at every node, and the global weight of every leaf."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from see_mcda.arrays import Array
from see_mcda.language.messages import Notice, Text
from see_mcda.model.brief import Brief, some
from see_mcda.model.criteria import Framework

SCHEMA = "see-mcda/weighting/1"


@dataclass(frozen=True, eq=False, repr=False)
class Weights(Brief):
    """Global leaf weights (they sum to 1), with where they come from.

    Attributes:
        framework: the tree.
        values: (m,) the global weight of each leaf; ``numpy.asarray(weights)`` gives the same.
        local: the shares of the children at each inner node, in the order of the tree.
        id, name, rationale: the fields of a weighting file.
        consistency: the consistency of the judgments, by node.
        warnings: warnings about how they were determined.
    """

    framework: Framework
    values: Array
    local: Mapping[str, Array]
    id: str | None = None
    name: Text | None = None
    rationale: Text | None = None
    consistency: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    warnings: tuple[Notice, ...] = ()

    def brief(self) -> str:
        """Return the name, and the largest weights."""
        order = np.argsort(-self.values, kind="stable")
        leaves = self.framework.leaves
        largest = some([f"{leaves[column].id} {self.values[column]:.4g}" for column in order])
        return f"{self.id or 'as given'} on {self.framework.id}; {largest}"

    @classmethod
    def from_local(cls, framework: Framework, local: Mapping[str, Array], **about: Any) -> Weights:
        """Return weights from the shares at each inner node; a node left out is equal among its children."""
        shares = {
            node.id: np.asarray(local.get(node.id, np.full(len(node.children), 1 / len(node.children))))
            for node in framework.inner
        }
        return cls(framework, _spread(framework, shares, framework.id), shares, **about)

    @classmethod
    def from_values(cls, framework: Framework, values: Array, **about: Any) -> Weights:
        """Return weights from global leaf weights that sum to 1."""
        local: dict[str, Array] = {}
        for node in framework.inner:
            below = np.array([values[list(framework.columns[child.id])].sum() for child in node.children])
            total = below.sum()
            local[node.id] = below / total if total > 0 else np.full(len(below), 1 / len(below))
        return cls(framework, values, local, **about)

    def __post_init__(self) -> None:
        values = np.array(self.values, dtype=np.float64)
        values.setflags(write=False)
        object.__setattr__(self, "values", values)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        return np.array(self.values, dtype=dtype) if copy or dtype else self.values

    def __len__(self) -> int:
        return len(self.values)

    def to_dict(self) -> dict[str, float]:
        """Return the global weight of each leaf by its id."""
        return dict(zip((leaf.id for leaf in self.framework.leaves), self.values.tolist(), strict=True))

    def to_document(self) -> dict[str, Any]:
        """Return the weighting document (``see-mcda/weighting/1``) that reads back to these weights."""
        about = {"id": self.id, "name": self.name, "rationale": self.rationale}
        kept = {
            key: dict(value) if isinstance(value, Mapping) else value for key, value in about.items() if value
        }
        nodes = {
            node.id: {
                "weights": dict(
                    zip((child.id for child in node.children), self.local[node.id].tolist(), strict=True)
                )
            }
            for node in self.framework.inner
        }
        return {"schema": SCHEMA, **kept, "framework": self.framework.id, "nodes": nodes}

    def under(self, node: str) -> Array:
        """Return (m,) the leaves' weights within a node: they sum to 1 below it and are 0 elsewhere."""
        return _spread(self.framework, self.local, node)

    @cached_property
    def node_rows(self) -> Mapping[str, Array]:
        """The weights within every node but the root: rows with which a method scores the sub-trees."""
        return {node: self.under(node) for node in self.framework.nodes if node != self.framework.id}


def _spread(framework: Framework, local: Mapping[str, Array], top: str) -> Array:
    values = np.zeros(len(framework.leaves))
    shares = {top: 1.0}
    for node in framework.nodes.values():
        share = shares.get(node.id)
        if share is None:
            continue
        if node.is_leaf:
            values[framework.leaf_position[node.id]] = share
        else:
            for child, part in zip(node.children, local[node.id].tolist(), strict=True):
                shares[child.id] = share * part
    return values
