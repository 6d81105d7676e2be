"""Reading of XMCDA documents (https://www.decision-deck.org/xmcda/), versions 2 to 4.

Alternatives, criteria, scales with their directions, the performance table and weights are read; ``note``
lists what else a document holds. Version 2 has the scale within each criterion, and a ``value`` where the
later ones have ``values``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from see_mcda.errors import Faults, FileError, ProblemError, WeightingError, refuse
from see_mcda.io.frames import FrameGrid
from see_mcda.io.grids.numbers_as_written import plain
from see_mcda.io.tables.candidates import FreshIds, slug
from see_mcda.language.messages import Text, Where, as_text, message
from see_mcda.model.criteria import Criterion, Framework, Scale
from see_mcda.model.naming import CRITERION, Choices

ROOT = "table"
_ABOUT = ("projectReference", "description")
_USED = ("alternatives", "criteria", "criteriaScales", "performanceTable", "criteriaValues")
_WEIGHTS = ("weight", "importance", "significance")


@dataclass(frozen=True)
class Xmcda:
    """An XMCDA document: its tags without namespaces, and the file's name."""

    root: Element
    name: str | None = None

    @classmethod
    def parse(cls, content: bytes | str, name: str | None = None) -> Xmcda:
        """Return a document; raise :class:`FileError` for another one, or one with a DOCTYPE."""
        builder = TreeBuilder()
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = lambda tag, given: builder.start(tag.rpartition(" ")[2], given)
        parser.EndElementHandler = lambda tag: builder.end(tag.rpartition(" ")[2])
        parser.CharacterDataHandler = builder.data
        try:
            parser.Parse(content, True)
        except expat.ExpatError as problem:
            where = Where(line=problem.lineno, column=problem.offset + 1)
            reason = expat.ErrorString(problem.code)
            raise refuse(FileError, "syntax", "this is not XML: {reason}", where, reason=reason) from None
        except (LookupError, ValueError) as problem:  # an unknown encoding
            raise refuse(FileError, "syntax", "this is not XML: {reason}", reason=str(problem)) from None
        root = builder.close()
        if root.tag.lower() != "xmcda":
            raise refuse(
                FileError, "format", "this is not an XMCDA document: it begins with {tag}", tag=root.tag
            )
        return cls(root, name)

    @cached_property
    def criteria(self) -> list[Element]:
        """The active criteria; those of the performance table if none are declared."""
        declared = self.root.findall("criteria/criterion")
        if declared:
            return [criterion for criterion in declared if _active(criterion)]
        cells = (cell for row in self._rows for cell in row.iter("performance"))
        return [
            Element("criterion", id=id) for id in dict.fromkeys(_text(cell, "criterionID") for cell in cells)
        ]

    @cached_property
    def alternatives(self) -> list[Element]:
        """The active, real alternatives; those of the performance table if none are declared."""
        groups = self.root.findall("alternatives")
        if not any(group.find("alternative") is not None for group in groups):
            ids = dict.fromkeys(_text(row, "alternativeID") for row in self._rows)
            return [Element("alternative", id=id) for id in ids]
        return [
            each
            for group in groups
            for each in group.findall("alternative")
            if _active(each) and "fictive" not in (_text(each, "type"), _concept(group))
        ]

    @cached_property
    def _rows(self) -> list[Element]:
        """The rows of the only performance table, or of the only one of real alternatives."""
        tables = self.root.findall("performanceTable")
        if len(tables) > 1:
            tables = [table for table in tables if _concept(table) == "real"] or tables
        if len(tables) != 1:
            raise refuse(
                ProblemError,
                "performance-table",
                "the document has {count} performance tables; keep one, or mark it mcdaConcept=REAL",
                count=len(tables),
            )
        return tables[0].findall("alternativePerformances")

    @cached_property
    def _scales(self) -> Mapping[str, Element]:
        """The scales of criteria, by their ids in the document."""
        found = {each.get("id", ""): scale for each in self.criteria for scale in each.findall("scale")}
        by_id = {scale.get("id"): scale for scale in self.root.iter("scale")}
        for each in self.root.findall("criteriaScales/*"):
            scale = each.find("scales/scale")
            if scale is None:
                scale = by_id.get(_text(each, "scales/scaleID"))
            if scale is not None:
                found[_text(each, "criterionID")] = scale
        return found

    def framework(self, minimize: Sequence[str], faults: Faults) -> Framework:
        """Return the criteria; less of ``minimize`` is better, if no scale gives another direction."""
        fresh = FreshIds({ROOT})
        leaves: dict[str, Criterion] = {}
        for position, criterion in enumerate(self.criteria):
            given = criterion.get("id", "")
            leaf = Criterion(fresh.take(slug(given) or f"c{position + 1}"))
            scale = self._scales.get(given)
            less = scale is not None and _direction(scale) == "min"
            leaves[given] = replace(
                leaf,
                name=_named(criterion, leaf.id),
                objective="min" if less else "max",
                scale=None if scale is None else _scale(scale),
            )
        choices = Choices(CRITERION, {given: [leaf.id, leaf.name] for given, leaf in leaves.items()})
        for words in minimize:
            found = choices.match(words, "minimize", faults)
            if found is not None and found not in self._undirected and leaves[found].objective == "max":
                faults.add(
                    "direction",
                    "more of {criterion} is better, according to the document",
                    "minimize",
                    criterion=words,
                )
            elif found is not None:
                leaves[found] = replace(leaves[found], objective="min")
        return Framework(Criterion(ROOT, children=list(leaves.values())))

    @cached_property
    def _undirected(self) -> list[str]:
        ids = [criterion.get("id", "") for criterion in self.criteria]
        return [id for id in ids if (scale := self._scales.get(id)) is None or not _direction(scale)]

    def headers(self, framework: Framework) -> list[str]:
        """Return what a framework calls each criterion; the id of one that it does not have."""
        return [self._meant(each, framework) or str(each.get("id")) for each in self.criteria]

    def grid(self, headers: Sequence[str], faults: Faults) -> FrameGrid:
        """Return the performance table with a header for each criterion; places are named by the ids."""
        ids = [criterion.get("id", "") for criterion in self.criteria]
        cells: dict[tuple[str, str], object] = {}
        for row in self._rows:
            for performance in row.findall("performance"):
                at = _text(row, "alternativeID"), _text(performance, "criterionID")
                where = Where(self.name, row=at[0], column=at[1])
                if at in cells:
                    faults.add("doubly-given", "{id} is given twice", where, id=at[1])
                cells[at] = _score(performance, where, faults)
        table: list[list[object]] = [["candidate:id", "candidate:name", *headers]]
        for each in self.alternatives:
            given = each.get("id", "")
            scores = [cells.get((given, criterion), "") for criterion in ids]
            table.append([given, each.get("name", ""), *scores])
        labels = ["", *(each.get("id", "") for each in self.alternatives)]
        return FrameGrid(table, self.name, lines=range(-1, len(table) - 1), labels=labels)

    def _meant(self, criterion: Element, framework: Framework) -> str | None:
        for words in filter(None, (criterion.get("id"), criterion.get("name"))):
            if (found := framework.choices.match(words, None, Faults())) is not None:
                return found
        return None

    def weights(self, framework: Framework) -> dict[str, float]:
        """Return the weights of criteria by id, or by the name that the framework has.

        Raises :class:`WeightingError` if there are none, or several sets and not one is called weights.
        """
        sets = self.root.findall("criteriaValues")
        if len(sets) > 1:
            sets = [each for each in sets if _are_weights(each)]
        declared = {each.get("id", ""): each for each in self.root.findall("criteria/criterion")}
        pairs = [
            (_text(each, "criterionID"), each)
            for group in sets
            for each in group
            if each.tag in ("criterionValue", "criterionValues")
        ]
        pairs += [(id, value) for id, each in declared.items() for value in each.findall("criterionValue")]
        if not pairs or len(sets) > 1:
            raise refuse(
                WeightingError,
                "no-weights",
                "the document needs one set of criteriaValues for the weights (mcdaConcept=weights)",
            )
        faults = Faults()
        weights: dict[str, float] = {}
        for id, element in pairs:
            criterion = declared.get(id, Element("criterion", id=id))
            where = Where(self.name, column=id or None)
            number = _single(element.find(".//value"))
            key = self._meant(criterion, framework) or id
            if key in weights:
                faults.add("doubly-given", "{id} is given twice", where, id=id)
            elif not isinstance(number, float):
                faults.add(
                    "bad-weight",
                    "a weight must be a number of 0 or more, not {given}",
                    where,
                    given=str(number or "?"),
                )
            elif _active(criterion):
                weights[key] = number
        faults.stop(WeightingError)
        return weights

    @cached_property
    def title(self) -> Text | None:
        """The title of the document."""
        words = next(filter(None, (_text(self.root, f"{tag}/title") for tag in _ABOUT)), "")
        return as_text(words) if words else None

    @cached_property
    def note(self) -> Text | None:
        """The assumed directions, and the parts of the document that are not used."""
        used = {each.get("id", "") for each in self.alternatives}
        there = [_text(row, "alternativeID") for row in self._rows]
        there += [each.get("id", "") for each in self.root.findall("alternatives/alternative")]
        inactive = [
            each.get("id", "") for each in self.root.findall("criteria/criterion") if not _active(each)
        ]
        tags = [each.tag for each in self.root if each.tag not in (*_USED, *_ABOUT)]
        tags += {each.tag for each in self.root.iterfind("criteria/criterion/*")} & {
            "thresholds",
            "criterionFunction",
        }
        aside = list(dict.fromkeys(id for id in there if id not in used))
        weighted = self.root.findall("criteriaValues") + self.root.findall(
            "criteria/criterion/criterionValue"
        )
        sentences = [
            message(
                "Higher is better was assumed for {names}, which have no direction.", names=self._undirected
            ),
            message("Inactive or fictive alternatives were left out: {names}.", names=aside),
            message("Inactive criteria were left out: {names}.", names=inactive),
            message("Parts of the XMCDA document that are not used: {names}.", names=sorted(set(tags))),
            message(
                "The document has weights; give the file as --weights, too, to use them.", names=weighted
            ),
        ]
        said = [each.texts() for each in sentences if each.params["names"]]
        return {language: " ".join(each[language] for each in said) for language in said[0]} if said else None


