"""Tables that people disturbed are read rightly or asked about: none is misread in silence."""

import pytest

from tests.io.disturbances import DISTURBANCES, tables_of
from tests.io.disturbances import make as table
from tests.io.outcomes import Report, report

SAMPLE, MANY, SEED = 150, 2000, 1


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Report:
    return report(tables_of(SAMPLE, SEED), tmp_path_factory.mktemp("sample"))


def told(counted: Report) -> str:
    """The counts, and the tables that failed."""
    lines = [
        f"{found.kind} {case.file} {case.disturbances}: {found.why[:200]}" for case, found in counted.failed
    ]
    return "\n".join([counted.table(), *lines])


@pytest.mark.slow
def test_no_table_of_a_sample_is_misread_in_silence(sample):
    assert sample.silent == 0, told(sample)


@pytest.mark.slow
def test_every_question_names_what_disturbs_and_an_answer_settles_it(sample):
    assert sample.kinds["refused"] == sample.kinds["unsettled"] == 0, told(sample)


@pytest.mark.soak
def test_no_table_is_misread_in_silence(tmp_path):
    counted = report(tables_of(MANY, SEED), tmp_path)
    assert counted.silent == 0, told(counted)


@pytest.mark.slow
def test_undisturbed_tables_are_read_without_a_question(tmp_path):
    counted = report((table(f"plain-{place}", ()) for place in range(100)), tmp_path)
    assert counted.needless <= 0.05, told(counted)
    assert counted.silent == 0, told(counted)


def test_every_disturbance_can_be_made_alone_and_always_in_the_same_way():
    for name in DISTURBANCES:
        one, same = table("alone", [name]), table("alone", [name])
        assert name in one.disturbances
        assert one.named, name
        assert (one.named, one.options, one.right) == (same.named, same.options, same.right)


def test_a_wrong_reading_is_counted_as_misread(tmp_path):
    case = table("plain", (), "utf-8")
    assert report([case], tmp_path).kinds == {"right": 1}
    for part in ("candidates", "criteria", "values", "objectives", "weights"):
        wrong = table("plain", (), "utf-8")
        changed = {
            "candidates": ["Nobody", *wrong.right.candidates[1:]],
            "criteria": ["Nothing", *wrong.right.criteria[1:]],
            "values": [[value + 1 for value in row] for row in wrong.right.values],
            "objectives": ["max" if one == "min" else "min" for one in wrong.right.objectives],
            "weights": [1.0 for _ in wrong.right.criteria],
        }
        setattr(wrong.right, part, changed[part])
        assert report([wrong], tmp_path).silent == 1, part
