"""What columns of registers are called, in Vietnamese and in English: plain data, folded when used.

Each field has the names that mean it, the most telling first. Names of columns in foreign exports
that are often met (ncr_desc, ser_date) stand among the English ones.
"""

NUMBER = (
    ("số hiệu", "mã số", "mã", "số phiếu", "mã phát hiện", "mã kph", "số kph", "ký hiệu", "số tham chiếu"),
    (
        "number",
        "id",
        "ref",
        "reference",
        "ref id",
        "finding id",
        "finding no",
        "finding number",
        "audit finding #",
        "finding #",
        "nc no",
        "nc #",
        "ncr #",
        "car #",
        "scar #",
        "nc number",
        "nc id",
        "ncr no",
        "ncr number",
        "ncr id",
        "car no",
        "car number",
        "issue id",
        "control name",
        "reference / area",
        "record id",
        "case id",
        "code",
        "external ref",
    ),
)
INSPECTION_REF = (
    ("cuộc đánh giá", "mã cuộc đánh giá", "số cuộc đánh giá", "đợt đánh giá", "cuộc kiểm tra", "đợt kiểm tra"),
    (
        "audit id",
        "audit ref",
        "audit reference",
        "audit no",
        "audit number",
        "audit name",
        "inspection",
        "inspection ref",
        "inspection number",
        "inspection id",
        "ser yr",
    ),
)
INSPECTION_KIND = (
    ("loại đánh giá", "loại hình đánh giá", "hình thức đánh giá", "loại cuộc đánh giá", "loại kiểm tra"),
    ("audit type", "inspection kind", "inspection type", "type of audit", "kind of inspection"),
)
UNIT = (
    (
        "đơn vị",
        "đơn vị được đánh giá",
        "bên được đánh giá",
        "bộ phận",
        "phòng ban",
        "phòng",
        "khoa phòng",
        "nơi phát hiện",
        "đơn vị liên quan",
    ),
    ("unit", "department", "dept", "division", "area", "function", "location", "site", "unit code"),
)
AUDITEE = (
    ("người được đánh giá", "người đại diện", "người tiếp đoàn"),
    ("auditee", "auditees", "auditee(s)", "interviewee"),
)
CLAUSE = (
    ("điều khoản", "điều", "điều khoản tiêu chuẩn", "điều khoản áp dụng", "yêu cầu tiêu chuẩn", "điều khoản iso"),
    (
        "clause",
        "clauses",
        "clause no",
        "clause number",
        "clause / control",
        "iso clause",
        "standard clause",
        "requirement reference",
        "clause ref",
        "ncr clause",
        "control",
    ),
)
CLAUSE_2008 = (
    ("điều khoản 2008", "điều khoản iso 9001:2008"),
    ("clause 2008", "clause iso 9001:2008", "iso 9001:2008"),
)
CLAUSE_2015 = (
    ("điều khoản 2015", "điều khoản iso 9001:2015"),
    ("clause 2015", "clause iso 9001:2015", "iso 9001:2015"),
)
STANDARD = (
    ("tiêu chuẩn", "chuẩn mực", "chuẩn mực đánh giá", "tiêu chuẩn áp dụng"),
    ("standard", "standard edition", "edition", "criteria", "audit criteria", "framework"),
)
CLAUSE_TITLE = (
    ("tên điều khoản", "tiêu đề điều khoản", "nội dung điều khoản"),
    ("clause title", "clause name", "requirement title"),
)
GRADE = (
    ("mức độ", "phân loại", "loại phát hiện", "mức độ kph", "loại kph", "xếp loại", "phân loại kph", "loại"),
    (
        "grade",
        "severity",
        "finding type",
        "type of finding",
        "classification",
        "category",
        "nc type",
        "ncr type",
        "ncr",
        "grading",
        "level",
        "major/minor",
        "type",
    ),
)
STATEMENT = (
    (
        "phát hiện",
        "nội dung phát hiện",
        "mô tả",
        "mô tả sự không phù hợp",
        "nội dung không phù hợp",
        "sự không phù hợp",
        "điểm không phù hợp",
        "nội dung kph",
        "mô tả kph",
        "nội dung",
        "mô tả phát hiện",
        "phát biểu sự không phù hợp",
    ),
    (
        "statement",
        "finding",
        "findings",
        "finding vi",
        "finding en",
        "description",
        "finding description",
        "description of finding",
        "nonconformity",
        "nonconformance",
        "non-conformity",
        "non-conformance",
        "nonconformance/issue",
        "description of nonconformity",
        "nonconformity description",
        "details of finding",
        "description of obs/nc or opportunity for improvement",
        "opportunity for improvement",
        "ncr desc",
        "issue",
        "issue description",
        "observation",
        "details",
    ),
)
TITLE = (("tiêu đề", "tên", "tên gọi", "tóm tắt"), ("title", "name", "short title", "summary", "subject"))
EVIDENCE = (
    ("bằng chứng", "bằng chứng khách quan", "bằng chứng đánh giá", "minh chứng", "hồ sơ minh chứng"),
    ("evidence", "objective evidence", "audit evidence", "evidence vi", "notes / evidence", "test evidence"),
)
CORRECTION = (
    ("khắc phục", "sự khắc phục", "khắc phục ngay", "biện pháp khắc phục", "xử lý ngay", "xử lý"),
    (
        "correction",
        "immediate correction",
        "immediate action",
        "containment",
        "containment action",
        "correction vi",
        "corr note",
    ),
)
CAUSE = (
    ("nguyên nhân", "nguyên nhân gốc", "nguyên nhân gốc rễ", "phân tích nguyên nhân"),
    ("cause", "root cause", "root cause analysis", "cause vi", "rca"),
)
CORRECTIVE_ACTION = (
    (
        "hành động khắc phục",
        "hành động khắc phục phòng ngừa",
        "biện pháp khắc phục phòng ngừa",
        "kế hoạch khắc phục",
        "hđkp",
    ),
    (
        "corrective action",
        "corrective actions",
        "corrective action plan",
        "corrective action (plan)",
        "action plan",
        "planned action",
        "corrective action vi",
        "capa",
        "action",
    ),
)
ACTION_TAKEN = (
    ("kết quả thực hiện", "hành động đã thực hiện", "biện pháp đã thực hiện"),
    ("action taken", "action taken / evidence", "implementation", "implementation evidence"),
)
VERIFICATION = (
    ("kiểm tra xác nhận", "kết quả kiểm tra xác nhận", "xác nhận", "thẩm tra"),
    ("verification", "auditor verification", "verification note", "ver note", "verification result", "verified by"),
)
EFFECTIVENESS = (
    ("hiệu lực", "đánh giá hiệu lực", "kết quả đánh giá hiệu lực"),
    ("effectiveness", "effectiveness check", "effective"),
)
RAISED_ON = (
    ("ngày phát hiện", "ngày lập", "ngày ghi nhận", "ngày đánh giá", "ngày", "thời gian phát hiện"),
    (
        "raised on",
        "date raised",
        "finding date",
        "identified date",
        "date identified",
        "date found",
        "audit date",
        "date of audit",
        "issue date",
        "issued on",
        "opened on",
        "date opened",
        "open date",
        "ser date",
        "date",
    ),
)
DUE_ON = (
    (
        "hạn",
        "hạn hoàn thành",
        "thời hạn",
        "thời hạn hoàn thành",
        "ngày phải hoàn thành",
        "hạn khắc phục",
        "hạn xử lý",
        "thời gian hoàn thành",
    ),
    (
        "due on",
        "due date",
        "due",
        "target date",
        "deadline",
        "planned completion",
        "target completion date",
        "planned date",
    ),
)
CLOSED_ON = (
    ("ngày đóng", "ngày kết thúc", "ngày hoàn thành", "ngày hoàn tất", "ngày khắc phục xong"),
    (
        "closed on",
        "closed date",
        "close date",
        "closure date",
        "date closed",
        "resolution date",
        "closed",
        "completed on",
        "completion date",
    ),
)
OWNER = (
    ("người chịu trách nhiệm", "người thực hiện", "trách nhiệm", "người phụ trách", "người xử lý"),
    ("owner", "responsible", "responsible person", "person responsible", "assigned to", "action owner", "assignee"),
)
INSPECTOR = (
    ("đánh giá viên", "chuyên gia đánh giá", "người đánh giá", "người phát hiện", "người lập", "trưởng đoàn"),
    ("inspector", "auditor", "auditors", "lead auditor", "raised by", "originator", "found by"),
)
STATUS = (
    ("trạng thái", "tình trạng", "tình trạng xử lý", "tình trạng khắc phục", "kết quả xử lý"),
    ("status", "state", "closure status", "open/closed", "ver stat", "current status"),
)
SOURCE = (("nguồn", "nguồn phát hiện", "nguồn gốc"), ("source", "origin", "detected through", "ncr src"))
REMARKS = (
    ("ghi chú", "nhận xét", "ý kiến"),
    ("remarks", "comment", "comments", "note", "notes", "comment / recommendation", "remark"),
)
QUESTION = (
    (
        "câu hỏi",
        "nội dung kiểm tra",
        "câu hỏi đánh giá",
        "nội dung cần đánh giá",
        "nội dung đánh giá",
        "tiêu chí",
        "yêu cầu",
        "nội dung cần kiểm tra",
    ),
    (
        "question",
        "questions",
        "questions to ask",
        "audit question",
        "checklist item",
        "item",
        "criterion",
        "requirement",
        "what to check",
        "auditable item",
        "auditable item, observation, procedure etc.",
        "check",
        "action",
        "eng",
    ),
)
GUIDANCE = (
    ("hướng dẫn", "gợi ý", "cách kiểm tra", "diễn giải", "hướng dẫn đánh giá"),
    ("guidance", "control description", "description", "objectives", "how to check", "explanation", "help"),
)
RESULT = (
    ("kết quả", "kết luận", "sự phù hợp", "đánh giá"),
    ("result", "conformity", "outcome", "esito", "answer", "compliance"),
)
SECTION = (("mục", "phần", "nhóm", "chương"), ("section", "group", "chapter", "topic"))
MAXIMUM = (("điểm tối đa", "thang điểm", "điểm chuẩn"), ("maximum score", "max score", "maximum", "points max"))
SCORE = (("điểm", "điểm đánh giá", "điểm tự chấm"), ("score", "points"))
RECORDED_UNDER = (("tài liệu", "quy trình", "mã tài liệu"), ("document", "procedure", "doc proc", "document code"))

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