def _refuse_doctype(*_: object) -> None:
    raise refuse(FileError, "doctype", "the document has a DOCTYPE, which could declare entities; remove it")


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _concept(element: Element) -> str:
    return element.get("mcdaConcept", "").casefold()


def _are_weights(element: Element) -> bool:
    words = f"{_concept(element)} {element.get('name', '').casefold()}"
    return any(word in words for word in _WEIGHTS)


def _active(element: Element) -> bool:
    return _text(element, "active") not in ("false", "0")


def _named(element: Element, id: str) -> dict[str, str] | None:
    words = element.get("name") or element.get("id") or ""
    return None if words in ("", id) else dict(as_text(words))


def _direction(scale: Element) -> str:
    return _text(scale, ".//preferenceDirection")


def _scale(scale: Element) -> Scale | None:
    """Return the ends of a quantitative scale, or the levels of a qualitative one."""
    levels: dict[float, dict[str, str]] = {}
    for each in (*scale.iter("rankedLabel"), *scale.iter("valuedLabel")):
        value = _single(each.find("value"))
        number = _number(_text(each, "rank")) if value is None else value
        if isinstance(number, float) and (label := _text(each, "label")):
            levels[number] = dict(as_text(label))
    if len(levels) > 1:
        return Scale(min(levels), max(levels), levels=levels)
    ends = [_single(scale.find(f".//{tag}")) for tag in ("minimum", "maximum")]
    low, high = (end if isinstance(end, float) else None for end in ends)
    return Scale(low, high) if low is not None and high is not None and low < high else None


