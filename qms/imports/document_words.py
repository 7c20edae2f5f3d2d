"""What master lists of documents call their columns, kinds and standings: plain data, folded when used."""

from qms.enums import DocumentKind
from qms.importing.vocabulary import named
from qms.importing.words import words

COLUMNS = {
    "number": named(
        "mã hiệu | số hiệu | mã tài liệu | mã số | mã số tài liệu | ký hiệu | số ký hiệu | số hiệu tài liệu | mã | số",
        "number | doc id | document number | document no | document id | document code | doc no | doc number | doc "
        "code | code | ref | reference | id | form doc n | doc n | document n | sop no | procedure no | no",
    ),
    "title": named(
        "tên tài liệu | tiêu đề | tên quy trình | tên văn bản | trích yếu | trích yếu nội dung | tên gọi | tên",
        "title | doc title | document title | document name | title in vietnamese | name | description | subject",
    ),
    "title_en": named("tên tiếng anh | tiêu đề tiếng anh", "title in english | english title"),
    "kind": named(
        "loại | loại tài liệu | loại văn bản | nhóm tài liệu | dạng tài liệu | phân loại",
        "kind | type | document type | doc type | type of document | category | class",
    ),
    "unit": named("mã đơn vị", "unit code"),
    "unit_name": named(
        "đơn vị | đơn vị soạn thảo | đơn vị chủ trì | đơn vị quản lý | bộ phận | phòng ban | phòng | đơn vị ban hành",
        "unit | department | dept | division | owner | document owner | area | process owner",
    ),
    "issue": named(
        "lần ban hành | lần bh | phiên bản | lbh | lần ban hành/sửa đổi",
        "issue | issue no | issue number | version | revision | rev | current rev | current revision | edition",
    ),
    "amendment": named(
        "lần sửa đổi | sửa đổi | lần sđ | lần soát xét | lsđ",
        "amendment | amendment no | amendment number | amend | revision no | revision | rev",
    ),
    "signed_on": named(
        "ngày ban hành | ngày ký | ngày phê duyệt | ngày tháng ban hành | ban hành ngày",
        "issued on | issue date | date of issue | date issued | date released | release date | released | approved on "
        "| approval date | signed on | revision date",
    ),
    "effective_on": named(
        "ngày hiệu lực | hiệu lực từ ngày | ngày có hiệu lực | có hiệu lực từ | hiệu lực từ | ngày áp dụng | "
        "áp dụng từ ngày",
        "in force from | effective date | effective from | effective on | date effective | valid from",
    ),
    "withdrawn_on": named(
        "ngày hết hiệu lực | hết hiệu lực từ | ngày bãi bỏ | ngày huỷ | ngày thu hồi",
        "withdrawn on | withdrawal date | obsolete date | expiry date | valid until",
    ),
    "standing": named(
        "tình trạng | trạng thái | tình trạng hiệu lực | hiệu lực | tình trạng tài liệu",
        "standing | status | state | current status | validity",
    ),
    "external_status": named("tình trạng bên ngoài | hiệu lực của văn bản | trạng thái bên ngoài", "status outside"),
    "review_due_on": named(
        "hạn soát xét | ngày soát xét tiếp theo | soát xét trước ngày | kỳ soát xét tiếp theo | hạn xem xét",
        "review due | review due on | next review | next review date | review date | review by",
    ),
    "issued_by": named(
        "cơ quan ban hành | nơi ban hành | tác giả văn bản", "issued by | issuer | publisher | authority"
    ),
    "replaced_by": named(
        "thay thế bởi | thay bằng | được thay thế bởi | bị thay thế bởi | văn bản thay thế | thay thế bằng",
        "replaced by | superseded by | replacement",
    ),
    "status_checked_on": named(
        "ngày kiểm tra tình trạng | ngày rà soát hiệu lực | kiểm tra hiệu lực ngày | ngày kiểm tra hiệu lực",
        "status checked on | checked on | last checked",
    ),
    "author": named(
        "người soạn thảo | người biên soạn | soạn thảo | người viết | cán bộ soạn thảo",
        "author | prepared by | written by | drafted by | document author",
    ),
    "reviewer": named("người soát xét | người kiểm tra | soát xét", "reviewer | reviewed by | checked by"),
    "approver": named("người phê duyệt | phê duyệt | người ký | người ban hành", "approver | approved by | signed by"),
    "clause": named(
        "điều khoản | điều khoản iso | điều khoản tiêu chuẩn | điều khoản áp dụng",
        "clauses | clause | iso clause | standard clause",
    ),
    "retention": named("thời gian lưu | thời hạn lưu", "retention | retention time"),
    "remarks": named("ghi chú | nhận xét", "remarks | note | notes | comment | comments | remark"),
}

