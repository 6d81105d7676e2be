"""The peers that methods are compared with, imported once (scikit-criteria takes seconds).

Traps that are minded: pymcdm's default scaling is min-max, scikit-criteria wants normalised weights and turns
no costs by itself, AHPy rounds weights to four digits unless told otherwise.
"""

import ahpy
import pymcdm.methods
import pymcdm.normalizations
import skcriteria
from skcriteria.agg import simple, topsis
from skcriteria.preprocessing import invert_objectives, scalers

__all__ = ["ahpy", "invert_objectives", "pymcdm", "scalers", "simple", "skcriteria", "topsis"]
