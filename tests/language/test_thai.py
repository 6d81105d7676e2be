"""The Thai catalogue: every template that a person may see has Thai words, with the same values in them."""

import ast
import pickle
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
import typer
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from see_mcda.cli.application import application
from see_mcda.language.messages import Message, Notice, Plural, Where, translate
from see_mcda.methods import methods
from see_mcda.render.report import Cell, Column
from see_mcda.render.text import shown_cell
from see_mcda_api.http import errors as faults

PROJECT = Path(__file__).parents[2]
PACKAGES = PROJECT / "see_mcda", PROJECT / "api" / "see_mcda_api"
THAI = PROJECT / "see_mcda" / "language" / "locale" / "th" / "LC_MESSAGES" / "see_mcda"

SAME_IN_THAI = {
    "{candidate} – {criterion}",
    "{heading}: {parts}",
    '{heading} "{label}": {parts}',
    "({constraint})",
    "{attribute} <= {number}",
    "{attribute} >= {number}",
    "{attribute}: {value} {bound}",
    "{why}; {otherwise}",
    "{leaf} ({difference})",
    "{candidate} ({scores})",
    "{candidate} ({chance})",
    "{reason}",
    "AHP",
    "TOPSIS",
}
"""Templates that hold nothing but values, or names."""
PASSED_ON = {
    "one",
    "template",
    "method.description",
    "method.needs",
    "ranking.method.description",
    "str(argument.help)",
    "header[position]",
    "_FILLED[how]",
    "relation.words",
}
"""What is a template already where it reaches a call: its words are marked where they stand."""

SERVICE_ERRORS = {name for name, kind in vars(faults).items() if kind in faults.ServiceError.__subclasses__()}

MAPPINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
MAPPING = next(mapping for mapping in MAPPINGS if mapping["method"] == "python")
ELEMENTS = PROJECT / "web" / "src"
sys.path.append(str(ELEMENTS.parent))  # where the elements' extractor is


def templates() -> set[str]:
    """What `make messages` finds in the packages and in the elements."""
    patterns = [(mapping["pattern"].removeprefix("src/"), mapping["method"]) for mapping in MAPPINGS]
    keywords = parse_keywords([*MAPPING["keywords"], "_", "gettext", "ngettext:1,2"])
    return {
        template
        for folder in (*PACKAGES, ELEMENTS)
        for _, _, words, _, _ in extract_from_dir(folder, patterns, keywords=keywords)
        for template in ([words] if isinstance(words, str) else words)
    }


def thai_by_template(catalogue: Catalog) -> dict[str, str]:
    """Thai words by template; a template for one and that for many have the same."""
    return {
        template: entry.string if isinstance(entry.string, str) else entry.string[0]
        for entry in catalogue
        for template in ([entry.id] if isinstance(entry.id, str) else entry.id)
        if template
    }


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with THAI.with_suffix(".po").open("rb") as file:
        return read_po(file, locale="th")


@pytest.fixture(scope="module")
def pairs(catalogue: Catalog) -> dict[str, str]:
    return thai_by_template(catalogue)


