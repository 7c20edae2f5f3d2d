"""What columns of registers are called, in Vietnamese and in English: plain data, folded when used.

Each field has the names that mean it, the most telling first. Names of columns in foreign exports
that are often met (ncr_desc, ser_date) stand among the English ones.
"""


def named(vietnamese, english):
    """The names as two tuples; they are written with bars between them."""
    return tuple(vietnamese.split(" | ")), tuple(english.split(" | "))


NUMBER = named(
    "số hiệu | mã số | mã | số phiếu | mã phát hiện | mã kph | số kph | ký hiệu | số tham chiếu",
    "number | id | ref | reference | ref id | finding id | finding no | finding number | audit finding # | "
    "finding # | nc no | nc # | ncr # | car # | scar # | nc number | nc id | ncr no | ncr number | ncr id | car "
    "no | car number | issue id | control name | reference / area | record id | case id | code | external ref",
)
INSPECTION_REF = named(
    "cuộc đánh giá | mã cuộc đánh giá | số cuộc đánh giá | đợt đánh giá | cuộc kiểm tra | đợt kiểm tra",
    "audit id | audit ref | audit reference | audit no | audit number | audit name | inspection | inspection ref "
    "| inspection number | inspection id | ser yr",
)
INSPECTION_KIND = named(
    "loại đánh giá | loại hình đánh giá | hình thức đánh giá | loại cuộc đánh giá | loại kiểm tra",
    "audit type | inspection kind | inspection type | type of audit | kind of inspection",
)
UNIT = named(
    "đơn vị | đơn vị được đánh giá | bên được đánh giá | bộ phận | phòng ban | phòng | khoa phòng | nơi phát hiện "
    "| đơn vị liên quan",
    "unit | department | dept | division | area | function | location | site | unit code",
)
AUDITEE = named(
    "người được đánh giá | người đại diện | người tiếp đoàn",
    "auditee | auditees | auditee(s) | interviewee",
)
CLAUSE = named(
    "điều khoản | điều | điều khoản tiêu chuẩn | điều khoản áp dụng | yêu cầu tiêu chuẩn | điều khoản iso",
    "clause | clauses | clause no | clause number | clause / control | iso clause | standard clause | requirement "
    "reference | clause ref | ncr clause | control",
)
CLAUSE_2008 = named(
    "điều khoản 2008 | điều khoản iso 9001:2008",
    "clause 2008 | clause iso 9001:2008 | iso 9001:2008",
)
CLAUSE_2015 = named(
    "điều khoản 2015 | điều khoản iso 9001:2015",
    "clause 2015 | clause iso 9001:2015 | iso 9001:2015",
)
STANDARD = named(
    "tiêu chuẩn | chuẩn mực | chuẩn mực đánh giá | tiêu chuẩn áp dụng",
    "standard | standard edition | edition | criteria | audit criteria | framework",
)
CLAUSE_TITLE = named(
    "tên điều khoản | tiêu đề điều khoản | nội dung điều khoản",
    "clause title | clause name | requirement title",
)
GRADE = named(
    "mức độ | phân loại | loại phát hiện | mức độ kph | loại kph | xếp loại | phân loại kph | loại",
    "grade | severity | finding type | type of finding | classification | category | nc type | ncr type | ncr | "
    "grading | level | major/minor | type",
)
STATEMENT = named(
    "phát hiện | nội dung phát hiện | mô tả | mô tả sự không phù hợp | nội dung không phù hợp | sự không phù hợp "
    "| điểm không phù hợp | nội dung kph | mô tả kph | nội dung | mô tả phát hiện | phát biểu sự không phù hợp",
    "statement | finding | findings | finding vi | finding en | description | finding description | description "
    "of finding | nonconformity | nonconformance | non-conformity | non-conformance | nonconformance/issue | "
    "description of nonconformity | nonconformity description | details of finding | description of obs/nc or "
    "opportunity for improvement | opportunity for improvement | ncr desc | issue | issue description | "
    "observation | details",
)
TITLE = named(
    "tiêu đề | tên | tên gọi | tóm tắt",
    "title | name | short title | summary | subject",
)
EVIDENCE = named(
    "bằng chứng | bằng chứng khách quan | bằng chứng đánh giá | minh chứng | hồ sơ minh chứng",
    "evidence | objective evidence | audit evidence | evidence vi | notes / evidence | test evidence",
)
CORRECTION = named(
    "khắc phục | sự khắc phục | khắc phục ngay | biện pháp khắc phục | xử lý ngay | xử lý",
    "correction | immediate correction | immediate action | containment | containment action | correction vi | "
    "corr note",
)
CAUSE = named(
    "nguyên nhân | nguyên nhân gốc | nguyên nhân gốc rễ | phân tích nguyên nhân",
    "cause | root cause | root cause analysis | cause vi | rca",
)
CORRECTIVE_ACTION = named(
    "hành động khắc phục | hành động khắc phục phòng ngừa | biện pháp khắc phục phòng ngừa | kế hoạch khắc phục | hđkp",
    "corrective action | corrective actions | corrective action plan | corrective action (plan) | action plan | "
    "planned action | corrective action vi | capa | action",
)
ACTION_TAKEN = named(
    "kết quả thực hiện | hành động đã thực hiện | biện pháp đã thực hiện",
    "action taken | action taken / evidence | implementation | implementation evidence",
)
VERIFICATION = named(
    "kiểm tra xác nhận | kết quả kiểm tra xác nhận | xác nhận | thẩm tra",
    "verification | auditor verification | verification note | ver note | verification result | verified by",
)
EFFECTIVENESS = named(
    "hiệu lực | đánh giá hiệu lực | kết quả đánh giá hiệu lực",
    "effectiveness | effectiveness check | effective",
)
RAISED_ON = named(
    "ngày phát hiện | ngày lập | ngày ghi nhận | ngày đánh giá | ngày | thời gian phát hiện",
    "raised on | date raised | finding date | identified date | date identified | date found | audit date | date "
    "of audit | issue date | issued on | opened on | date opened | open date | ser date | date",
)
DUE_ON = named(
    "hạn | hạn hoàn thành | thời hạn | thời hạn hoàn thành | ngày phải hoàn thành | hạn khắc phục | hạn xử lý | "
    "thời gian hoàn thành",
    "due on | due date | due | target date | deadline | planned completion | target completion date | planned date",
)
CLOSED_ON = named(
    "ngày đóng | ngày kết thúc | ngày hoàn thành | ngày hoàn tất | ngày khắc phục xong",
    "closed on | closed date | close date | closure date | date closed | resolution date | closed | completed on "
    "| completion date",
)
OWNER = named(
    "người chịu trách nhiệm | người thực hiện | trách nhiệm | người phụ trách | người xử lý",
    "owner | responsible | responsible person | person responsible | assigned to | action owner | assignee",
)
INSPECTOR = named(
    "đánh giá viên | chuyên gia đánh giá | người đánh giá | người phát hiện | người lập | trưởng đoàn",
    "inspector | auditor | auditors | lead auditor | raised by | originator | found by",
)
STATUS = named(
    "trạng thái | tình trạng | tình trạng xử lý | tình trạng khắc phục | kết quả xử lý",
    "status | state | closure status | open/closed | ver stat | current status",
)
SOURCE = named(
    "nguồn | nguồn phát hiện | nguồn gốc",
    "source | origin | detected through | ncr src",
)
REMARKS = named(
    "ghi chú | nhận xét | ý kiến",
    "remarks | comment | comments | note | notes | comment / recommendation | remark",
)
QUESTION = named(
    "câu hỏi | nội dung kiểm tra | câu hỏi đánh giá | nội dung cần đánh giá | nội dung đánh giá | tiêu chí | yêu "
    "cầu | nội dung cần kiểm tra",
    "question | questions | questions to ask | audit question | checklist item | item | criterion | requirement | "
    "what to check | auditable item | auditable item, observation, procedure etc. | check | action | eng",
)
GUIDANCE = named(
    "hướng dẫn | gợi ý | cách kiểm tra | diễn giải | hướng dẫn đánh giá",
    "guidance | control description | description | objectives | how to check | explanation | help",
)
RESULT = named(
    "kết quả | kết luận | sự phù hợp | đánh giá",
    "result | conformity | outcome | esito | answer | compliance",
)
SECTION = named(
    "mục | phần | nhóm | chương",
    "section | group | chapter | topic",
)
MAXIMUM = named(
    "điểm tối đa | thang điểm | điểm chuẩn",
    "maximum score | max score | maximum | points max",
)
SCORE = named(
    "điểm | điểm đánh giá | điểm tự chấm",
    "score | points",
)
RECORDED_UNDER = named(
    "tài liệu | quy trình | mã tài liệu",
    "document | procedure | doc proc | document code",
)

