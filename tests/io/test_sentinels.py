"""Numbers that may stand for a missing score."""

import pytest

from see_mcda.io.cells.sentinels import suspicious_sentinels

NAN = float("nan")


@pytest.mark.parametrize(
    ("values", "rows"),
    [
        ([2.1, -999, 1.2, 2.4], [1]),
        ([2.1, -999, NAN, -999, 1.2], [1, 3]),
        ([1, 2, 99, 5], [2]),
        ([120, 300, -99], [2]),
        ([5000, 3000, 99999], [2]),
        ([20, -1, 30], [1]),
    ],
)
def test_nines_far_outside_the_rest_are_suspicious(values, rows):
    assert suspicious_sentinels(values) == rows


@pytest.mark.parametrize(
    "values",
    [
        [999, 299, 350],
        [99, 98, 97, 99],
        [3, -1, 2],
        [20.5, -1, 30],
        [-50, -99, 40],
        [-999, -999],
        [999, 5],
        [],
    ],
)
def test_other_numbers_are_not(values):
    assert suspicious_sentinels(values) == []