CRITERIA = {
    "number": (
        ("số", "stt", "số hiệu", "mã số", "mã", "mã tiêu chí", "số tiêu chí"),
        (
            "number",
            "no",
            "#",
            "id",
            "ref",
            "control number",
            "criterion number",
            "item no",
            "code",
            "ref id",
            "item number",
        ),
    ),
    "clause": CLAUSE,
    "clause_2008": CLAUSE_2008,
    "clause_2015": CLAUSE_2015,
    "standard": STANDARD,
    "section": SECTION,
    "title": (
        ("tiêu đề", "tên", "tên tiêu chí"),
        ("title", "control title", "name", "test name", "clause title", "heading"),
    ),
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

VOCABULARY = {"findings": FINDINGS, "nonconformities": NONCONFORMITIES, "criteria": CRITERIA}

# Words of sums and footers in the first filled cell of a row below the table.
FOOTERS = (
    "tổng",
    "tổng cộng",
    "tổng số",
    "cộng",
    "người lập",
    "người lập biểu",
    "trưởng đoàn",
    "thủ trưởng đơn vị",
    "lãnh đạo đơn vị",
    "nơi nhận",
    "xác nhận của",
    "total",
    "totals",
    "sum",
    "grand total",
    "subtotal",
    "prepared by",
    "approved by",
    "all rights reserved",
    "number of",
)

GRADES = {
    "major": (
        "major",
        "nặng",
        "kph nặng",
        "không phù hợp nặng",
        "sự không phù hợp nặng",
        "không phù hợp lớn",
        "kph lớn",
        "lớn",
        "major nc",
        "major nonconformity",
        "major non-conformity",
        "major nonconformance",
        "nc major",
        "nghiêm trọng",
        "ncn",
        "maj",
    ),
    "minor": (
        "minor",
        "nhẹ",
        "kph nhẹ",
        "không phù hợp nhẹ",
        "sự không phù hợp nhẹ",
        "không phù hợp nhỏ",
        "kph nhỏ",
        "nhỏ",
        "minor nc",
        "minor nonconformity",
        "minor non-conformity",
        "minor nonconformance",
        "nc minor",
        "min",
    ),
    "observation": (
        "observation",
        "obs",
        "lưu ý",
        "điểm lưu ý",
        "điểm cần lưu ý",
        "quan sát",
        "nhận xét",
        "khuyến cáo",
    ),
    "opportunity": (
        "opportunity",
        "ofi",
        "opportunity for improvement",
        "opportunities for improvement",
        "cơ hội cải tiến",
        "khuyến nghị",
        "cải tiến",
        "kiến nghị",
        "improvement",
        "recommendation",
    ),
}
UNGRADED = (
    "nc",
    "ncr",
    "kph",
    "không phù hợp",
    "sự không phù hợp",
    "nonconformity",
    "non-conformity",
    "nonconformance",
)

# Own states keep their own names; the rest are what other registers call them.
STATUSES = {
    "draft": ("draft", "nháp", "dự thảo"),
    "open": (
        "open",
        "opened",
        "new",
        "mở",
        "đang mở",
        "chưa đóng",
        "chưa khắc phục",
        "mới",
        "chưa xử lý",
        "not started",
        "chưa thực hiện",
    ),
    "recorded": ("recorded", "đã ghi nhận", "ghi nhận"),
    "confirmed": ("confirmed", "đã xác nhận"),
    "answered": ("answered", "đã trả lời", "đã phản hồi"),
    "accepted": ("accepted", "đã chấp nhận", "chấp nhận"),
    "disputed": ("disputed", "không đồng ý", "đang khiếu nại", "có ý kiến khác"),
    "contained": ("contained", "đã khắc phục tạm thời", "đã khắc phục ngay"),
    "plan_proposed": ("plan proposed", "đã đề xuất kế hoạch", "chờ duyệt kế hoạch"),
    "in_progress": ("in progress", "ongoing", "đang thực hiện", "đang khắc phục", "đang xử lý", "đang tiến hành"),
    "implemented": (
        "implemented",
        "done",
        "completed",
        "complete",
        "đã thực hiện",
        "hoàn thành",
        "đã khắc phục",
        "đã hoàn thành",
        "mitigated",
    ),
    "verified": ("verified", "đã kiểm tra xác nhận", "đã thẩm tra"),
    "effectiveness_check": ("effectiveness check", "đang kiểm tra hiệu lực", "chờ đánh giá hiệu lực"),
    "closed": ("closed", "close", "resolved", "đóng", "đã đóng", "kết thúc", "đã kết thúc"),
    "withdrawn": ("withdrawn", "cancelled", "canceled", "hủy", "huỷ", "đã hủy", "rút", "đã rút"),
}

# A sheet with such a name or title lists no nonconformities.
OPPORTUNITY_SHEETS = ("opportunit", "ofi", "cơ hội cải tiến", "khuyến nghị", "recommendation")
