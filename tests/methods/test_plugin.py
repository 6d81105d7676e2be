"""Methods of other packages are found through the entry point group ``see_mcda.methods``."""

import importlib
import sys

import numpy as np
import pytest

import see_mcda as sm
from see_mcda.errors import SeeMcdaError, UnknownNameError
from see_mcda.methods import get_method, methods

MODULE = '''
import numpy as np
from see_mcda.methods import Method, Prepared


class Best(Prepared):
    """The best score counts, whatever the others."""

    def scores(self, weights, values=None):
        x = self.problem.values if values is None else values
        best = (x * self.problem.framework.objectives).max(axis=-1)
        return np.broadcast_to(best, (len(weights), x.shape[-2]))


ABOUT = ("the best score counts", "nobody (2026)")
BEST = Method("best-only", *ABOUT, Best, ("none",), {"sharp": (True, False)}, "any scores")
TWIN = Method("topsis", *ABOUT, Best, ("none",))
NOTHING = object()
'''


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Puts a real distribution with one entry point on the path."""

    def put(target):
        (tmp_path / "third_party.py").write_text(MODULE)
        about = tmp_path / "third_party-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text("Metadata-Version: 2.1\nName: third-party\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text(f"[see_mcda.methods]\nthird = third_party:{target}\n")
        monkeypatch.syspath_prepend(str(tmp_path))
        importlib.invalidate_caches()
        methods.cache_clear()

    yield put
    methods.cache_clear()
    sys.modules.pop("third_party", None)


def test_a_method_of_another_package_ranks_like_ours(install):
    with pytest.raises(UnknownNameError):
        get_method("best-only")
    install("BEST")
    assert list(methods())[-1] == "best-only"
    problem = sm.Problem.from_arrays([[1, 9], [5, 5]])
    ranking = sm.rank(problem, method="best-only")
    assert ranking.ranks.tolist() == [1, 2]
    assert ranking.options == {"normalization": "none", "sharp": True}
    assert sm.verify(ranking.model(), problem).same
    assert sm.explain(problem, method="best-only").text()
    assert "best-only" in methods()
    with pytest.raises(UnknownNameError):
        sm.rank(problem, method="best-only", sharp="very")


def test_many_weights_at_once_work_for_it_too(install):
    install("BEST")
    prepared = sm.prepare(sm.Problem.from_arrays([[1, 9], [5, 5]]), method="best-only")
    assert sm.methods.ranks.batch_ranks(prepared, np.eye(2)).tolist() == [[1, 2], [1, 2]]


@pytest.mark.parametrize("target", ["TWIN", "NOTHING", "ABSENT"])
def test_what_is_no_method_or_takes_anothers_name_is_refused_by_name(install, target):
    install(target)
    with pytest.raises(SeeMcdaError) as refused:
        methods()
    assert "third" in str(refused.value)
    assert sm.rank(sm.Problem.from_arrays([[1], [2]]), method="topsis").ranks.tolist() == [
        2,
        1,
    ]  # ours still work


def test_a_method_can_be_given_itself():
    problem = sm.Problem.from_arrays([[1, 9], [5, 5]])
    assert np.array_equal(
        sm.rank(problem, method=get_method("saw")).ranks, sm.rank(problem, method="additive").ranks
    )
