"""What stands at the ends of axes and in keys: numbers as people write them, nothing of no size."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from see_mcda import Problem
from see_mcda.render.pictures import image
from see_mcda.sensitivity import pillar_map, score_crossovers


def test_ten_on_an_axis_is_ten() -> None:
    framework = {"id": "t", "criteria": [{"id": id, "scale": {"min": 0, "max": 10}} for id in "ab"]}
    scores = [(2, 8), (7, 4)]
    problem = Problem.from_dict(
        {
            "framework": framework,
            "candidates": [{"id": f"c{at}", "scores": {"a": a, "b": b}} for at, (a, b) in enumerate(scores)],
        }
    )
    drawn = str(image(score_crossovers(problem, "equal", "c0", "a", method="additive").chart(), ".svg"))
    assert ">10<" in drawn
    assert "e+1" not in drawn


def test_a_winner_at_one_corner_alone_has_no_part_of_the_picture() -> None:
    problem = Problem.from_arrays(np.array([[9.0, 1.0, 5.0], [1.0, 9.0, 5.0], [5.0, 5.0, 6.0]]))
    found = pillar_map(problem, method="additive")
    corner = np.array([[0.0, 0.0, 1.0], [3e-11, 0.0, 1 - 3e-11], [0.0, 3e-11, 1 - 3e-11]])
    tiny = replace(found.regions[0], rows=(1,), area=1e-21, polygons=(corner,))
    whole = replace(found, regions=(found.regions[0], tiny))
    shown = str(whole.chart().to_dict()).replace("\u00a0", " ")
    assert ": 0 %" not in shown
    assert "only at a corner" in " ".join(whole.table().split())
    assert "only at a corner" not in found.table()