FINDINGS = {
    "number": NUMBER,
    "inspection_ref": INSPECTION_REF,
    "inspection_kind": INSPECTION_KIND,
    "unit": UNIT,
    "auditee": AUDITEE,
    "clause": CLAUSE,
    "clause_2008": CLAUSE_2008,
    "clause_2015": CLAUSE_2015,
    "standard": STANDARD,
    "clause_title": CLAUSE_TITLE,
    "grade": GRADE,
    "title": TITLE,
    "statement": STATEMENT,
    "evidence": EVIDENCE,
    "correction": CORRECTION,
    "cause": CAUSE,
    "corrective_action": CORRECTIVE_ACTION,
    "action_taken": ACTION_TAKEN,
    "verification": VERIFICATION,
    "effectiveness": EFFECTIVENESS,
    "raised_on": RAISED_ON,
    "due_on": DUE_ON,
    "closed_on": CLOSED_ON,
    "owner": OWNER,
    "inspector": INSPECTOR,
    "status": STATUS,
    "source": SOURCE,
    "document": RECORDED_UNDER,
    "remarks": REMARKS,
}

NONCONFORMITIES = FINDINGS

CRITERION_NUMBER = named(
    "số | stt | số hiệu | mã số | mã | mã tiêu chí | số tiêu chí",
    "number | no | # | id | ref | control number | criterion number | item no | code | ref id | item number",
)
CRITERION_TITLE = named(
    "tiêu đề | tên | tên tiêu chí",
    "title | control title | name | test name | clause title | heading",
)

