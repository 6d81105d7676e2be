"""Calls of scikit-criteria's methods.

The import takes seconds, so it happens when a method of the panel first scores.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np

from see_mcda.arrays import Array
from see_mcda.model.interchange import decision_matrix

_ONE_AT_A_TIME = threading.Lock()
"""VIKOR swaps python's warning filters, which belong to the whole process, while it runs."""


class NoNumberError(ArithmeticError):
    """Scikit-criteria returned a value that is not a number, or raised an error."""


@dataclass(frozen=True)
class DecisionMaker:
    """A decision maker of scikit-criteria.

    Attributes:
        module: of ``skcriteria.agg``.
        name: its class there.
        outputs: the values read from the ``extra_`` of its result.
        parameters: those it is made with, as published.
        given: the names of the extra arguments of ``evaluate`` that are used.

    """

    module: str
    name: str
    outputs: tuple[str, ...] = ("score",)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    given: tuple[str, ...] = ()

    def evaluate(self, r: Array, signs: Array, w: Array, **given: Any) -> tuple[Array, ...]:
        """Return the outputs for an (n, m) matrix under (m,) weights; ``signs`` are -1 for costs.

        Raises :class:`NoNumberError` where it refuses the matrix or cannot rank its own numbers.
        """
        matrix = decision_matrix(r, signs, w)
        module: Any = import_module(f"skcriteria.agg.{self.module}")
        module.print = _silent  # MARCOS of 0.10 prints its scores to standard output
        maker = getattr(module, self.name)(**self.parameters)
        try:
            with _ONE_AT_A_TIME, np.errstate(all="ignore"):
                extra = maker.evaluate(matrix, **given).extra_
        except ValueError:
            raise NoNumberError from None
        return tuple(np.asarray(extra[name], dtype=np.float64) for name in self.outputs)


VIKOR = DecisionMaker("vikor", "VIKOR", ("s_k", "r_k"), {"v": 0.5, "use_compromise_set": False})
MABAC = DecisionMaker("mabac", "MABAC", ("score", "border_approximation_area"))
EDAS = DecisionMaker("edas", "EDAS")
MARCOS = DecisionMaker("marcos", "MARCOS", ("utility_scores",))
WASPAS = DecisionMaker("waspas", "WASPAS", parameters={"lambda_value": 0.5})
COCOSO = DecisionMaker("cocoso", "CoCoSo", parameters={"lambda_value": 0.5})
ARAS = DecisionMaker("aras", "ARAS", ("utility",), given=("ideal",))
COPRAS = DecisionMaker("copras", "COPRAS")
CODAS = DecisionMaker("codas", "CODAS", parameters={"tau": 0.02})
MAIRCA = DecisionMaker("mairca", "MAIRCA", ("values",))
SPOTIS = DecisionMaker("spotis", "SPOTIS", given=("bounds",))
RATIO_MOORA = DecisionMaker("moora", "RatioMOORA")
REFERENCE_POINT_MOORA = DecisionMaker("moora", "ReferencePointMOORA")
FULL_MULTIPLICATIVE_FORM = DecisionMaker("moora", "FullMultiplicativeForm")
RAM = DecisionMaker("ram", "RAM")


def _silent(*_: object) -> None:
    pass
