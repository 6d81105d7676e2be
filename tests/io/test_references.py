"""The last cell that the XML of a sheet names, found many references at once."""

import re

import pytest

from see_mcda.io.grids.references import column_of, last_reference

_ALONE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]*)([0-9]*)([^"']*)""")


def _one_by_one(xml: bytes) -> tuple[int, int] | None:
    found = _ALONE.findall(xml)
    if any(rest for _, _, rest in found):
        return None
    rows = [int(row) for _, row, _ in found if row]
    return max([1, *rows]), max([1, *(column_of(column.upper()) for column, _, _ in found)])


@pytest.mark.parametrize("many", [1, 12_000])
@pytest.mark.parametrize(
    "odd",
    [
        *(b"", b'<c r="AE12"/>', b'<c\nr="B7"/>', b"<c r='ab7'/>", b'<c s="1" r = " C9"/>', b'<row r="30"/>'),
        *(b'<c r="XFD1048576"/>', b'<c r="A0000000000099"/>', b'<c r=""/>', b'<c xr="Z9"/>', b"<t>r r=</t>"),
        *(b'<c r="A$1"/>', b'<c r="1A"/>', b'<c r="A1 "/>', b'<c r="A1'),
    ],
)
def test_the_last_reference_is_that_of_each_alone(odd: bytes, many: int) -> None:
    plain = b'<row r="2"><c r="A2"/><c r="B2" s="1"/></row>' * many
    for xml in (plain + odd, odd + plain, plain[:-6] + odd + plain):
        assert last_reference(xml) == _one_by_one(xml)