def named(template: str) -> set[str]:
    """The values that a template has places for."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_every_template_has_thai_words(pairs):
    assert {template for template in templates() if not pairs.get(template)} == set()


def test_catalogue_holds_no_words_that_nobody_says(catalogue, pairs):
    assert set(pairs) - templates() == set()
    assert not catalogue.obsolete
    # a "% o" in a template is taken for a place of Python's old formatting, and then compiling fails
    assert not [entry.id for entry in catalogue if entry.python_format]
    assert not [entry.id for entry in catalogue if entry.id and entry.fuzzy]


def test_thai_words_are_thai(pairs):
    english = {template for template, words in pairs.items() if not re.search("[\u0e01-\u0e5b]", words)}
    assert english == SAME_IN_THAI


def test_thai_words_have_the_same_values(pairs):
    assert {template: words for template, words in pairs.items() if named(words) != named(template)} == {}


def test_thai_words_can_be_filled_in(pairs):
    for template, words in pairs.items():
        values = {name: f"<{name}>" for name in named(template)}
        assert not re.search(r"[{}]{2}", words.replace("{{", "").replace("}}", "")), template
        assert set(re.findall("<([a-z_]+)>", words.format(**values))) >= named(template), template


def test_latin_stands_apart_from_thai_and_no_sentence_ends_in_a_full_stop(pairs):
    close = re.compile("[\u0e01-\u0e5b][A-Za-z0-9]|[A-Za-z0-9][\u0e01-\u0e5b]")
    assert {words for words in pairs.values() if close.search(words)} == set()
    assert {words for words in pairs.values() if words.endswith(".") or words != words.strip()} == set()


def test_compiled_catalogue_is_that_of_its_source(pairs):
    with THAI.with_suffix(".mo").open("rb") as file:
        assert thai_by_template(read_mo(file)) == pairs


def told() -> Iterator[tuple[str, ast.expr]]:
    """Every argument of the packages that is to be a template, and where it stands."""
    positions = {name: places[0] - 1 for name, places in parse_keywords(MAPPING["keywords"]).items()}
    for path in sorted(path for package in PACKAGES for path in package.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            if not isinstance(call, ast.Call):
                continue
            # `add` is a method of Faults, where it takes two arguments, and `of` one of the service's errors;
            # the others are functions
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name == "of" and getattr(getattr(call.func, "value", None), "id", "") not in SERVICE_ERRORS:
                continue
            if name in positions and isinstance(call.func, ast.Attribute) == (name in {"add", "of"}):
                arguments = call.args[positions[name] :]
                if arguments:
                    yield f"{path.relative_to(PROJECT)}:{call.lineno}", arguments[0]


def test_every_template_can_be_found_in_the_code():
    """It is a literal, or the ``template`` of a message that is one."""
    hidden = {
        where: ast.unparse(given)
        for where, given in told()
        if not (isinstance(given, ast.Constant) and isinstance(given.value, str))
        and not (isinstance(given, ast.Call) and ast.unparse(given.func) == "Plural")
        and not (isinstance(given, ast.Attribute) and given.attr == "template")
        and not isinstance(given, ast.Starred)  # the texts of another one
        and ast.unparse(given) not in PASSED_ON
    }
    assert hidden == {}


def test_methods_and_help_pages_are_in_the_catalogue(pairs):
    said = {words for method in methods().values() for words in (method.description, method.needs)}
    commands = [typer.main.get_command(application())]
    while commands:
        command = commands.pop()
        commands += getattr(command, "commands", {}).values()
        said |= {command.help, *(each.help for each in command.params)}
    assert {words for words in said if words} - set(pairs) == set()
    assert len(said) > len(methods())


def test_one_result_is_said_in_both_languages():
    message = Message(
        "{a} and {b} are already compared", {"a": "price", "b": {"en": "quality", "th": "คุณภาพ"}}
    )
    assert message.texts() == {
        "en": "price and quality are already compared",
        "th": "เปรียบเทียบ price กับ คุณภาพ ไว้แล้ว",
    }


@pytest.mark.parametrize(
    ("count", "english", "thai"),
    [
        (0, "0 scores missing", "ยังขาด 0 คะแนน"),
        (1, "1 score missing", "ยังขาด 1 คะแนน"),
        ("1,000", "1,000 scores missing", "ยังขาด 1,000 คะแนน"),
    ],
)
def test_one_is_not_counted_as_many(count, english, thai):
    message = Message(Plural("{count} score missing", "{count} scores missing"), {"count": count})
    assert pickle.loads(pickle.dumps(message)).texts() == {"en": english, "th": thai}


def test_every_plural_has_words_of_its_own_for_one(catalogue):
    """With 1, no noun behind the number is in the plural; with 2 the words are others."""
    plurals = [Plural(*entry.id) for entry in catalogue if isinstance(entry.id, tuple)]
    assert len(plurals) > 40
    for template in plurals:
        values = dict.fromkeys(named(template), "x")
        one, two = (Message(template, values | {"count": count}).text() for count in (1, 2))
        assert one != two.replace("2", "1"), template
        assert not re.search(r"\b1 (more |missing |other )?(\w+[^s]s|criteria)\b", one), template


def test_a_template_that_counts_has_a_plural(pairs, catalogue):
    counting = re.compile(r"\{count\} ((more|missing|other) \w|(scores|weights|cells|rows|rankings)\b)")
    both = {words for entry in catalogue if isinstance(entry.id, tuple) for words in entry.id}
    one_by_one = {template for template in pairs if counting.search(template)} - both
    assert not {template for template in one_by_one if "too many" not in template}


@pytest.mark.parametrize("shown", [0.123, Cell(0.123, "12.3\u00a0%")])
def test_thai_tables_have_no_space_before_a_per_cent_sign(shown):
    column = Column("share", None, lambda share: f"{100 * share:.1f}\u00a0%")
    assert shown_cell(shown, column, "th") == "12.3%"
    assert shown_cell(shown, column, "en") == "12.3\u00a0%"


def test_thai_has_no_space_before_a_per_cent_sign():
    message = Message("{leader}", {"leader": "88\u00a0%"})
    assert message.texts() == {"en": "88\u00a0%", "th": "88%"}


def test_thai_words_have_no_space_before_a_per_cent_sign(pairs):
    assert [words for words in pairs.values() if re.search("[0-9}]\\s%", words)] == []


@pytest.mark.parametrize(
    ("where", "english", "thai"),
    [
        (
            Where("see.csv", line=3, column="market"),
            "see.csv: line 3, column market",
            "see.csv: บรรทัดที่ 3 คอลัมน์ market",
        ),
        (Where(line=3), "line 3", "บรรทัดที่ 3"),
        (Where("line 3, column 2"), "line 3, column 2", "line 3, column 2"),
        (Where("see.yaml", line=2, column=7), "see.yaml: line 2, column 7", "see.yaml: บรรทัดที่ 2 คอลัมน์ 7"),
        (Where("see.xlsx", "scores", "D5"), "see.xlsx: scores!D5", "see.xlsx: scores!D5"),
        (Where("see.xlsx", "scores"), "see.xlsx: scores", "see.xlsx: scores"),
        (
            Where(line=2, column=7).within("arguments"),
            "arguments: line 2, column 7",
            "arguments: บรรทัดที่ 2 คอลัมน์ 7",
        ),
    ],
)
def test_line_and_column_of_a_location_are_told_in_thai(where, english, thai):
    told = Notice("x", Message("the file does not exist"), where)
    assert str(told) == f"{english}: the file does not exist"
    assert told.text("th") == f"{thai}: ไม่มีไฟล์นี้"


def test_a_location_is_within_a_file_once():
    cell = Where("see.xlsx", "scores", "D5")
    assert cell.within(Where("see.xlsx")) == cell
    assert str(Where(path="criteria[0].id").within(Where("tree.yaml"))) == "tree.yaml: criteria[0].id"
    nested = Where("tree.yaml", path="criteria[0].id").within(Where("see.xlsx", "notes"))
    assert str(nested.within(Where("see.xlsx"))) == "see.xlsx: notes: tree.yaml: criteria[0].id"


def test_a_location_is_seen_from_a_part_and_below_a_whole():
    score = Where(path="candidates[1].scores.market")
    assert str(score.below("problem")) == "problem.candidates[1].scores.market"
    assert str(Where(path="[1]").below("weights")) == "weights[1]"
    assert score.seen_from("candidates[1]") == Where(path="scores.market")
    assert score.seen_from("candidates[1].scores.market") == Where()
    assert score.seen_from("candidates[1].scores.mark") is None
    within = Where(path="nodes.a").within("weights[0]")
    assert str(within.seen_from("weights")) == "[0]: nodes.a"
    assert within.whole_path == "weights[0].nodes.a"


def test_english_needs_no_catalogue_and_an_unknown_template_stays_as_it_is():
    assert translate("Rank", "en") == "Rank"
    assert translate("words of a plug-in", "th") == "words of a plug-in"