CRITERIA = {
    "number": CRITERION_NUMBER,
    "clause": CLAUSE,
    "clause_2008": CLAUSE_2008,
    "clause_2015": CLAUSE_2015,
    "standard": STANDARD,
    "section": SECTION,
    "title": CRITERION_TITLE,
    "question": QUESTION,
    "guidance": GUIDANCE,
    "evidence": EVIDENCE,
    "result": RESULT,
    "maximum": MAXIMUM,
    "score": SCORE,
    "unit": (UNIT[0], (*UNIT[1], "position", "role")),
    "auditee": AUDITEE,
    "inspector": INSPECTOR,
    "status": STATUS,
    "remarks": REMARKS,
}

CHECKLIST = {
    "line": named("mã dòng", "line code"),
    "number": CRITERION_NUMBER,
    "clause": CLAUSE,
    "section": SECTION,
    "title": CRITERION_TITLE,
    "question": QUESTION,
    "guidance": GUIDANCE,
    "result": RESULT,
    "answer": named("câu trả lời", "answer given"),
    "note": named(
        "ghi nhận | bằng chứng | điều ghi nhận | ghi chú | nhận xét",
        "what was seen | notes / evidence | evidence | notes | note | remarks | comments | findings",
    ),
    "auditee": AUDITEE,
    "maximum": MAXIMUM,
    "score": SCORE,
}

VOCABULARY = {"findings": FINDINGS, "nonconformities": NONCONFORMITIES, "criteria": CRITERIA, "checklist": CHECKLIST}
