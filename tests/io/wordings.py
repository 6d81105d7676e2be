"""The words of people's tables, in English and Thai, written down apart from those that the reader knows."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "th"]


@dataclass(frozen=True)
class Measure:
    """A criterion as people name it: its unit, which way is good, and what its numbers are like."""

    name: str
    unit: str | None
    good: Literal["max", "min"]
    low: float
    high: float
    decimals: int = 0


@dataclass(frozen=True)
class Subject:
    """What a table is about: the header of its names, the names, and the measures."""

    language: Language
    headers: tuple[str, ...]
    names: tuple[str, ...]
    measures: tuple[Measure, ...]


def _m(name: str, unit: str | None, good: str, low: float, high: float, decimals: int = 0) -> Measure:
    return Measure(name, unit, "min" if good == "-" else "max", low, high, decimals)


SUBJECTS = (
    Subject(
        "th",
        ("ชื่อกิจการ", "กิจการ", "ชื่อ", "วิสาหกิจ", "ชื่อกลุ่ม", "รายชื่อ", "ชื่อวิสาหกิจชุมชน"),
        ("สหกรณ์การเกษตรบ้านนา", "กลุ่มแม่บ้านดอนยาง", "วิสาหกิจชุมชนเกษตรอินทรีย์หนองไผ่",
           "ร้านค้าชุมชนบ้านโคก",
         "สหกรณ์รวมใจ", "เครือข่ายผ้าทอแม่แจ่ม", "กลุ่มเลี้ยงผึ้งลำพูน", "วิสาหกิจข้าวหอมสุรินทร์",
           "ไร่รวมตะวัน",
         "กลุ่มท่องเที่ยวเกาะยาว", "สหกรณ์โคนมวังน้ำเย็น", "บ้านน้ำพริกยายแจ่ม",
           "กลุ่มออมทรัพย์คลองเปี๊ยะ"),
        (_m("รายได้", "บาท", "+", 300_000, 6_000_000), _m("ต้นทุน", "บาท", "-", 80_000, 900_000),
         _m("สมาชิก", "คน", "+", 15, 400), _m("ความร่วมมือ", "1-5", "+", 1, 5),
         _m("กำไรสุทธิ", "บาท", "+", 20_000, 800_000), _m("หนี้สิน", "บาท", "-", 10_000, 2_000_000),
         _m("พื้นที่เกษตรอินทรีย์", "ไร่", "+", 5, 300, 1), _m("ขยะ", "กก./เดือน", "-", 20, 900),
         _m("การจ้างงานในชุมชน", "คน", "+", 2, 60), _m("จำนวนปีที่ดำเนินการ", "ปี", "+", 2, 30)),
    ),
    Subject(
        "th",
        ("ผู้เสนอราคา", "บริษัท", "ผู้ขาย", "ทางเลือก", "ตัวเลือก"),
        ("บริษัท สยามวัสดุ จำกัด", "หจก. เจริญการค้า", "บริษัท ไทยรุ่งเรือง จำกัด", "ร้านรวมช่าง",
           "บจก. นครเครื่องจักร",
         "บริษัท พีเอสเทค จำกัด", "หจก. ทวีทรัพย์", "บมจ. อุดมไฟฟ้า", "ร้านน้ำหนักดี",
           "บริษัท สูงสุดซัพพลาย จำกัด"),
        (_m("ราคา", "บาท", "-", 40_000, 900_000), _m("คุณภาพ", "คะแนน", "+", 40, 100),
         _m("ระยะเวลาส่งมอบ", "วัน", "-", 3, 90), _m("การรับประกัน", "เดือน", "+", 6, 60),
         _m("บริการหลังการขาย", "1-10", "+", 1, 10), _m("ค่าบำรุงรักษา", "บาท/ปี", "-", 1_000, 40_000),
         _m("น้ำหนักเครื่อง", "กก.", "-", 12, 480, 1), _m("ประสบการณ์", "ปี", "+", 1, 35)),
    ),
    Subject(
        "en",
        ("Vendor", "Supplier", "Name", "Company", "Bidder", "Alternative", "Alternatives", "Option"),
        ("Alpha Supplies", "Total Care Ltd.", "Northwind", "Mean Green Farms", "Siam Parts",
           "Maxima Group",
         "Unit 7 Foods", "Blue River", "Oak & Sons", "Rank Brothers", "Delta Works", "Sumner Tools",
           "Omega One"),
        (_m("Price", "USD", "-", 900, 48_000), _m("Quality", "1-10", "+", 1, 10),
         _m("Delivery time", "days", "-", 2, 75), _m("Warranty", "months", "+", 6, 60),
         _m("Support", "1-5", "+", 1, 5), _m("Weight", "kg", "-", 2, 320, 1),
         _m("Power use", "kWh", "-", 40, 900, 1), _m("Capacity", "units/day", "+", 50, 4_000),
         _m("Total revenue", "million", "+", 3, 900, 1), _m("Defects", "ppm", "-", 20, 900)),
    ),
    Subject(
        "en",
        ("Enterprise", "Organisation", "Project", "Village", "Farm", "Group"),
        ("Sampran Farmers", "Moral Rice Group", "Hill Coffee", "Weavers' Circle", "Average Joe's Farm",
           "Green Net",
         "Lotus Women", "Bee Keepers of Lamphun", "Island Homestays", "Organic Way",
           "Noteworthy Crafts", "Sun Dairy"),
        (_m("Income", "baht", "+", 300_000, 6_000_000), _m("Operating cost", "baht", "-",
           80_000, 900_000),
         _m("Members", "persons", "+", 15, 400), _m("Cooperation", "1-5", "+", 1, 5),
         _m("Debt", "baht", "-", 10_000, 2_000_000), _m("Organic area", "rai", "+", 5, 300, 1),
         _m("Waste", "kg/month", "-", 20, 900), _m("Jobs created", None, "+", 2, 60),
         _m("Years in business", None, "+", 2, 30), _m("Water saved", "m3", "+", 100, 8_000)),
    ),
    Subject(
        "en",
        ("Country", "City", "Province", "State", "Region"),
        ("Austria", "Brazil", "Chad", "Denmark", "Estonia", "Fiji", "Ghana", "Hungary", "India",
           "Japan", "Kenya"),
        (_m("GDP per capita", "USD", "+", 600, 70_000), _m("Inflation", None, "-", 0.5, 14, 1),
         _m("Unemployment", None, "-", 1, 25, 1), _m("Life expectancy", "years", "+", 50, 85, 1),
         _m("CO2", "t", "-", 0.1, 18, 2), _m("Literacy", None, "+", 40, 100, 1),
         _m("Forest area", "km2", "+", 200, 90_000), _m("Growth", None, "+", 0.2, 9, 2)),
    ),
    Subject(
        "en",
        ("Model", "Car", "Phone model", "Laptop", "Product"),
        ("Civic", "Corolla", "Model 3", "Golf", "Fiesta", "Octavia", "Leaf", "Ioniq 5", "A4", "C200",
           "X1"),
        (_m("Price", "$", "-", 9_000, 78_000), _m("Range", "km", "+", 250, 900),
         _m("Consumption", "l/100km", "-", 3, 12, 1), _m("Boot", "litres", "+", 200, 700),
         _m("Top speed", "km/h", "+", 140, 260), _m("Comfort", "1-5", "+", 1, 5), _m("Safety", "stars",
           "+", 1, 5),
         _m("Noise", "dB", "-", 55, 80, 1)),
    ),
)  # fmt: skip

DIRECTION_LABELS = {
    "en": ("Direction", "Type", "Objective", "Goal", "Benefit/Cost", "Criterion type", "Max/Min",
           "Preference",
           "direction:", "Criteria type", "Optimisation", "OBJECTIVE", "Better", "Desired direction",
           "Max or min?"),
    "th": ("ทิศทาง", "ประเภท", "ประเภทเกณฑ์", "เป้าหมาย", "ลักษณะเกณฑ์", "ชนิดเกณฑ์", "ทิศทางที่ดี",
           "ทิศทาง:",
           "ประเภทของเกณฑ์", "ผลประโยชน์/ต้นทุน", "Max/Min"),
}  # fmt: skip
DIRECTION_WORDS = {
    "en": (("max", "min"), ("Max", "Min"), ("MAX", "MIN"), ("maximize", "minimize"), ("Maximise",
           "Minimise"),
           ("benefit", "cost"), ("Benefit", "Cost"), ("Beneficial", "Non-beneficial"), ("+", "-"),
           ("+", "−"),
           ("Higher", "Lower"), ("higher is better", "lower is better"), ("More is better",
           "Less is better"),
           ("↑", "↓"), ("B", "C"), ("positive", "negative"), ("larger-the-better",
           "smaller-the-better"),
           ("max.", "min."), ("(+)", "(-)")),
    "th": (("มากดี", "น้อยดี"), ("ยิ่งมากยิ่งดี", "ยิ่งน้อยยิ่งดี"), ("สูงสุด", "ต่ำสุด"), ("ประโยชน์",
           "ต้นทุน"),
           ("ผลประโยชน์", "ต้นทุน"), ("บวก", "ลบ"), ("เชิงบวก", "เชิงลบ"), ("มากดีกว่า", "น้อยดีกว่า"),
           ("max", "min"), ("Max", "Min"), ("+", "-"), ("↑", "↓"), ("สูงดี", "ต่ำดี")),
}  # fmt: skip
WEIGHT_LABELS = {
    "en": ("Weight", "Weights", "weight", "Weighting", "Importance", "W", "Weight:", "WEIGHT",
           "Criteria weight",
           "Relative weight", "wj", "Wt."),
    "th": ("น้ำหนัก", "ค่าน้ำหนัก", "น้ำหนักคะแนน", "ความสำคัญ", "ถ่วงน้ำหนัก", "น้ำหนัก:",
           "น้ำหนักเกณฑ์", "Weight"),
}  # fmt: skip
UNIT_LABELS = {
    "en": ("Unit", "Units", "unit", "UoM", "Unit of measure", "Units:"),
    "th": ("หน่วย", "หน่วยนับ", "หน่วยวัด", "(หน่วย)"),
}
TOTAL_LABELS = {
    "en": ("Total", "TOTAL", "Sum", "Grand total", "Totals", "Σ", "Total:", "sum", "Overall total"),
    "th": ("รวม", "รวมทั้งสิ้น", "ยอดรวม", "รวมทั้งหมด", "ผลรวม", "รวม:", "Total"),
}
AVERAGE_LABELS = {
    "en": ("Average", "Avg", "Avg.", "Mean", "AVERAGE", "mean", "Average:", "x̄", "Overall average"),
    "th": ("ค่าเฉลี่ย", "เฉลี่ย", "คะแนนเฉลี่ย", "ค่าเฉลี่ยรวม", "เฉลี่ย:", "Mean"),
}
SPREAD_LABELS = {
    "en": (
        "Std. dev.",
        "S.D.",
        "SD",
        "Standard deviation",
        "Median",
        "Minimum",
        "Maximum",
        "Min",
        "Max",
        "Count",
    ),
    "th": ("ส่วนเบี่ยงเบนมาตรฐาน", "S.D.", "มัธยฐาน", "ค่าต่ำสุด", "ค่าสูงสุด", "จำนวน"),
}
NOTES = {
    "en": ("Note: figures are provisional", "* estimated by the applicant",
           "Prepared by the committee, 3 May 2024",
           "Data as of 31 March 2024", "Please do not distribute", "n/a = not available",
           "1) unaudited", "Remarks"),
    "th": ("หมายเหตุ: ตัวเลขเบื้องต้น", "* ข้อมูลจากการสัมภาษณ์", "ผู้จัดทำ: คณะกรรมการคัดเลือก",
           "ข้อมูล ณ วันที่ 31 มี.ค. 2567", "ใช้ภายในเท่านั้น", "หมายเหตุ",
           "(1) ยังไม่ผ่านการตรวจสอบบัญชี"),
}  # fmt: skip
SOURCES = {
    "en": (
        "Source: provincial cooperative office, 2024",
        "Source: own survey",
        "Sources: World Bank; own work",
    ),
    "th": ("ที่มา: สำนักงานสหกรณ์จังหวัด", "แหล่งข้อมูล: การสำรวจปี 2567", "ที่มา : กรมส่งเสริมการเกษตร"),
}
TITLES = {
    "en": (
        "Evaluation of candidates 2024",
        "Table 3. Decision matrix",
        "Vendor comparison – round 2",
        "SUMMARY",
    ),
    "th": ("การคัดเลือกกิจการต้นแบบ ปี 2567", "ตารางที่ 3 เมทริกซ์การตัดสินใจ", "สรุปผลการประเมิน", "แบบสรุปคะแนน"),
}
SERIAL_HEADERS = {
    "en": ("S.No", "No.", "No", "#", "Nr", "Sl. No.", "Item", "s/n", "NO", "Seq", "Item no."),
    "th": ("ลำดับ", "ลำดับที่", "ที่", "ข้อ", "ลำดับ.", "No."),
}
CODE_HEADERS = {"en": ("Code", "ID", "id", "Ref."), "th": ("รหัส", "รหัสกิจการ", "ID", "เลขที่")}
RANK_HEADERS = {
    "en": ("Rank", "Ranking", "rank", "Position", "Place", "RANK", "Final rank", "Order"),
    "th": ("อันดับ", "อันดับที่", "ลำดับที่ได้", "จัดอันดับ", "อันดับ:"),
}
CHANGE_HEADERS = {
    "en": ("Change", "Difference", "Change 2023–2024", "Δ", "Diff.", "Increase/decrease"),
    "th": ("การเปลี่ยนแปลง", "ผลต่าง", "ส่วนต่าง 2566-2567", "เพิ่ม/ลด", "เพิ่มขึ้น (ลดลง)"),
}
SCORE_HEADERS = {
    "en": (
        "Total",
        "Total score",
        "Weighted score",
        "Sum",
        "Overall score",
        "Final score",
        "Avg.",
        "Σ",
        "Score",
    ),
    "th": ("คะแนนรวม", "รวม", "รวมคะแนน", "คะแนนเฉลี่ย", "ผลรวม", "คะแนนถ่วงน้ำหนัก", "รวมทั้งสิ้น"),
}
YEAR_HEADERS = {
    "en": ("Year founded", "Founded", "Established", "Year", "Since", "Registration year", "Est."),
    "th": ("ปีที่ก่อตั้ง", "ปีก่อตั้ง", "ปี พ.ศ.", "ปีที่จดทะเบียน", "ก่อตั้งเมื่อปี"),
}
POSTCODE_HEADERS = {"en": ("Postcode", "ZIP", "Zip code", "Postal code"), "th": ("รหัสไปรษณีย์", "ไปรษณีย์")}
PHONE_HEADERS = {
    "en": ("Phone", "Tel.", "Telephone", "Mobile", "Contact no.", "phone number"),
    "th": ("โทรศัพท์", "เบอร์โทร", "เบอร์ติดต่อ", "โทร.", "เบอร์โทรศัพท์"),
}
EMAIL_HEADERS = {"en": ("Email", "E-mail", "Contact"), "th": ("อีเมล", "อีเมล์", "E-mail")}
DATE_HEADERS = {
    "en": ("Date", "Visit date", "Registered on", "Last updated", "Timestamp", "Date of survey"),
    "th": ("วันที่", "วันที่สำรวจ", "วันที่จดทะเบียน", "ประทับเวลา", "วันที่ประเมิน"),
}
COORDINATE_HEADERS = {
    "en": (("Latitude", "Longitude"), ("Lat", "Lon"), ("lat", "lng"), ("Lat.", "Long."), ("GPS N", "GPS E")),
    "th": (("ละติจูด", "ลองจิจูด"), ("พิกัด N", "พิกัด E"), ("Lat", "Long")),
}
TEXT_HEADERS = {
    "en": (("District", ("North", "South", "East", "West")), ("Remarks", ("ok", "late", "see annex", "new"))),
    "th": (("อำเภอ", ("เมือง", "สันทราย", "แม่ริม", "หางดง")), ("หมายเหตุ", ("ผ่าน", "ส่งช้า", "ครบถ้วน", "ใหม่"))),
}
CRITERION_HEADERS = {
    "en": ("Criteria", "Criterion", "Indicator", "Attribute", "Factor"),
    "th": ("เกณฑ์", "ตัวชี้วัด", "เกณฑ์การประเมิน", "หัวข้อ", "ปัจจัย"),
}
GROUPS = {
    "en": ("Economic", "Social", "Environment", "Technical", "Governance"),
    "th": ("เศรษฐกิจ", "สังคม", "สิ่งแวดล้อม", "เทคนิค", "ธรรมาภิบาล"),
}
LIKERT = {
    "en": (("Very low", "Low", "Medium", "High", "Very high"), ("Poor", "Fair", "Good", "Very good",
           "Excellent"),
           ("Low", "Medium", "High"), ("Strongly disagree", "Disagree", "Neutral", "Agree",
           "Strongly agree"),
           ("low", "moderate", "high")),
    "th": (("น้อยที่สุด", "น้อย", "ปานกลาง", "มาก", "มากที่สุด"), ("น้อย", "ปานกลาง", "มาก"), ("ต่ำ",
           "ปานกลาง", "สูง"),
           ("ไม่เห็นด้วยอย่างยิ่ง", "ไม่เห็นด้วย", "เฉยๆ", "เห็นด้วย", "เห็นด้วยอย่างยิ่ง"),
           ("ควรปรับปรุง", "พอใช้", "ดี", "ดีมาก", "ดีเยี่ยม")),
}  # fmt: skip
COVER_SHEETS = {
    "en": ("Cover", "README", "About", "Instructions"),
    "th": ("ปก", "คำอธิบาย", "คำชี้แจง", "หน้าปก"),
}
COVER_TEXTS = {
    "en": (("Selection of model enterprises",), ("Prepared by", "A. Smith"), ("Version", "1.2"),
           ("Contact", "x@y.org")),
    "th": (("การคัดเลือกกิจการต้นแบบ",), ("จัดทำโดย", "สมชาย ใจดี"), ("ฉบับที่", "2"), ("ติดต่อ",
           "โทร. 02-123-4567")),
}  # fmt: skip
OLD_SHEETS = {"en": ("old", "Sheet2", "backup", "draft"), "th": ("เก่า", "สำรอง", "ร่าง", "old")}
DATA_SHEETS = {"en": ("Sheet1", "Data", "Scores", "Matrix"), "th": ("ข้อมูล", "Sheet1", "คะแนน", "แผ่น1")}
EVALUATOR_SHEETS = {
    "en": (("Evaluator A", "Evaluator B", "Evaluator C"), ("Anna", "Ben", "Cho"), ("Judge 1",
           "Judge 2", "Judge 3")),
    "th": (("กรรมการ 1", "กรรมการ 2", "กรรมการ 3"), ("สมศรี", "วิชัย", "มานะ"), ("ผู้ประเมิน ก",
           "ผู้ประเมิน ข", "ผู้ประเมิน ค")),
}  # fmt: skip
TIMESTAMP_HEADERS = {
    "en": ("Timestamp", "Start time", "Submitted at"),
    "th": ("ประทับเวลา", "เวลา", "Timestamp"),
}
RESPONDENT_HEADERS = {
    "en": ("Respondent", "Your name", "Evaluator", "Email address", "id"),
    "th": ("ผู้ตอบ", "ชื่อผู้ประเมิน", "กรรมการ", "ที่อยู่อีเมล", "id"),
}
OLD_TABLE_WORDS = {
    "en": (("Scale", "Meaning"), (5, "very good"), (3, "fair"), (1, "poor")),
    "th": (("ระดับ", "ความหมาย"), (5, "ดีมาก"), (3, "พอใช้"), (1, "ควรปรับปรุง")),
}


FULL_MARKS_LABELS = {
    "en": ("Full marks", "Maximum score", "Max. points", "Target", "Ideal", "Out of", "Benchmark"),
    "th": ("คะแนนเต็ม", "คะแนนสูงสุด", "เป้าหมาย", "เกณฑ์ขั้นต่ำ", "เต็ม", "ค่าเป้าหมาย"),
}
SECTIONS = {
    "en": ("North", "Group A", "Small enterprises", "Shortlist", "Round 1", "Others"),
    "th": ("ภาคเหนือ", "กลุ่มที่ 1", "วิสาหกิจขนาดเล็ก", "อำเภอเมือง", "ผ่านรอบแรก", "อื่นๆ"),
}
SUBTOTAL_LABELS = {"en": ("Subtotal", "Sub-total", "Total North"), "th": ("รวมกลุ่ม", "รวมย่อย", "รวมภาคเหนือ")}
NORMALISED_TITLES = {
    "en": ("Normalised matrix", "Normalized decision matrix", "Weighted normalised matrix", "Step 2"),
    "th": ("เมทริกซ์ที่ปรับค่าแล้ว", "ค่าที่ปรับให้เป็นมาตรฐาน", "ขั้นที่ 2"),
}
