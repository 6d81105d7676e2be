"""A table is pasted or dropped, how it is read is changed by clicks and keys, and it becomes a decision."""

from __future__ import annotations

import io
import re

import pytest
import xlsxwriter
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
BLOCK = "ชื่อ\tต้นทุน\tกำไร\nก\t10\t3\nข\t14\t4\nค\t-999\t2\nง\t12\t1\nรวม\t-963\t10\n"
ROWS = [["ชื่อ", "ก", "ข", "ค"], ["ต้นทุน (บาท)", 10, 14, 9], ["ความพร้อม (1-5)", 3, 4, 2]]
WORDS = {
    "en": {
        "upload": "Upload",
        "missing": "it is missing",
        "make": "Create decision",
        "less": "lower is better",
    },
    "th": {"upload": "อัปโหลด", "missing": "ไม่มีคะแนน", "make": "สร้างการตัดสินใจ", "less": "ยิ่งน้อยยิ่งดี"},
}


@pytest.mark.parametrize(
    ("language", "width", "scripts"), [("en", 1280, True), ("th", 390, True), ("th", 768, False)]
)
def test_pasted_block_is_read_asked_about_and_kept(visit, language, width, scripts):
    someone = visit(language, width, scripts, scheme="dark" if width == 768 else "light")
    page, words = someone.page, WORDS[language]
    someone.go("/new")
    someone.check()
    page.locator("textarea[name=table]").fill(BLOCK)
    page.get_by_role("button", name=words["upload"]).click()
    refused = ("422",)
    someone.check(refused)
    expect(page.locator("#r-5.line-total, tr.line-total #r-5")).to_have_count(1)
    page.locator("tr.question").get_by_role("button").first.press("Enter")
    expect(page.locator("tr.question")).to_have_count(0)
    someone.check(refused)
    page.locator("#k-1").get_by_role("button", name=words["less"]).press("Space")
    expect(page.locator("#k-1 [aria-pressed=true]")).to_have_text("↓")
    someone.check()
    page.get_by_role("button", name=words["make"]).click()
    page.wait_for_url(re.compile("/d/"))


def test_turned_workbook_is_dropped_and_a_candidate_left_out(visit):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("ข้อมูล")
        for at, cells in enumerate(ROWS):
            sheet.write_row(at, 0, cells)
    someone = visit("th", 390)
    page, words = someone.page, WORDS["th"]
    someone.go("/new")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator("input[type=file]").set_input_files(
        {"name": "t.xlsx", "mimeType": kind, "buffer": stream.getvalue()}
    )
    page.get_by_role("button", name=words["upload"]).click()
    someone.check()
    page.locator("#k-2").get_by_role("button").nth(1).click()
    expect(page.locator("#k-2")).to_have_class("line-skipped")
    page.locator("#r-1").get_by_role("button", name=words["less"]).click()
    expect(page.locator("#r-1 [aria-pressed=true]")).to_have_text("↓")
    expect(page.locator("#c-1\\.1")).to_have_accessible_name("ข้อมูล!B2")
    someone.check()
    page.get_by_role("button", name=words["make"]).click()
    page.wait_for_url(re.compile("/d/"))
