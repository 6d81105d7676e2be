"""Rankings and comparisons as text."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import see_mcda as sm
from see_mcda.language.line_breaking import width
from see_mcda.methods import Method, Prepared
from see_mcda.methods.ranks import ranks
from see_mcda.ranking.report import report
from see_mcda.render.numbers import rounding
from see_mcda.render.text import render

MODELS = Path(__file__).parents[2] / "examples" / "see-models.yaml"
LONG = "A cooperative with a name that nobody could ever fit into one line of a table of this size"


class ByFirstColumn(Prepared):
    """Ranks by the first column and gives no scores."""

    has_scores = False

    def ranks(self, weights, values=None):
        return ranks(np.repeat(self.problem.values[None, :, 0], len(weights), axis=0), self.problem.eligible)

    def rolls_up(self):
        return False


FirstColumn = Method("first-column", "by the first column", "this test", ByFirstColumn, ("none",))


def problem(matrix, **more):
    return sm.Problem.from_arrays(matrix, **more)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20, unique=True))
def test_rounding_keeps_the_order_of_scores(scores):
    shown = rounding(scores, len(scores))
    ordered = [float(shown(score)) for score in sorted(scores)]
    assert ordered == sorted(ordered)


def test_rounding_shows_a_difference_that_decides_a_rank():
    shown = rounding([0.12341, 0.12344], 2)
    assert shown(0.12341) != shown(0.12344)


@pytest.mark.parametrize("room", [60, 80, 120])
@pytest.mark.parametrize("language", ["en", "th"])
def test_tables_keep_to_their_width(room, language):
    read = sm.read_problem(MODELS)
    ranking = sm.rank(read, "ahp-judged", reference=True)
    comparison = sm.compare(read, sm.weightings(), method=["topsis", "multiplicative"], missing="worst")
    for text in (
        render(report(ranking, nodes=True), language, room),
        comparison.table(language, room),
    ):
        assert max(map(width, text.split("\n"))) <= room


def test_no_id_in_the_table_of_nodes_is_broken():
    read = sm.read_problem(MODELS)
    text = render(report(sm.rank(read), nodes=True))
    assert set(read.candidates) - {"dong-tawan"} <= set(text.split())


def test_long_name_is_wrapped_whole():
    document = {
        "framework": {"id": "t", "criteria": [{"id": "x"}, {"id": "y"}]},
        "candidates": [
            {"id": "a", "name": LONG, "scores": {"x": 1, "y": 2}},
            {"id": "b", "scores": {"x": 2, "y": 2}},
        ],
    }
    text = sm.rank(sm.Problem.from_dict(document)).table()
    words = iter(text.split())
    assert all(word in words for word in LONG.split())


def test_method_without_scores_has_no_column_of_scores():
    table = problem([[1, 2], [3, 1], [2, 3]])
    assert "Score" in sm.rank(table).table()
    assert "Score" not in sm.rank(table, method=FirstColumn).table()


def test_candidate_below_the_minimum_says_where():
    document = {
        "framework": {
            "id": "t",
            "normalization": "scale",
            "require": {"x": 0.5},
            "criteria": [
                {"id": "x", "scale": {"min": 0, "max": 4}},
                {"id": "y", "scale": {"min": 0, "max": 4}},
            ],
        },
        "candidates": [{"id": "a", "scores": {"x": 1, "y": 4}}, {"id": "b", "scores": {"x": 3, "y": 1}}],
    }
    words = " ".join(sm.rank(sm.Problem.from_dict(document)).table().split())
    assert "Below the required minimum: - a: x 0.250, at least 0.5 is required" in words


def test_huge_table_is_drawn_with_every_candidate():
    rng = np.random.default_rng(1)
    ranking = sm.rank(problem(rng.random((2_000, 3))))
    shown = [line.split()[1] for line in ranking.table().split("\n") if line[:4].strip().isdigit()]
    assert shown == [ranking.problem.candidates[row] for row in ranking.order]


def test_a_method_stands_above_all_its_rankings_in_text_and_html():
    comparison = sm.compare(problem([[1, 2], [3, 1], [2, 2]]), ["equal", {"c1": 2, "c2": 1}])
    bands, head = comparison.table().split("\n\n")[3].split("\n")[:2]
    assert head.index("A") < head.index("B") <= bands.index("TOPSIS") + len("TOPSIS")
    assert '<th colspan="2" scope="colgroup">TOPSIS</th>' in comparison._repr_html_()
