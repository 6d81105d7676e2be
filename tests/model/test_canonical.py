"""Canonical JSON is that of the reference implementation, byte for byte."""

import math

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from see_mcda.model.canonical import canonical

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, -0.0, 1e-4, 9.99e-5, 1e-7, 1e16, 1e15, 1e21, 123456789012345680.0, 5e-324]),
    st.text(st.characters(exclude_categories=["Cs"])),
)
KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=3)
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=30)


@given(JSON)
@example({"\ue000": 1, "\U0001f600": 2, "a": [1.0, 2.5e-5, '\x7f\x1f\u2028"\\/']})
@example((1, (2.0, True)))
def test_it_writes_what_the_reference_writes(document):
    assert canonical(document) == rfc8785.dumps(document)


@pytest.mark.parametrize("document", [math.nan, math.inf, 2**53, {1: 2}, {"a": object()}, [b"a"]])
def test_what_has_no_form_is_refused(document):
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical(document)


def test_half_characters_are_refused():
    with pytest.raises(UnicodeError):
        canonical({"a": "\ud800"})
