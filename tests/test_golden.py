"""The engine still gives the numbers to which the elements in the browser are held."""

import json

import numpy as np
import pytest
from golden.make import FILE, cases

KEPT = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("kept", "now"), list(zip(KEPT, cases(), strict=True)))
def test_golden_numbers_are_the_engines(kept, now):
    assert (kept["problem"], kept["method"], kept["options"]) == (
        now["problem"],
        now["method"],
        now["options"],
    )
    for before, after in zip(kept["settings"], now["settings"], strict=True):
        np.testing.assert_allclose(after["scores"], before["scores"], atol=1e-12)
        assert after["ranks"] == before["ranks"]
    assert kept["areas"] == pytest.approx(now["areas"], abs=1e-9)