def _score(performance: Element, where: Where, faults: Faults) -> object:
    """Return a score as a cell of a sheet holds it."""
    found = [
        _single(value) for value in (*performance.findall("value"), *performance.findall("values/value"))
    ]
    if None in found:
        faults.add(
            "value-kind", "this kind of value is not read; write integer, real, interval or label", where
        )
        return ""
    if len(found) < 2:
        return found[0] if found else ""
    return "|".join(plain(each) if isinstance(each, float) else str(each) for each in found)


def _single(value: Element | None) -> float | str | None:
    """Return a number, or a text: of an interval, of a label, or empty; None for another kind of value."""
    for kind in () if value is None else value:
        if (read := _KINDS.get(kind.tag)) is not None:
            return read(kind)
    return None


def _rational(kind: Element) -> float | str | None:
    ends = [_number(_text(kind, each)) for each in ("numerator", "denominator")]
    numbers = [end for end in ends if isinstance(end, float)]
    return numbers[0] / numbers[1] if len(numbers) == 2 and numbers[1] else None


def _interval(kind: Element) -> str | None:
    ends = [_single(kind.find(tag)) for tag in ("lowerBound", "upperBound")]
    numbers = [end for end in ends if isinstance(end, float)]
    return f"{plain(numbers[0])}..{plain(numbers[1])}" if len(numbers) == 2 else None


def _number(words: str) -> float | str:
    """Return the number that words write, the words themselves if they write none."""
    try:
        return float(words)
    except ValueError:
        return words


_KINDS: Mapping[str, Callable[[Element], float | str | None]] = {
    "integer": lambda kind: _number(_text(kind, ".")),
    "real": lambda kind: _number(_text(kind, ".")),
    "label": lambda kind: _text(kind, "."),
    "NA": lambda kind: "",
    "boolean": lambda kind: float(_text(kind, ".") in ("true", "1")),
    "rankedLabel": lambda kind: _number(_text(kind, "rank")),
    "valuedLabel": lambda kind: _text(kind, "label"),
    "rational": _rational,
    "interval": _interval,
}
"""How each kind of value is read."""
