"""Distributions of weights, for weights that are uncertain or disputed.

- ``"uniform"``: every weighting of the leaves alike; ``"uniform-tree"``: of the children, at each node by
  itself;
- a list of statements (``weight_space/statements.py``): every weighting alike that they allow;
- ``{"profile": weighting, "concentration": c}``: Dirichlet with α = c w around global leaf weights w: the
  mean is w, a weight's variance w (1 − w)/(c + 1), a weight of 0 stays 0. By its aggregation property, what
  the leaves below a node sum to is Dirichlet around the node's weights with the same c;
- ``{"statements": […], "distribution": "uniform" | "uniform-tree" | {profile}}``: that distribution's
  density where the statements hold;
- ``{"nodes": {node: …}, "else": …}``: each node's shares by themselves: ``"uniform"``, ``"equal"``,
  ``{"fixed": weighting}``, ``{"profile": …, "concentration": c}`` around the weighting's shares at that
  node, ``{"order": [[a], [b, c]]}`` (b and c not compared), ``{"statements": […]}`` about the children's
  shares. ``else`` is for the nodes that are not named: ``"uniform"`` by default;
- ``{"judgments": weighting, "jitter": s}``: its AHP judgments times log-normal noise, s of their logarithm;
- ``{"between": [weighting, …]}``: mixtures of several weightings, all mixtures alike;
- a plain weighting, in any form: it does not vary.

Lahdelma, R., & Salminen, P. (2001). SMAA-2: stochastic multicriteria acceptability analysis for group
decision making. *Operations Research* 49(3), 444-454. https://doi.org/10.1287/opre.49.3.444.11220 Frigyik,
B. A., Kapila, A., & Gupta, M. R. (2010). *Introduction to the Dirichlet Distribution and Related Processes*.
UWEE Technical Report 2010-0006, University of Washington (aggregation, §2).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from see_mcda.arrays import Array
from see_mcda.language.messages import Notice, notice
from see_mcda.model.criteria import Framework
from see_mcda.uncertainty.shares import Fixed, Kept, Shares, Walked
from see_mcda.uncertainty.statements import Later, Statements


@dataclass(frozen=True, eq=False)
class WeightDistribution(ABC):
    """A distribution of global leaf weights (m,).

    Attributes:
        framework: the tree whose leaves are weighted.
        document: the JSON value that reads back to it.
        notices: warnings about the distribution.

    """

    framework: Framework
    document: Any
    notices: tuple[Notice, ...] = field(default=(), kw_only=True)

    @property
    @abstractmethod
    def parts(self) -> tuple[Shares, ...]:
        """The independent distributions of shares that it is made of."""

    @cached_property
    def driven(self) -> bool:
        """Whether :meth:`from_uniforms` works."""
        return all(part.driven for part in self.parts)

    @cached_property
    def dimensions(self) -> int:
        """How many uniform numbers make one vector; 0 if nothing varies, or points cannot drive it."""
        return sum(part.dimensions for part in self.parts) if self.driven else 0

    @cached_property
    def varies(self) -> bool:
        """Whether there is more than one weighting in it."""
        return not self.driven or self.dimensions > 0

    @property
    @abstractmethod
    def center(self) -> Array:
        """(m,) the mean: exact but for hit-and-run (an estimate) and judgments (those given)."""

    @property
    @abstractmethod
    def statements(self) -> Statements | None:
        """The statements that bound its support; ``None`` if it is no polytope."""

    @abstractmethod
    def from_uniforms(self, u: Array) -> Array:
        """Return (k, m) weights for points u (k, dimensions) of the unit cube.

        The same for the same point, and continuous almost everywhere, so that quasi-random points serve.
        Raises :class:`TypeError` where not :attr:`driven`.
        """

    @abstractmethod
    def sample(self, generator: np.random.Generator, k: int) -> Array:
        """Return (k, m) independent weightings; the same for the same state of the generator."""


@dataclass(frozen=True, eq=False)
class OnLeaves(WeightDistribution):
    """A distribution of all leaf weights at once; ``given`` are the statements as they were given."""

    shares: Shares
    given: Statements | None = None

    @property
    def parts(self) -> tuple[Shares, ...]:
        """The independent distributions of shares that it is made of."""
        return (self.shares,)

    @property
    def center(self) -> Array:
        """(n,) the mean."""
        return self.shares.center

    @cached_property
    def statements(self) -> Statements | None:
        """The statements that bound its support."""
        if self.given is not None:
            return None if self.given.sampled else self.given
        rows = self.shares.support
        return None if rows is None else _as_statements(self.framework, *rows)

    def from_uniforms(self, u: Array) -> Array:
        """Return (k, n) shares for points u (k, dimensions)."""
        return self.shares.from_uniforms(u)

    def sample(self, generator: np.random.Generator, k: int) -> Array:
        """Return (k, n) independent vectors."""
        return self.shares.sample(generator, k)


@dataclass(frozen=True, eq=False)
class OnTree(WeightDistribution):
    """Independent distributions of the children's shares at each inner node."""

    nodes: Mapping[str, Shares]

    @property
    def parts(self) -> tuple[Shares, ...]:
        """The independent distributions of shares that it is made of."""
        return tuple(self.nodes[node.id] for node in self.framework.inner)

    @property
    def center(self) -> Array:
        """(n,) the mean."""
        return np.asarray(self._spread([part.center[None] for part in self.parts])[0])

    @cached_property
    def statements(self) -> Statements | None:
        """A share of a node's weight at least x is: the child's weight is at least x times the node's."""
        rows: list[Array] = []
        sums = {node: np.zeros(len(self.framework.leaves)) for node in self.framework.nodes}
        for below, columns in self.framework.columns.items():
            sums[below][list(columns)] = 1.0
        for node, part in zip(self.framework.inner, self.parts, strict=True):
            local = part.support
            if local is None:
                return None
            children = np.array([sums[child.id] for child in node.children])
            rows += list(local[0] @ children - local[1][:, None] * sums[node.id])
        kept = np.array([row for row in rows if np.abs(row).max() > 0])
        return _as_statements(
            self.framework, kept.reshape(-1, len(self.framework.leaves)), np.zeros(len(kept))
        )

    def from_uniforms(self, u: Array) -> Array:
        """Return (k, n) shares for points u (k, dimensions)."""
        first, made = 0, []
        for part in self.parts:
            made.append(part.from_uniforms(u[:, first : first + part.dimensions]))
            first += part.dimensions
        return self._spread(made)

    def sample(self, generator: np.random.Generator, k: int) -> Array:
        """Return (k, n) independent vectors."""
        return self._spread([part.sample(generator, k) for part in self.parts])

    def _spread(self, shares: list[Array]) -> Array:
        """Return (k, m) global weights from the shares (k, children) at each inner node."""
        k = len(shares[0])
        weight: dict[str, Array] = {self.framework.id: np.ones(k)}
        made = np.empty((len(self.framework.leaves), k))
        for node, part in zip(self.framework.inner, shares, strict=True):
            for column, child in enumerate(node.children):
                weight[child.id] = weight[node.id] * part[:, column]
        for row, leaf in enumerate(self.framework.leaves):
            made[row] = weight[leaf.id]
        return np.asarray((made / made.sum(axis=0)).T)


