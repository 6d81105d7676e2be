"""What is shipped about social economy enterprises: frameworks, weightings, examples, in two languages."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import yaml

import see_mcda as sm
from see_mcda.errors import SeeMcdaError
from see_mcda.io.library import shipped

CHARACTERISTICS = ("cooperation", "framework", "supply-chain", "market", "fair-trade")
PILLARS = ("economic", "social", "environmental")
INDICATORS = {
    "cooperation": "partner-roles partner-trade benefit-sharing continuity",
    "framework": "joint-plan decisions reviews learning",
    "supply-chain": "traceability certified planned loss payment",
    "market": "sales-income largest-buyer producer-price social-profit",
    "fair-trade": "grant-share disclosure",
    "economic": "household-income margin liquidity stability",
    "social": "active-members inclusion welfare training",
    "environmental": "organic-area agrochemicals reuse emissions",
}
LESS_IS_BETTER = {
    "loss",
    "payment",
    "largest-buyer",
    "grant-share",
    "stability",
    "agrochemicals",
    "emissions",
}
LEVELS = {"benefit-sharing", "joint-plan", "learning", "disclosure"}
MODELS = {"khao-khitchakut": "Chanthaburi", "sampran": "Nakhon Pathom", "moral-farmer": "Yasothon"}
PROFILES = {
    *("equal", "economic-led", "social-led", "environment-led", "cooperation-first", "fair-trade-first"),
    *("supply-chain-first", "characteristics-only", "pillars-only"),
}


def _texts(value, path=""):
    """Every text of a document: a mapping that has a language among its keys."""
    if isinstance(value, Mapping):
        if {"en", "th"} & set(value):
            yield path, value
            return
        for key, item in value.items():
            yield from _texts(item, f"{path}.{key}")
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _texts(item, f"{path}[{position}]")


def _documents():
    for folder in ("frameworks", "weights", "examples"):
        for entry in sorted(shipped(folder).iterdir(), key=lambda entry: entry.name):
            if entry.name.endswith(".yaml"):
                yield pytest.param(
                    yaml.safe_load(entry.read_text(encoding="utf-8")), id=f"{folder}/{entry.name}"
                )


@pytest.mark.parametrize("document", list(_documents()))
def test_every_text_is_in_both_languages(document):
    texts = dict(_texts(document))
    assert texts
    for path, text in texts.items():
        assert set(text) == {"en", "th"}, path
        if any(letter.isalpha() for letter in text["en"]):  # "%" is the same in both
            assert any("\u0e00" <= letter <= "\u0e7f" for letter in text["th"]), path
        assert not any("\u0e00" <= letter <= "\u0e7f" for letter in text["en"]), path


def test_see_has_five_characteristics_and_three_pillars():
    framework = sm.read_framework("see")
    assert [child.id for child in framework.root.children] == ["characteristics", "pillars"]
    assert tuple(leaf.id for leaf in framework.leaves) == CHARACTERISTICS + PILLARS
    assert (framework.normalization, framework.ideal) == ("scale", "fixed")
    for leaf in framework.leaves:
        assert leaf.objective == "max"
        assert sorted(leaf.scale.levels) == [0, 1, 2, 3, 4]
        assert (leaf.scale.min, leaf.scale.max, leaf.scale.neutral, leaf.scale.good) == (0, 4, 2, 3)
        assert {len(level) for level in leaf.scale.levels.values()} == {2}
        assert len({level["en"] for level in leaf.scale.levels.values()}) == 5
    assert [gate.id for gate in framework.nodes["fair-trade"].gates] == [gate.id for gate in framework.gates]
    assert len(framework.gates) == 1


def test_see_indicators_are_those_of_the_domain():
    framework = sm.read_framework("see-indicators")
    assert (framework.normalization, framework.ideal) == ("scale", "fixed")
    for node, ids in INDICATORS.items():
        assert [leaf.id for leaf in framework.nodes[node].children] == ids.split(), node
    leaves = {leaf.id: leaf for leaf in framework.leaves}
    assert set(leaves) == {id for ids in INDICATORS.values() for id in ids.split()}
    assert {leaf.id for leaf in framework.leaves if leaf.objective == "min"} == LESS_IS_BETTER
    assert {leaf.id for leaf in framework.leaves if leaf.scale.levels} == LEVELS
    for leaf in framework.leaves:
        assert leaf.scale.neutral is not None, leaf.id
        assert leaf.scale.good is not None, leaf.id
        assert leaf.scale.unit, leaf.id
        assert leaf.evidence, leaf.id
        if leaf.id in LEVELS:
            assert sorted(leaf.scale.levels) == [0, 1, 2, 3, 4]
    assert [gate.id for gate in framework.gates] == ["no-obstruction", "no-finding"]
    assert {gate.id for gate in framework.nodes["fair-trade"].gates} == {"no-obstruction", "no-finding"}
    assert "confirmed" in framework.note["en"]


def test_see_and_see_indicators_have_the_same_nodes_down_to_the_eight():
    small, large = sm.read_framework("see"), sm.read_framework("see-indicators")
    for node in CHARACTERISTICS + PILLARS + ("characteristics", "pillars"):
        assert small.nodes[node].name == large.nodes[node].name


def test_no_reference_lies_where_its_value_is_not_between_worst_and_best():
    framework = sm.read_framework("see-indicators")
    references = [[getattr(leaf.scale, which) for leaf in framework.leaves] for which in ("neutral", "good")]
    problem = sm.Problem.from_arrays(references, framework=framework, candidates=["neutral", "good"])
    u = sm.rank(problem, method="additive").prepared.utilities
    assert (u >= 0).all()
    assert (u <= 1).all()
    assert (u[1] > u[0]).all()


def test_the_weightings_that_were_asked_for_are_shipped():
    assert set(sm.weightings()) >= PROFILES
    documents = {
        name: yaml.safe_load((shipped("weights") / f"{name}.yaml").read_text("utf-8"))
        for name in sm.weightings()
    }
    assert all(document["rationale"] and document["name"] for document in documents.values())
    ways = {name: [set(node) for node in document["nodes"].values()] for name, document in documents.items()}
    judged = [name for name, nodes in ways.items() if sum("judgments" in node for node in nodes) == 3]
    assert judged, "one of AHP judgments at all three inner nodes"
    assert any("order" in node for nodes in ways.values() for node in nodes)
    unjudged = [
        known["unjudged"] for name in judged for known in sm.read_weights(name, "see").consistency.values()
    ]
    assert any(unjudged), "one with deliberately missing judgments"
    assert not all(unjudged)


def test_a_profile_leads_where_its_name_says():
    for name, node in {
        "economic-led": "economic",
        "social-led": "social",
        "environment-led": "environmental",
        "cooperation-first": "cooperation",
        "fair-trade-first": "fair-trade",
        "supply-chain-first": "supply-chain",
    }.items():
        weights = sm.read_weights(name, "see").to_dict()
        branch = PILLARS if node in PILLARS else CHARACTERISTICS
        assert max(branch, key=weights.get) == node
        assert weights[node] > sm.read_weights("equal", "see").to_dict()[node]
    for name, without in {"characteristics-only": PILLARS, "pillars-only": CHARACTERISTICS}.items():
        weights = sm.read_weights(name, "see").to_dict()
        assert all(weights[node] == 0 for node in without)


def test_the_three_models_are_there_and_their_scores_are_said_to_be_made_up():
    problem = sm.read_problem(shipped("examples") / "see-models.yaml")
    assert "llustrative" in problem.note["en"]
    assert "สมมติ" in problem.note["th"]
    assert len(problem.candidates) == 10
    for row, candidate in enumerate(problem.candidates):
        invented = candidate not in MODELS
        assert problem.attributes[row]["invented"] is invented
        assert ("invented" in problem.names[row]["en"]) is invented
        assert ("สมมติ" in problem.names[row]["th"]) is invented
        if not invented:
            assert problem.attributes[row]["province"]["en"] == MODELS[candidate]
    states = [sm.model.cell.GATE_STATES[code] for code in problem.gates[:, 0]]
    assert states.count("fail") == 1
    assert states.count("not-established") == 1
    assert problem.reasons
    assert (problem.values != problem.values).any(), "some scores are missing"
    assert any(len(cell.assessors) > 1 for cell in problem.cells.values())
    assert any(cell.low < cell.high and not cell.assessors for cell in problem.cells.values())
    document = sm.rank(problem).model()
    assert document.note == problem.note
    assert "assessors-disagree" in {warning.code for warning in document.warnings}


def test_the_failed_example_never_wins_and_shows_its_reason():
    problem = sm.read_problem(shipped("examples") / "see-models.yaml")
    (failed,) = [problem.candidates[row] for row in range(10) if not problem.eligible[row]]
    for name in sm.weightings():
        entry = sm.rank(problem, name).model().candidates[-1]
        assert (entry.id, entry.rank) == (failed, None)
        assert entry.shadow_rank >= 1
        assert set(entry.gates["fair-trade"].reason) == {"en", "th"}


EXAMPLES = {
    "see-models.yaml": {},
    "see-indicators.yaml": {},
    "asem-sustainability.csv": {"framework": str(Path(str(shipped("examples"))) / "asem-framework.yaml")},
    "water-pumps-invented.csv": {"minimize": ["price-baht", "running-baht-per-year"]},
    "enterprises-invented.csv": {"minimize": ["Cost (baht)"]},
    "applications-invented.csv": {"facts": ["Grant (baht)", "Province", "Sector"]},
}


@pytest.fixture(scope="module", params=EXAMPLES)
def example(request):
    return sm.read_problem(shipped("examples") / request.param, **EXAMPLES[request.param])


def test_every_example_file_is_tried_here():
    files = {
        entry.name
        for entry in shipped("examples").iterdir()
        if entry.name.endswith((".yaml", ".csv", ".xlsx"))
    }
    assert files - {"asem-framework.yaml", "votes-invented.csv"} == set(EXAMPLES)


@pytest.mark.parametrize("method", sm.methods.methods())
def test_every_method_ranks_every_example_or_says_why_not(example, method):
    try:
        ranking = sm.rank(example, method=method)
    except SeeMcdaError as error:
        refused = error
    else:
        refused = None
    if refused is not None:
        assert all(fault.code and len(fault.text()) > 20 for fault in refused.faults)
        assert method not in ("topsis", "additive"), str(refused)
        return
    assert (ranking.ranks > 0).sum() == example.eligible.sum()
    assert ranking.ranks[example.eligible].min() == 1
    assert ranking.to_json()


def test_every_example_is_read_back_as_it_was_written(example):
    assert sm.Problem.from_dict(example.to_dict()) == example


def test_scores_are_copied_unless_nobody_can_change_them():
    problem = sm.Problem.from_arrays([[1.0, 2.0], [3.0, 4.0]])
    assert problem.replace(note={"en": "a copy"}).values is problem.values
    given = np.array([[1.0, 2.0], [3.0, 4.0]], order="F")
    view = given.view()
    view.setflags(write=False)
    for values in (given, view):
        copied = problem.replace(values=values)
        given[0, 0] = 9.0
        assert copied.values[0, 0] == 1.0
        given[0, 0] = 1.0