KINDS = {
    DocumentKind.PROCEDURE: words(
        "procedure | quy trình | qui trình | thủ tục | quy trình nội bộ | quy trình iso | sop | prosedur | "
        "prosedur kualiti"
    ),
    DocumentKind.POLICY: words("policy | quality policy | chính sách | chính sách chất lượng | dasar kualiti"),
    DocumentKind.OBJECTIVES: words(
        "objectives | quality objectives | mục tiêu | mục tiêu chất lượng | objektif kualiti"
    ),
    DocumentKind.MODEL: words(
        "model | system model | mô hình | mô hình khung | mô hình hệ thống | sổ tay | sổ tay chất lượng | manual | "
        "quality manual | manual kualiti | hệ thống quản lý chất lượng"
    ),
    DocumentKind.INSTRUCTION: words(
        "instruction | work instruction | hướng dẫn | hướng dẫn công việc | quy định | quy chế | nội quy | guideline | "
        "guidelines | arahan kerja"
    ),
    DocumentKind.FORM: words(
        "form | forms | biểu mẫu | mẫu biểu | mẫu | phụ lục | template | checklist | borang | phiếu"
    ),
    DocumentKind.EXTERNAL: words(
        "external | external document | tài liệu bên ngoài | văn bản bên ngoài | bên ngoài | luật | nghị định | "
        "thông tư | pháp lệnh | tiêu chuẩn | quy chuẩn | văn bản pháp luật | văn bản quy phạm pháp luật | "
        "văn bản pháp quy | law | decree | circular | standard"
    ),
}

# What a code begins with: QT-05, BM.QT-05-01, PK(W).OA.01, TCVN ISO 9001.
PREFIXES = {
    "qt": DocumentKind.PROCEDURE,
    "qtnb": DocumentKind.PROCEDURE,
    "tt": DocumentKind.PROCEDURE,
    "pk": DocumentKind.PROCEDURE,
    "sop": DocumentKind.PROCEDURE,
    "pr": DocumentKind.PROCEDURE,
    "qp": DocumentKind.PROCEDURE,
    "cs": DocumentKind.POLICY,
    "cscl": DocumentKind.POLICY,
    "mt": DocumentKind.OBJECTIVES,
    "mtcl": DocumentKind.OBJECTIVES,
    "mh": DocumentKind.MODEL,
    "mhk": DocumentKind.MODEL,
    "mhht": DocumentKind.MODEL,
    "st": DocumentKind.MODEL,
    "stcl": DocumentKind.MODEL,
    "mk": DocumentKind.MODEL,
    "qm": DocumentKind.MODEL,
    "hd": DocumentKind.INSTRUCTION,
    "hdcv": DocumentKind.INSTRUCTION,
    "wi": DocumentKind.INSTRUCTION,
    "qd": DocumentKind.INSTRUCTION,
    "bm": DocumentKind.FORM,
    "f": DocumentKind.FORM,
    "pl": DocumentKind.FORM,
    "tlbn": DocumentKind.EXTERNAL,
    "tcvn": DocumentKind.EXTERNAL,
    "iso": DocumentKind.EXTERNAL,
}

IN_FORCE, COMING, DRAFT, WITHDRAWN, REPLACED, PARTLY = "in_force", "coming", "draft", "withdrawn", "replaced", "partly"

STANDINGS = {
    IN_FORCE: words(
        "còn hiệu lực | in force | hiệu lực | đang hiệu lực | có hiệu lực | đang có hiệu lực | đang áp dụng | áp dụng "
        "| đã ban hành | ban hành | đã phê duyệt | effective | active | current | approved | valid | released | issued"
    ),
    COMING: words("chưa có hiệu lực | not yet in force | sắp có hiệu lực | chưa hiệu lực | coming"),
    DRAFT: words(
        "dự thảo | draft | nháp | bản nháp | đang soạn thảo | đang soạn | đang viết | đang soát xét | đã soát xét | "
        "chờ phê duyệt | in review | reviewed | being written | under review"
    ),
    WITHDRAWN: words(
        "hết hiệu lực | withdrawn | không còn hiệu lực | huỷ | hủy | đã huỷ | đã hủy | huỷ bỏ | hủy bỏ | bãi bỏ | đã "
        "bãi bỏ | thu hồi | đã thu hồi | ngừng áp dụng | đã bỏ | withdrawn from use | obsolete | cancelled | "
        "canceled | expired | out of force | abandoned | retired"
    ),
    REPLACED: words(
        "thay thế | replaced | đã thay thế | bị thay thế | được thay thế | đã thay bằng bản khác | đã bị thay thế | "
        "superseded"
    ),
    PARTLY: words("hết hiệu lực một phần | partly in force | còn hiệu lực một phần | partially in force"),
}
