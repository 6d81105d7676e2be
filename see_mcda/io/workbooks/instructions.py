"""The instructions of the template workbook, in English and Thai."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Instructions:
    """The instructions in one language: the sheet's name, a title and the steps."""

    sheet: str
    title: str
    steps: tuple[str, ...]


INSTRUCTIONS: Mapping[str, Instructions] = {
    "en": Instructions(
        "instructions",
        "How to fill in this workbook",
        (
            "On the sheet scores, write one candidate a row, with a name in English, in Thai, or both. "
            "The column id may stay empty; if you fill it in, use lower-case letters a-z, digits and "
            "hyphens. Delete the rows that you do not need.",
            "Choose a level for each criterion from the list in its cell. The sheet levels shows every "
            "level in full. Choose a level only when there is evidence for its whole description.",
            "You may also type a score: 3, or 3.5 between two levels; 2..4 for an interval; 2..3..4 for "
            "an interval with its most likely value; 3|4|4 for several assessors. In a column of unit %, "
            "write 12 or 12%, not 0.12.",
            "Leave a cell empty where you do not know. On the sheet notes, the value of missing says "
            "what then happens: error (the ranking stops and names the empty cells), worst, neutral, mean "
            "(of the other candidates), or interval (the whole scale).",
            "Answer each gate with pass, fail or not-established. A fail needs its reason in the next "
            "column. An empty cell counts as not-established: the candidate is ranked on that condition.",
            "Leave the row of ids above the candidates as it is. You may add columns of your own if "
            "their headers begin with x-, and attribute columns such as attribute:province.",
            "Save the workbook and rank it: see-mcda rank FILE.xlsx. Every cell that cannot be read is "
            "listed with a hint on how to correct it.",
        ),
    ),
    "th": Instructions(
        "คำแนะนำ",
        "วิธีกรอกสมุดงานนี้",
        (
            "ในแผ่นงาน scores ให้กรอกทางเลือก (เช่น กิจการ) แถวละหนึ่งรายการ พร้อมชื่อภาษาไทย ภาษาอังกฤษ "
            "หรือทั้งสองภาษา ช่อง id เว้นว่างไว้ได้ หากจะกรอก ให้ใช้ตัวพิมพ์เล็ก a-z ตัวเลข และขีดกลาง "
            "(-) เท่านั้น แถวใดไม่ใช้ให้ลบออก",
            "เลือกระดับของแต่ละเกณฑ์จากรายการในช่อง แผ่นงาน levels แสดงข้อความเต็มของทุกระดับ "
            "ให้ระดับใดก็ต่อเมื่อมีหลักฐานครบทุกข้อความของระดับนั้น",
            "จะพิมพ์คะแนนเองก็ได้ เช่น 3 หรือ 3.5 เมื่ออยู่ระหว่างสองระดับ 2..4 เมื่อเป็นช่วง 2..3..4 "
            "เมื่อเป็นช่วงที่ทราบค่าที่น่าจะเป็นที่สุด และ 3|4|4 เมื่อมีผู้ประเมินหลายคน "
            "ในคอลัมน์ที่มีหน่วยเป็น % ให้เขียน 12 หรือ 12% ไม่ใช่ 0.12",
            "หากไม่ทราบ ให้เว้นช่องว่างไว้ ในแผ่นงาน notes ค่าของ missing กำหนดว่าจะทำอย่างไรกับช่องว่าง "
            "ได้แก่ error (หยุดการจัดอันดับและแจ้งช่องที่ว่าง) worst (ถือเป็นค่าต่ำสุด) neutral "
            "(ถือเป็นระดับกลาง) mean (ถือเป็นค่าเฉลี่ยของทางเลือกอื่น) หรือ interval (เป็นได้ทุกค่าของช่วงคะแนน)",
            "ตอบเงื่อนไขบังคับแต่ละข้อด้วย ผ่าน ไม่ผ่าน หรือ ยังไม่ยืนยัน "
            "หากไม่ผ่านต้องบอกเหตุผลในคอลัมน์ถัดไป ช่องว่างถือว่ายังไม่ยืนยัน "
            "และจะจัดอันดับให้โดยมีเงื่อนไข",
            "อย่าแก้แถวรหัสที่อยู่เหนือทางเลือก จะเพิ่มคอลัมน์ของตนเองก็ได้ โดยขึ้นต้นหัวคอลัมน์ด้วย x- "
            "และเพิ่มข้อมูลประกอบได้ด้วยหัวคอลัมน์อย่าง attribute:province",
            "บันทึกสมุดงานแล้วจัดอันดับด้วยคำสั่ง see-mcda rank FILE.xlsx หากช่องใดอ่านไม่ได้ โปรแกรมจะแจ้งทุกช่องพร้อมวิธีแก้",
        ),
    ),
}
