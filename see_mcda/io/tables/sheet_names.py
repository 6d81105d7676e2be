"""What the sheets of a workbook hold, by their English or Thai names."""

from __future__ import annotations

from collections.abc import Mapping

from see_mcda.io.grids.grid import Grid, folded

_NAMES = {
    "scores": "scores",
    "คะแนน": "scores",
    "framework": "framework",
    "เกณฑ์": "framework",
    "กรอบเกณฑ์": "framework",
    "levels": "levels",
    "ระดับ": "levels",
    "gates": "gates",
    "เงื่อนไข": "gates",
    "เงื่อนไขบังคับ": "gates",
    "classes": "classes",
    "กลุ่ม": "classes",
    "evidence": "evidence",
    "หลักฐาน": "evidence",
    "comparisons": "comparisons",
    "การเปรียบเทียบ": "comparisons",
    "weights": "weights",
    "น้ำหนัก": "weights",
    "notes": "notes",
    "หมายเหตุ": "notes",
    "instructions": "instructions",
    "คำแนะนำ": "instructions",
}
SHEETS: Mapping[str, str] = {folded(name): role for name, role in _NAMES.items()}
"""The role of a sheet by its name; other sheets are ignored."""


def known_sheets(sheets: Mapping[str, Grid]) -> dict[str, Grid]:
    """Return the sheets whose names are known."""
    known: dict[str, Grid] = {}
    for name, grid in sheets.items():
        if (role := SHEETS.get(folded(name))) is not None:
            known.setdefault(role, grid)
    return known
