"""The words by which people mark rows and columns that are no candidates or criteria, in English and Thai.

They are compared with :func:`see_mcda.io.grids.grid.folded`: case, spaces, hyphens and brackets are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from see_mcda.io.grids.grid import folded


def _set(words: str) -> frozenset[str]:
    return frozenset(folded(word.strip()) for word in words.split("|"))


WEIGHTS = _set(
    "ถ่วงน้ำหนัก|criteria weighting|weights of criteria|น้ำหนักของเกณฑ์|น้ำหนักแต่ละเกณฑ์|ค่าน้ำหนักเกณฑ์"
    "|น้ำหนักรวม|weight|weights|weighting|weightings|criteria weight|criteria weights|criterion weight|wt"
    "|wt.|w|importance|relative importance|weight %|weights %|weight (%)|w_j|wj|relative weight"
    "|relative weights|weightage|max weight|น้ำหนัก|นํ้าหนัก|ค่าน้ำหนัก|น้ำหนักเกณฑ์|น้ำหนักคะแนน"
    "|น้ำหนัก (%)|น้ำหนัก %|น้ำหนัก (ร้อยละ)|ค่าน้ำหนัก (%)|ค่าถ่วงน้ำหนัก|ความสำคัญ|ระดับความสำคัญ"
    "|ค่าความสำคัญ|น้ำหนักความสำคัญ|สัดส่วนน้ำหนัก|คะแนนถ่วงน้ำหนัก"
)
DIRECTIONS = _set(
    "max or min|min or max|benefit or cost|cost or benefit|higher or lower|สูงหรือต่ำ|มากหรือน้อย|max min"
    "|type of criterion|type of criteria|direction|directions|objective|objectives|goal|goals|type|types"
    "|criteria type|criterion type|preference|sense|min/max|max/min|optimisation|optimization|optimum"
    "|target|benefit/cost|cost/benefit|impact|impacts|polarity|attribute type|kind|desired|desirability"
    "|better|ประเภท|ประเภทเกณฑ์|ชนิด|ชนิดเกณฑ์|ทิศทาง|ทิศทางเกณฑ์|ทิศทางของเกณฑ์|เป้าหมาย|วัตถุประสงค์"
    "|ลักษณะ|ลักษณะเกณฑ์|ประเภทของเกณฑ์|ดีเมื่อ"
)
MAXIMIZE = _set(
    "มากดีกว่า|สูงดีกว่า|มากยิ่งดี|สูงยิ่งดี|เยอะดีกว่า|higher = better|high is good|more = better|large"
    "|max|maximum|maximise|maximize|maximising|maximizing|maximisation|maximization|benefit|benefits|b|+"
    "|+1|up|↑|▲|higher|high|higher is better|higher better|larger is better|larger the better"
    "|larger-the-better|more|more is better|the more the better|the higher the better|bigger is better"
    "|increase|increasing|positive|pos|gain|profit|desirable|beneficial|hib|มาก|มากดี|ยิ่งมากยิ่งดี|สูง"
    "|สูงดี|ยิ่งสูงยิ่งดี|มากกว่าดีกว่า|สูงกว่าดีกว่า|มากที่สุด|สูงสุด|ประโยชน์|ผลประโยชน์|เกณฑ์ประโยชน์"
    "|บวก|เพิ่ม|ผลดี|ค่ามากดี|เกณฑ์ผลประโยชน์|ด้านบวก|เชิงบวก|ยิ่งเยอะยิ่งดี|เพิ่มขึ้น"
)
MINIMIZE = _set(
    "น้อยดีกว่า|ต่ำดีกว่า|น้อยยิ่งดี|ต่ำยิ่งดี|lower = better|low is good|less = better|small|min|minimum"
    "|minimise|minimize|minimising|minimizing|minimisation|minimization|cost|costs|c|-|-1|−|–|—|down|↓|▼"
    "|lower|low|lower is better|lower better|smaller is better|smaller the better|smaller-the-better|less"
    "|less is better|the less the better|the lower the better|decrease|decreasing|negative|neg|loss"
    "|undesirable|non-beneficial|nonbeneficial|non beneficial|lib|น้อย|น้อยดี|ยิ่งน้อยยิ่งดี|ต่ำ|ต่ำดี"
    "|ยิ่งต่ำยิ่งดี|น้อยกว่าดีกว่า|ต่ำกว่าดีกว่า|น้อยที่สุด|ต่ำสุด|ต้นทุน|เกณฑ์ต้นทุน|ลบ|ลด|ผลเสีย"
    "|ค่าน้อยดี|ด้านลบ|เชิงลบ|ลดลง"
)
DIRECTIONS_ONLY = _set(
    "max|maximise|maximize|min|minimise|minimize|maximum|minimum|higher is better|lower is better"
    "|larger is better|smaller is better|more is better|less is better|+|-|↑|↓|▲|▼|มากดี|น้อยดี"
    "|ยิ่งมากยิ่งดี|ยิ่งน้อยยิ่งดี|สูงดี|ต่ำดี|ยิ่งสูงยิ่งดี|ยิ่งต่ำยิ่งดี"
)
"""Words for a direction that are no names of criteria, as cost and benefit may be."""
LEVELS = _set(
    "high|low|higher|lower|more|less|up|down|large|small|positive|negative|มาก|น้อย|สูง|ต่ำ|มากที่สุด|น้อยที่สุด"
)
"""Words for a direction that are levels of a scale as well."""
UNITS = _set("unit|units|unit of measure|unit of measurement|uom|measure|in|หน่วย|หน่วยวัด|หน่วยนับ|มีหน่วยเป็น")
KNOWN_UNITS = _set(
    "%|percent|per cent|ร้อยละ|เปอร์เซ็นต์|บาท|พันบาท|ล้านบาท|บาท/ปี|บาทต่อปี|บาท/เดือน|baht|thb|฿|$|usd"
    "|us$|eur|€|£|gbp|k$|kusd|m€|million|thousand|คน|ราย|ครัวเรือน|แห่ง|ไร่|กก|กก.|กิโลกรัม|ตัน|ตันต่อปี"
    "|ตัน/ปี|ลิตร|กม|กม.|กิโลเมตร|เมตร|ปี|เดือน|วัน|ชั่วโมง|นาที|คะแนน|ระดับ|ครั้ง|ชิ้น|หน่วย|ตัว|เรื่อง"
    "|กิโลวัตต์|tco2|kg|g|t|ton|tons|tonne|tonnes|l|litre|litres|liter|liters|km|m|m2|m²|m3|m³|cm|mm|ha"
    "|rai|kw|kwh|mw|w|v|years|year|yr|months|month|days|day|h|hr|hours|hour|min|minutes|s|sec|persons"
    "|people|person|members|households|score|scores|points|pts|count|number|no.|1-5|1–5|0-100|1-10|0-10"
    "|0-5|-|–|ratio|index|mpg|hp|gb|mb|km/h|l/100km|€/month|baht/year|thb/year|items|units|jobs|pcs|kgco2"
    "|tco2e"
)
TOTALS = _set(
    "vat|vat 7%|ภาษีมูลค่าเพิ่ม|ภาษีมูลค่าเพิ่ม 7%"
    "|total|totals|sum|sums|grand total|sub total|subtotal|sub-total|sum total|overall total|overall|all|Σ"
    "|∑|ttl|column total|total sum|sum of column|sum of columns|all candidates|total (all)|gesamt|รวม"
    "|ผลรวม|ยอดรวม|รวมทั้งหมด|รวมทั้งสิ้น|รวมทั้งสิ้น (บาท)|ทั้งหมด|รวมยอด|รวมสุทธิ|รวมคะแนน|คะแนนรวม"
    "|ผลรวมทั้งหมด|รวมเป็นเงิน|รวมย่อย|สรุปรวม|รวมทุกแห่ง"
)
MEANS = _set(
    "average|averages|mean|means|avg|avg.|ave|ave.|arithmetic mean|column mean|column average"
    "|overall average|overall mean|x̄|µ|μ|av.|average score|mean score|ค่าเฉลี่ย|เฉลี่ย|คะแนนเฉลี่ย"
    "|ค่าเฉลี่ยรวม|เฉลี่ยรวม|มัชฌิมเลขคณิต|ค่าเฉลี่ยเลขคณิต"
)
STATISTICS = _set(
    "pis|nis|positive ideal|negative ideal|ideal solution|positive ideal solution"
    "|negative ideal solution|ideal best|ideal worst"
    "|เต็ม|full|max. points|max. score|max. marks|max marks|maximum marks|std. dev|std dev|out of"
    "|benchmark|benchmarks|target|targets|target value|goal|threshold|minimum required|cut-off|cutoff"
    "|passing score|pass mark|reference|baseline|standard|norm value|max possible|full points|คะแนนสูงสุด"
    "|คะแนนต่ำสุด|เกณฑ์ขั้นต่ำ|ค่าเป้าหมาย|เป้าหมาย|เกณฑ์มาตรฐาน|ค่ามาตรฐาน|มาตรฐาน|เกณฑ์ผ่าน|ค่าอ้างอิง"
    "|คะแนนขั้นต่ำ|ขั้นต่ำ|ค่ากลาง|ค่าขั้นต่ำ|คะแนนผ่าน|ค่าพื้นฐาน|เกณฑ์อ้างอิง|median|mode|std|std."
    "|std. dev.|stdev|st.dev.|s.d.|sd|standard deviation|variance|var|max|maximum|min|minimum|range|count"
    "|counts|n|n=|number|norm|best|worst|ideal|anti-ideal|anti ideal|lowest|highest|quartile|q1|q3|cv"
    "|coefficient of variation|number of candidates|number of items|full marks|full score|max score"
    "|maximum score|max points|maximum points|possible points|คะแนนเต็ม|มัธยฐาน|ฐานนิยม"
    "|ส่วนเบี่ยงเบนมาตรฐาน|ค่าเบี่ยงเบนมาตรฐาน|s.d|ความแปรปรวน|ค่าสูงสุด|สูงสุด|มากที่สุด|ค่าต่ำสุด"
    "|ต่ำสุด|น้อยที่สุด|พิสัย|จำนวน|จำนวนทั้งหมด|จำนวนแห่ง|จำนวนกิจการ|นับ|ค่ามากที่สุด|ค่าน้อยที่สุด"
)
GREATEST = _set("max|maximum|highest|ค่าสูงสุด|สูงสุด|มากที่สุด|ค่ามากที่สุด|คะแนนสูงสุด|max.")
LEAST = _set("min|minimum|lowest|ค่าต่ำสุด|ต่ำสุด|น้อยที่สุด|ค่าน้อยที่สุด|คะแนนต่ำสุด|min.")
MEDIANS = _set("median|มัธยฐาน")
SPREADS = _set(
    "std|std.|std dev|std. dev|stdev|st.dev|s.d|sd|standard deviation|variance|var|ส่วนเบี่ยงเบนมาตรฐาน"
    "|ค่าเบี่ยงเบนมาตรฐาน|ความแปรปรวน"
)
FULL_MARKS = _set(
    "เต็ม|คะแนนเต็ม (100)|full|max possible score|max. points|max. score|max. marks|max marks|total marks"
    "|maximum marks|คะแนนเต็ม|out of|max possible|คะแนนสูงสุด|คะแนนเต็มของเกณฑ์|คะแนนที่เป็นไปได้สูงสุด"
    "|full points|full marks|full score|max score|maximum score|max points|maximum points|possible points"
)
_NOTES = (
    "note|notes|source|sources|remark|remarks|comment|comments|n.b|nb|nb.|*|†|data source"
    "|data sources|ref|reference|references|prepared by|date|updated|last updated|as of|legend|key"
    "|scale|see also|survey|(1)|[1]|1)|footnote|disclaimer|copyright|©|หมายเหตุ|ที่มา|แหล่งข้อมูล"
    "|แหล่งที่มา|อ้างอิง|ข้อมูลจาก|ข้อมูล ณ|จัดทำโดย|ผู้จัดทำ|วันที่|ปรับปรุง|คำอธิบาย"
    "|เกณฑ์การให้คะแนน|สำรวจเมื่อ|ผู้ให้ข้อมูล|รวบรวมโดย"
)
NOTES = tuple(_NOTES.split("|"))
"""How notes below a table begin."""
ROW_NUMBERS = _set(
    "s/n|s n|sn|ser|ser. no|no. no|sl. no|s. no|sr. no|no|no.|#|nr|nr.|s.no|s.no.|sno|s. no.|s no|sl|sl."
    "|sl no|sl.no|sl. no.|sr|sr.|sr no|sr. no.|serial|serial no|serial no.|serial number|number|row"
    "|row no|row number|index|idx|item|item no|item no.|order|seq|seq.|sequence|№|n|unnamed: 0|column1"
    "|rowid|row id|rownames|ลำดับ|ลำดับที่|ที่|เลขที่|ข้อ|ข้อที่|เลขลำดับ|หมายเลข|ลำดับที|แถว"
)
IDS = _set(
    "id|ids|code|codes|key|ref|ref.|reference|reg no|registration|registration no|registration no."
    "|registration number|tax id|tax no|tin|uuid|barcode|sku|member id|account|account no|identifier"
    "|project id|enterprise id|case id|record id|_id|_uuid|_index|user id|respondent id|response id|รหัส"
    "|รหัสกิจการ|รหัสสมาชิก|เลขทะเบียน|เลขที่ทะเบียน|ทะเบียนเลขที่|เลขประจำตัว|เลขประจำตัวผู้เสียภาษี"
    "|เลขผู้เสียภาษี|เลขนิติบุคคล|ทะเบียนนิติบุคคล|รหัสวิสาหกิจ|เลขทะเบียนนิติบุคคล|รหัสอ้างอิง|เลขบัญชี"
)
VIKOR = frozenset("SRQ")
"""Headers of the three results of VIKOR."""
RANKS = _set(
    "ลำดับที่ได้|อันดับที่ได้|ที่ได้|ผลอันดับ|ลำดับผล|ranked|rank (old)|current rank|last rank|อันดับเดิม"
    "|อันดับปีก่อน|อันดับล่าสุด|rank|ranks|ranking|rankings|position|place|standing|rank no|old rank"
    "|previous rank|final rank|overall rank|rank order|อันดับ|อันดับที่|ลำดับคะแนน|ผลการจัดอันดับ"
    "|จัดอันดับ|การจัดอันดับ|ลำดับความสำคัญ|อันดับรวม"
)
TOTAL_COLUMNS = _set(
    "score|scores|คะแนน|points|คะแนนที่ได้|ผลรวมคะแนน|ผลประเมิน|total pts|overall rating|total|sum"
    "|total score|total scores|overall|overall score|final score|score total|sum score|sum of scores"
    "|grand total|weighted score|weighted total|weighted sum|total points|points total|average|mean|avg"
    "|avg.|average score|mean score|composite|composite score|Σ|∑|final|result|closeness|ci|topsis score"
    "|total weighted score|weighted average|aggregate|aggregate score|รวม|คะแนนรวม|ผลรวม|รวมคะแนน|ยอดรวม"
    "|รวมทั้งหมด|คะแนนรวมทั้งหมด|คะแนนรวมถ่วงน้ำหนัก|คะแนนถ่วงน้ำหนัก|เฉลี่ย|ค่าเฉลี่ย|คะแนนเฉลี่ย"
    "|คะแนนสุทธิ|คะแนนสรุป|ผลคะแนน|สรุปคะแนน|รวมทั้งสิ้น"
)
SCORES = _set("score|scores|คะแนน|points|คะแนนที่ได้")
"""Headers of totals that may be those of criteria as well."""
UNMISTAKABLE_TOTALS = _set(
    "total score|total scores|overall score|final score|score total|sum score|sum of scores"
    "|weighted score|weighted total|weighted sum|composite score|total weighted score|topsis score"
    "|closeness coefficient|relative closeness|aggregate score|average score|mean score|total points"
    "|คะแนนรวม|รวมคะแนน|คะแนนรวมทั้งหมด|คะแนนรวมถ่วงน้ำหนัก|คะแนนถ่วงน้ำหนัก|คะแนนเฉลี่ย|คะแนนสรุป"
    "|คะแนนสุทธิ"
)
FORMS = _set(
    "ipaddress|ip address|responseid|response id|recordeddate|duration (in seconds)|recipientlastname"
    "|recipientfirstname|recipientemail|externalreference|locationlatitude|locationlongitude"
    "|distributionchannel|userlanguage|collector id|respondent id|formhub/uuid|meta/instanceid"
    "|meta/instancename|instanceid|deviceid|subscriberid|simserial|startlanguage|lastpage|submitdate"
)
KOBO = frozenset(
    (
        *("_id", "_uuid", "_index", "_submission_time", "_validation_status", "_submitted_by", "_tags"),
        *("_notes", "_status", "__version__"),
    )
)
"""Headers of what survey programs store with each answer."""
FORMS_PERHAPS = _set("status|progress|finished|duration|seed|username|phonenumber|startdate|enddate")
"""Such headers that may be those of criteria in another table."""
YEARS = _set(
    "year|years founded|founded|year founded|founding year|year of foundation|year of establishment"
    "|established|est.|est|year established|since|start year|year started|fiscal year|survey year"
    "|registered|year registered|registration year|year of registration|since year|opened|year opened"
    "|founded in|established in|fy|yr founded|data year|ปี|ปี พ.ศ.|ปีพ.ศ.|พ.ศ.|ค.ศ.|ปีที่ก่อตั้ง"
    "|ปีก่อตั้ง|ปีที่จดทะเบียน|ปีจดทะเบียน|ปีที่เริ่ม|ปีที่เริ่มดำเนินการ|ก่อตั้ง|ก่อตั้งเมื่อ|ก่อตั้งปี"
    "|จัดตั้งเมื่อ|ปีที่จัดตั้ง|ปีที่ตั้ง|ปีที่สำรวจ|ปีงบประมาณ|ปีข้อมูล|ปีเริ่มต้น|ปีที่เปิด"
)
POSTCODES = _set(
    "postcode|post code|postal code|postal|zip|zip code|zipcode|postal/zip code|pin code|pincode"
    "|รหัสไปรษณีย์|ไปรษณีย์|รหัส ปณ.|ปณ."
)
PHONES = _set(
    "phone|phone number|phone no|phone no.|tel|tel.|telephone|telephone number|mobile|mobile no"
    "|mobile number|cell|cellphone|fax|contact number|contact no|whatsapp|phone/fax|โทร|โทร.|โทรศัพท์"
    "|เบอร์โทร|เบอร์โทรศัพท์|เบอร์|เบอร์ติดต่อ|หมายเลขโทรศัพท์|มือถือ|เบอร์มือถือ|โทรสาร|แฟกซ์"
)
COORDINATES = _set(
    "lat|long|gps n|gps e|พิกัด n|พิกัด e|พิกัดเหนือ|พิกัดตะวันออก|gps lat|gps long|พิกัด lat|พิกัด long"
    "|latitude|lon|lng|longitude|gps|coordinates|coordinate|x coord|y coord|easting|northing|utm x|utm y"
    "|_latitude|_longitude|gps latitude|gps longitude|_gps_latitude|_gps_longitude"
    "|ละติจูด|ลองจิจูด|พิกัด|พิกัด x|พิกัด y|ละติจูด (lat)|เส้นรุ้ง|เส้นแวง"
)
DATES = _set(
    "timestamp|date|time|submitted|submission date|submission time|date submitted|start|end|start time"
    "|completion time|submitted at|created|created at|updated|updated at|last updated|survey date"
    "|visit date|date of visit|interview date|last modified time|_submission_time|today|date registered"
    "|registration date|date founded|ประทับเวลา|วันที่|วันเวลา|เวลา|วัน|วันที่ส่ง|วันที่ตอบ|วันที่สำรวจ"
    "|วันที่บันทึก|เวลาที่ส่ง|เวลาเริ่มต้น|เวลาสิ้นสุด|วันที่จดทะเบียน|วันที่ก่อตั้ง"
)
NAMES = _set(
    "ผู้เสนอราคา|ผู้รับเหมา|ร้านค้า|ร้าน|ผู้ประกอบการ|ผู้ผลิต|ผู้จำหน่าย|รุ่น|ยี่ห้อ|สินค้า|รถ|ฟาร์ม|farm"
    "|farms|shop|store|manufacturer|dealer|tablet|printer|camera|software|platform|tool|venue"
    "|location name|place name|สถานที่|car|cars|phone model|device|laptop|machine|material|robot|employee"
    "|candidate name|bidder|tenderer|contractor|hotel|university|bank|stock|fund|technology|method"
    "|scenario|strategy|policy|plan|crop|variety|pump|house|apartment|phone|name|candidate|candidates"
    "|alternative|alternatives|option|options|vendor|vendors|supplier|suppliers|enterprise|enterprises"
    "|company|companies|organisation|organization|cooperative|project|projects|product|model|item name"
    "|business|applicant|proposal|school|firm|community enterprise|ชื่อ|รายชื่อ|ชื่อกิจการ|กิจการ"
    "|วิสาหกิจ|ชื่อวิสาหกิจ|สหกรณ์|ชื่อสหกรณ์|ทางเลือก|ตัวเลือก|องค์กร|ชื่อองค์กร|ชื่อกลุ่ม|บริษัท"
    "|ชื่อบริษัท|ผู้สมัคร|โครงการ|ชื่อโครงการ|หน่วยงาน|รายการ|วิสาหกิจชุมชน|ผู้ขาย"
)
PLACES = _set(
    "country|city|province|district|village|site|group|title|จังหวัด|หมู่บ้าน|อำเภอ|ตำบล|กลุ่ม|brand"
    "|respondent|region|zone|state|community|ชุมชน"
)
"""Headers of names only if there are no better ones."""
CRITERIA = _set(
    "criterion|criteria|criteria/alternatives|criteria / alternatives|criteria\\alternatives|factor"
    "|factors|indicator|indicators|attribute|attributes|metric|metrics|kpi|kpis|requirement|requirements"
    "|feature|features|measure|measures|parameter|parameters|question|evaluation criteria"
    "|selection criteria|aspect|dimension|เกณฑ์|เกณฑ์การประเมิน|เกณฑ์การคัดเลือก|เกณฑ์ประเมิน|ตัวชี้วัด"
    "|ปัจจัย|หัวข้อ|หัวข้อประเมิน|หัวข้อการประเมิน|ประเด็น|ประเด็นการประเมิน|ด้าน|รายการประเมิน|คุณลักษณะ"
    "|คุณสมบัติ|มิติ|เกณฑ์/กิจการ|ตัวแปร"
)
MAILS = _set("email|e-mail|email address|mail|อีเมล|ที่อยู่อีเมล")
RESPONDENTS = _set("name|ชื่อ")
"""Headers of the names of respondents, after their e-mail addresses."""
ASSESSORS = _set(
    "assessor|evaluator|judge|reviewer|rater|respondent|your name|expert|voter|member|username"
    "|email address|email|e-mail|evaluated by|scored by|panelist|committee member|submitted by"
    "|_submitted_by|ผู้ประเมิน|กรรมการ|ผู้ตอบ|ผู้ให้คะแนน|ผู้เชี่ยวชาญ|ชื่อผู้ประเมิน|ชื่อกรรมการ"
    "|ชื่อผู้ตอบ|อีเมล|ที่อยู่อีเมล|ผู้กรอก|ชื่อผู้ให้คะแนน"
)

SIZES = _set(
    "size|group size|people|persons|number of people|members|number of members|voters|number of voters|count"
    "|population|households|จำนวน|จำนวนคน|จำนวนสมาชิก|สมาชิก|ขนาด|ขนาดกลุ่ม|คน|จำนวนผู้ลงคะแนน|ผู้มีสิทธิ"
    "|ประชากร|ครัวเรือน|จำนวนครัวเรือน"
)
GROUPS = _set("group|groups|voter group|stakeholder|stakeholder group|กลุ่ม|ชื่อกลุ่ม|กลุ่มผู้ลงคะแนน")
VOTERS = ASSESSORS | PLACES | RESPONDENTS | _set("voters|ผู้ลงคะแนน|ชื่อผู้ลงคะแนน")
YES = _set("yes|y|true|✓|✔|√|☑|✅|/|ใช่|เห็นด้วย|เห็นชอบ|สนับสนุน|เลือก|จริง")
NO = _set("no|n|false|-|–|—|☐|ไม่|ไม่ใช่|ไม่เห็นด้วย|ไม่เห็นชอบ|ไม่สนับสนุน|ไม่เลือก|เท็จ")
CROSSES = _set("x|×|✗|✘|❌")
"""Marks of support, unless a table has other ones for it."""


_BRACKETS = re.compile(r"[(\[（](.*?)[)\]）]")
_END = " :：.?!*†‡¹²³…"


def core(label: str) -> str:
    """Return a label without what stands in brackets and the signs at its end, folded."""
    text = label.strip().rstrip(_END)
    inner = _BRACKETS.search(text)
    return folded(_BRACKETS.sub("", text).strip().rstrip(_END) or (inner.group(1) if inner else text))


def called(label: str, known: frozenset[str]) -> bool:
    """Return whether a label is one of some words, in one language or, divided by / or brackets, in two."""
    text = label.strip().rstrip(_END)
    if folded(text) in known or core(text) in known or folded(label) in known:
        return True
    parts = [
        part.strip().rstrip(_END) for part in re.split(r"[/|(（\[\n]", text.rstrip(")）]")) if part.strip()
    ]
    thai = [any("\u0e00" <= letter <= "\u0e7f" for letter in part) for part in parts]
    each = [folded(part) in known for part in parts]
    return bool(each) and (all(each) or (len(parts) == 2 and thai[0] != thai[1] and any(each)))


_SEVERAL = re.compile(rf"[/|()\[\]（）\n]|[{_END}]$")


def perhaps_called(
    labels: Sequence[str], keys: Sequence[str], known: frozenset[str], starts: tuple[str, ...] = ()
) -> list[int]:
    """Return the positions of the labels that may be :func:`called` one of some words or begin with them.

    ``keys`` are the labels, folded.
    """
    return [
        at
        for at, (label, key) in enumerate(zip(labels, keys, strict=True))
        if label and (key in known or key.startswith(starts) or _SEVERAL.search(label))
    ]


def names_ideal(label: str) -> bool:
    """Return whether a row is called A+, A− or V* like the ideal or anti-ideal candidate of a paper."""
    return len(label) <= _SIGNED and re.fullmatch(r"[AV]\s*[+*−–-]", label.strip()) is not None


def names_distance(header: str) -> bool:
    """Return whether a column is called S+ or Di- like a distance from an ideal, or Phi+ like a flow."""
    known = r"(?:[SDsd]_?i?|[Pp]hi|[ΦφΦ])\s*[+*−–-]"
    return len(header) <= _SIGNED and re.fullmatch(known, header.strip()) is not None


def names_closeness(header: str) -> bool:
    """Return whether a column is called CC or Ci like the result that follows from two distances or flows."""
    known = r"(?:C|CC|RC|P|C_?i|CC_?i|RC_?i|P_?i|[Pp]hi|[ΦφΦ]|[Nn]et [Ff]low)\*?"
    return re.fullmatch(known, header.strip()) is not None


_SIGNED = 6
"""The length of names with a sign at their end."""


def state_directions(cells: Sequence[str]) -> bool:
    """Return whether every one of some cells says that more or that less is better."""
    known = MAXIMIZE | MINIMIZE
    return all(called(cell, known) or cell in ("1", "-1", "-") for cell in cells)


def names_directions(label: str) -> bool:
    """Return whether a label is that of directions, such as "type", "max/min" or "ทิศทางที่ดี"."""
    text = label.casefold()
    parts = [part.strip(_END + "()") for part in re.split(r"[/|]", text)]
    opposite = [called(part, MAXIMIZE) - called(part, MINIMIZE) for part in parts]
    return (
        called(label, DIRECTIONS)
        or sorted(opposite) == [-1, 1]
        or any(word in text for word in ("direction", "objective", "ทิศทาง", "ประเภทเกณฑ์", "ประเภทของเกณฑ์"))
    )


def tells_weights(label: str) -> bool:
    """Return whether a label begins or ends with a word for weights."""
    text = core(label)
    return text.startswith(("weight", "criteria_weight", "น้ำหนัก", "ค่าน้ำหนัก")) or text.endswith(
        ("_weight", "_weights")
    )


def mentions_weights(label: str) -> bool:
    """Return whether a word for weights is anywhere in a label."""
    text = label.casefold()
    return any(word in text for word in ("weight", "น้ำหนัก", "นํ้าหนัก"))


def starts_note(words: str) -> bool:
    """Return whether a row's words begin as notes below a table do."""
    text = words.strip().casefold()
    for start in NOTES:
        if text.startswith(start):
            rest = text[len(start) :]
            if (
                not start[-1].isalnum()
                or not rest
                or not (rest[0].isalnum() or "\u0e00" <= rest[0] <= "\u0e7f")
            ):
                return True
            if "\u0e00" <= start[0] <= "\u0e7f" and start in (
                "หมายเหตุ",
                "ข้อมูลจาก",
                "ข้อมูล ณ",
                "จัดทำโดย",
                "รวบรวมโดย",
            ):
                return True
    return False
