"""The picture of classes: whole words above the columns, and only the explanations that it needs."""

import json

import numpy as np
import pytest

import see_mcda as sm
from see_mcda.analyses.classification.chart import draw


@pytest.fixture(scope="module")
def models():
    return sm.read_problem("examples/see-models.yaml")


def lines_of(chart):
    """All lines of words in a picture."""
    found = []

    def walk(part):
        if isinstance(part, dict):
            for key, value in part.items():
                if key in ("words", "text", "subtitle") and isinstance(value, (str, list)):
                    found.extend([value] if isinstance(value, str) else value)
                walk(value)
        elif isinstance(part, list):
            for each in part:
                walk(each)

    walk(json.loads(chart.to_json()))
    return [each for each in found if isinstance(each, str)]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["Interdependence", "management", "mechanism"]), ("th", ["กรอบการทำงานร่วม", "การบริหารจัดการ"])],
)
def test_no_word_above_a_column_is_broken(models, language, words):
    lines = lines_of(draw(sm.classify(models), language))
    assert all(any(word in line and len(line) < 30 for line in lines) for word in words)


def test_a_picture_names_who_fails_a_gate_and_explains_no_brackets(models):
    result = sm.classify(models)
    text = " ".join(lines_of(draw(result)))
    assert "In the last class because of a failed gate: Dong Tawan" in text
    assert "In brackets" in " ".join(result.table().split())
    assert "In brackets" not in text


def test_a_picture_says_what_was_learned_and_left_out(models):
    assert not models.eligible[models.row("dong-tawan")]
    given = {"sampran": "model", "fai-rung": "not-yet", "dong-tawan": "model"}
    result = sm.classify(models, procedure="mr-sort", assignments=given)
    text = " ".join(lines_of(draw(result)))
    assert "are learned from the assignments" in text
    assert "The fewest that must be left out: Dong Tawan" in text
    assert np.isnan(result.chances).any()