def _as_statements(framework: Framework, rows: Array, least: Array) -> Statements:
    sources = tuple(
        {"coefficients": row.tolist(), "at_least": bound}
        for row, bound in zip(rows, least.tolist(), strict=True)
    )
    return Statements(framework, rows, least, sources)


def sampling_notices(parts: tuple[Shares, ...]) -> tuple[Notice, ...]:
    """Return warnings about the sampling of some shares."""
    parts = tuple(part.inner if isinstance(part, Kept) else part for part in parts)
    if all(part.chains.converged for part in parts if isinstance(part, Walked)):
        return ()
    return (
        notice(
            "not-converged",
            "the random walk over the allowed weights did not converge, so some weights may be sampled too "
            "often; use fewer or simpler statements",
            "weights",
        ),
    )


def constant(framework: Framework, weights: Array, document: Any) -> OnLeaves:
    """Return the distribution of one weighting alone."""
    return OnLeaves(framework, document, Fixed(np.array(weights)))


def read_distribution(
    source: object, framework: Framework, prepared: Later | None = None
) -> WeightDistribution:
    """Return a distribution of weights from any form that the module describes.

    ``prepared`` is for statements about candidates (:func:`.statements.read_statements`).

    Raises:
        WeightingError: naming what cannot be read, or statements that contradict each other.
        UnknownNameError: an unknown weighting.
        FileError: a file that cannot be read.

    """
    from see_mcda.uncertainty.distribution_documents import with_paths  # noqa: PLC0415 (it imports this module)

    return parse_distribution(with_paths(source), framework, prepared)


def parse_distribution(
    source: object, framework: Framework, prepared: Later | None = None
) -> WeightDistribution:
    """Return what :func:`read_distribution` does; a string is never the name of a file."""
    from see_mcda.uncertainty.distribution_documents import parse  # noqa: PLC0415 (it imports this module)

    return parse(source, framework, prepared)
