"""Line breaking for terminals: English and Thai words, measured in cells, never cut.

Thai is written without spaces between words. It is broken where a syllable surely ends: before a leading
vowel (เ แ โ ใ ไ), after ๆ or ์, and around common words of our own texts and data, but not inside these;
a mark is never separated from its consonant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rich.cells import cell_len

_THAI_BREAK = re.compile(
    r"(?<=[ก-ฮาัิ-ฺๅ็-๎])(?=[เ-ไ][ก-ฮ])"  # not after ะ or ำ, which seldom end a word (ประเมิน, สำเร็จ)
    r"|(?<=[ๆ์])(?=[ก-ฮ][ก-๎])"
    r"|(?<=และ)(?=[ก-ไ])"
    r"|(?<=[ก-๎])(?=ที่|ของ|ความ|หรือ|จาก|ด้วย)"
)
_WORDS = """
กลายเป็น กลไก การเงิน การเปลี่ยนแปลง การเรียนรู้ กาแฟ กุญแจ ขอบเขต ขัดแย้ง ขั้นบันได ขึ้นไป ข้อความ
ข้อเสนอ ข้างเคียง คงที่ คงเดิม คนเดียว ครัวเรือน ครั้งแรก คลาดเคลื่อน คะแนน คาร์บอนไดออกไซด์ คู่แข่ง
ค่าเฉลี่ย ค่าใช้จ่าย งบการเงิน จำนวนเต็ม จุดเด่น ชดเชย ชัดเจน ชั่วโมง ชั้นเชิง ช่วยเหลือ
ดอลลาร์สหรัฐ ดูแล ตนเอง ตัดสินใจ ตัวเลข ตัวเลือก ตั้งแต่ ตั้งใจ ต่อเนื่อง ต่อไปนี้ ต้นแบบ ต้นไม้
ถกเถียง ทางเลือก ที่สุด ทแยง ธรรมเนียม นอกจาก นามแฝง น้ำหนัก บทเรียน บริโภค ปรับเปลี่ยน ปัดเศษ
ป่าไม้ ผลไม้ พื้นที่ ฟังก์ชัน ภายใต้ ภายใน ภาษาไทย มองเห็น มั่นใจ ยกเลิก ยุโรป รายได้ รูปแบบ
ร่วมมือ ร้องเรียน ลายลักษณ์อักษร ล้มเหลว วงเล็บ วงแหวน วันที่ วางแผน วิเคราะห์ ศูนย์กลาง สมัครใจ สังเกต
สังเคราะห์ สามเหลี่ยม สารเคมี สาเหตุ สิ่งแวดล้อม สี่เหลี่ยม สุดโต่ง สูญเสีย สเกล ส่งเสริม ส่วนเกิน
ส่วนเสริม ส่วนใหญ่ หมายเหตุ หมุนเวียน องค์กร องค์ประกอบ อยู่แล้ว อย่างไร อันดับ อาร์กิวเมนต์ อาเซม
เกินไป เก็บเกี่ยว เขาใหญ่ เครือข่าย เงื่อนไข เชิงเส้น เชื่อมโยง เชื้อเพลิง เซิร์ฟเวอร์ เติบโต
เทียบเท่า เท่าเทียม เท่าใด เนื่องจาก เบี่ยงเบน เปรียบเทียบ เปลี่ยนแปลง เปลี่ยนไป เปอร์เซ็นต์ เปิดเผย
เป็นพิเศษ เป้าหมาย เผยแพร่ เพิ่มเติม เพียงใด เยี่ยมเยือน เริ่มแรก เลขที่ เวกเตอร์ เว็บไซต์ เอนเอียง
เอ็กซ์โพเนนเชียล แก้ไข แจกแจง แทนที่ แทรกแซง แน่ใจ แบบฟอร์ม แบบแผน แปรปรวน แผนที่ แพ็กเกจ แสงเดือน
แหล่งที่มา โดยเฉลี่ย โปรแกรม โปร่งใส โพรเซส โฟลเดอร์ โมเดล ใกล้เคียง
"""
"""Words of our own texts and data; the rules above would break most of them."""
_WHOLE = re.compile(f"(?:{'|'.join(sorted(_WORDS.split(), key=len, reverse=True))})(?![ะ-ฺๅ็-๎])")
_TAKES_MORE = ("ความ", "การ", "ผู้")
"""Characters that join a word to the next."""
_CLUSTER = re.compile(r"[เ-ไ]*(?:\S[ะ-ฺๅ็-๎\u0300-\u036f\u200d\ufe0f]*|$)")
_SPACES = re.compile(r"[ \t\r\n]+")
_PATH_BREAK = re.compile(r"(?<=[-/,_.|])(?=\w)")
GLUE = "\u00a0"
"""A space at which no line breaks; it is printed as a plain space."""
GAP = 2
"""Cells between two columns."""


@lru_cache(maxsize=10_000)
def width(words: str) -> int:
    """Return how many cells a line takes."""
    return len(words) if words.isascii() else cell_len(words)


def plain(words: str) -> str:
    """Return user text without characters that control a terminal: control codes and direction marks."""
    if words.isascii() and words.isprintable():
        return words
    return "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in words if not _steers(sign))


def _steers(sign: str) -> bool:
    return "\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069"


def wrap(words: str, room: int, indent: str = "") -> list[str]:
    """Return a paragraph's lines, at most ``room`` cells each, after the first one with ``indent``."""
    room = max(room, 2 + width(indent))
    lines: list[str] = []
    line = ""
    for word in _SPACES.split(plain(words).strip(" \t\r\n")):
        space = " " if line.strip() else ""
        for piece in _pieces(word, room - width(indent)):
            if width(line) + len(space) + width(piece) > room:
                lines.append(line)
                line, space = indent, ""
            line += space + piece
            space = ""
    return [shown.replace(GLUE, " ") for shown in (*lines, line)]


