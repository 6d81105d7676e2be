"""What the adapters take from scikit-criteria exists, with the signature and meaning that they rely on."""

import inspect
import io
import subprocess
import sys
from contextlib import redirect_stdout
from importlib import import_module, metadata

import numpy as np
import pytest

from see_mcda.methods.panel import peer
from see_mcda.model import interchange

pytestmark = pytest.mark.slow

MAKERS = {name: maker for name, maker in vars(peer).items() if isinstance(maker, peer.DecisionMaker)}
X = np.array([[0.2, 0.9, 0.5], [0.7, 0.3, 0.6], [0.4, 0.8, 1.0], [1.0, 0.1, 0.3]])
W = np.array([0.5, 0.3, 0.2])
MIXED = np.array([1.0, -1.0, 1.0])
NO_COSTS = {"MABAC", "WASPAS", "COCOSO", "ARAS", "CODAS"}


def test_the_version_is_the_one_that_was_read():
    assert metadata.version("scikit-criteria").startswith("0.10")


@pytest.mark.parametrize("name", MAKERS)
def test_a_decision_maker_is_where_we_expect_it(name):
    maker = MAKERS[name]
    made = getattr(import_module(f"skcriteria.agg.{maker.module}"), maker.name)
    constructor = inspect.signature(made.__init__).parameters
    assert set(maker.parameters) <= set(constructor)
    evaluate = inspect.signature(made.evaluate).parameters
    assert list(evaluate)[:2] == ["self", "dm"]
    assert all(evaluate[given].kind is inspect.Parameter.KEYWORD_ONLY for given in maker.given)


@pytest.mark.parametrize("name", MAKERS)
def test_it_tells_what_we_read(name):
    given = {"bounds": np.tile([0.0, 1.0], (3, 1))} if name == "SPOTIS" else {}
    told = MAKERS[name].evaluate(X, np.ones(3) if name in NO_COSTS else MIXED, W, **given)
    assert len(told) == len(MAKERS[name].outputs)
    for part in told:
        assert np.isfinite(part).all()


@pytest.mark.parametrize("name", sorted(NO_COSTS))
def test_it_refuses_costs_as_we_believe(name):
    with pytest.raises(peer.NoNumberError):
        MAKERS[name].evaluate(X, MIXED, W)


def test_mkdm_takes_what_we_give_and_keeps_it():
    matrix = interchange.decision_matrix(X, MIXED, W, alternatives=list("abcd"), criteria=list("xyz"))
    assert interchange.is_decision_matrix(matrix)
    assert (matrix.matrix.to_numpy() == X).all()
    assert matrix.iobjectives.tolist() == [1, -1, 1]
    assert matrix.weights.tolist() == W.tolist()
    assert list(matrix.alternatives) == list("abcd")
    assert list(matrix.criteria) == list("xyz")


def test_marcos_still_prints_when_it_is_called_alone():
    """When this fails, the silencing in ``peer`` can go."""
    code = (
        "from skcriteria import mkdm; from skcriteria.agg.marcos import MARCOS;"
        "MARCOS().evaluate(mkdm([[1, 2], [2, 1]], [max, max]))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout
    printed = io.StringIO()
    with redirect_stdout(printed):
        peer.MARCOS.evaluate(X, MIXED, W)
    assert printed.getvalue() == ""


def test_mabac_still_underflows_with_many_candidates():
    """When this fails, the border in ``Mabac`` can be scikit-criteria's own."""
    _, border = peer.MABAC.evaluate(np.full((3000, 1), 0.5), np.ones(1), np.array([0.5]))
    assert border[0] != pytest.approx(0.75, rel=1e-6)


def test_the_methods_are_listed_without_importing_scikit_criteria():
    code = (
        "import sys; from see_mcda.methods import methods; methods();"
        "print([name for name in ('skcriteria', 'pandas', 'scipy.stats') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