def widest_part(words: str) -> int:
    """Return how many cells the longest part takes that :func:`wrap` breaks only if it must."""
    return max(width(part) for word in _SPACES.split(plain(words)) for part in _thai_parts(word))


def _pieces(word: str, room: int) -> list[str]:
    if not word.isascii():
        parts = _thai_parts(word)
    else:
        parts = _PATH_BREAK.split(word) if len(word) > room else [word]
    return [piece for part in parts for piece in ([part] if width(part) <= room else _chopped(part, room))]


def _thai_parts(word: str) -> list[str]:
    cuts = {found.start() for found in _THAI_BREAK.finditer(word)}
    for found in _WHOLE.finditer(word):
        cuts -= set(range(found.start() + 1, found.end()))
        cuts |= {found.start(), found.end()} - {0, len(word)}
    ends = [at for at in sorted(cuts) if not word[:at].endswith(_TAKES_MORE)]
    return [word[start:end] for start, end in zip([0, *ends], [*ends, len(word)], strict=True)]


def _chopped(word: str, room: int) -> Iterable[str]:
    piece = ""
    for cluster in _CLUSTER.findall(word):
        if piece and width(piece) + width(cluster) > room:
            yield piece
            piece = ""
        piece += cluster
    yield piece


def paragraph(words: str, room: int, first: str = "", rest: str | None = None) -> str:
    """Return wrapped words after ``first``; further lines are indented to the words, or follow ``rest``."""
    indent = " " * width(first) if rest is None else rest
    lines = wrap(words, room - max(width(first), width(indent)))
    return "\n".join([f"{first}{lines[0]}", *(f"{indent}{line}" for line in lines[1:])])


def ruled(rows: Sequence[Sequence[str]], widths: Sequence[int], right: Iterable[int] = ()) -> list[str]:
    """Return the lines of a table with a rule below its first row."""
    at_right = tuple(right)
    rule = (" " * GAP).join("-" * room for room in widths)
    return [*grid(rows[:1], widths, at_right), rule, *grid(rows[1:], widths, at_right)]


def lines_within(words: str, room: int) -> str:
    """Return a text of several paragraphs, each a line, wrapped."""
    return "\n".join(paragraph(line, room) for line in words.split("\n"))


def grid(rows: Sequence[Sequence[str]], widths: Sequence[int], right: Iterable[int] = ()) -> list[str]:
    """Return the lines of a table without rules.

    Each column is ``widths`` cells wide and ``GAP`` apart; cells are wrapped (their own line ends and what
    indents them are kept), and those of the columns ``right`` end at the right.
    """
    at_right = frozenset(right)
    lines: list[str] = []
    for row in rows:
        cells = [_cell(words, room) for words, room in zip(row, widths, strict=True)]
        for level in range(max(map(len, cells))):
            parts = []
            for column, (cell, room) in enumerate(zip(cells, widths, strict=True)):
                words = cell[level] if level < len(cell) else ""
                blank = " " * (room - width(words))
                parts.append(blank + words if column in at_right else words + blank)
            lines.append((" " * GAP).join(parts).rstrip())
    return lines


def _cell(words: str, room: int) -> list[str]:
    if "\n" not in words and words.isascii() and len(words) <= room:
        return [words]
    indent = " " * (len(words) - len(words.lstrip(" ")))
    return [indent + line for part in words.split("\n") for line in wrap(part, room - len(indent))]


def widest(cells: Iterable[str]) -> int:
    """Return the width of the widest line among cells."""
    return max((width(line) for cell in cells for line in cell.split("\n")), default=0)
