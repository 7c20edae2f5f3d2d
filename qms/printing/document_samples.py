"""Samples of the forms of controlled documents; see `sample_parts`."""

from datetime import date

from qms.printing import document_contexts as contexts
from qms.printing.contexts import Language
from qms.printing.sample_body import BODY
from qms.printing.sample_parts import HASH, MOMENT, RECIPIENTS, letterhead, mark, signed

TITLE = "Quy trình cấp giấy phép lao động cho người lao động nước ngoài làm việc tại Việt Nam"
UNIT = "Phòng Lao động - Việc làm"
SIGNED, EFFECTIVE = date(2020, 7, 10), date(2020, 8, 1)


REVIEWED = (
    contexts.CoverSignature(name="Trưởng Phòng Hai", title="Trưởng phòng", signed_at=MOMENT, hash=HASH),
    contexts.CoverSignature(name="Thư Ký Ba", title="Thư ký ISO", signed_at=MOMENT, hash=HASH),
)
AMENDMENTS = (
    contexts.Amendment(issue="01/00", signed_on=date(2016, 5, 10), description="Ban hành lần đầu."),
    contexts.Amendment(
        issue="02/00",
        signed_on=date(2019, 3, 20),
        request="YCSĐ-2019-004",
        place="Mục 3, mục 5",
        description="Viện dẫn TCVN ISO 9001:2015; bỏ yêu cầu riêng về hành động phòng ngừa.",
    ),
    contexts.Amendment(
        issue="02/01",
        signed_on=SIGNED,
        request="YCSĐ-2020-011",
        place="Mục 5.6",
        description="Giảm thời gian thẩm định từ 4 còn 3 ngày làm việc.",
    ),
)


def controlled_document(language: Language = "vi") -> contexts.ControlledDocument:
    return contexts.ControlledDocument(
        letterhead=letterhead(""),
        mark=mark("đang hiệu lực", HASH, brought_in="QT-31 bản 2016.docx"),
        copy="controlled",
        language=language,
        copy_number="03",
        copy_holder=UNIT,
        copy_note="Thay lần ban hành 01 từ ngày 01/08/2020",
        kind="Quy trình",
        number="QT-31/LĐVL",
        title=TITLE,
        issue_number="02",
        amendment_number="01",
        signed_on=SIGNED,
        effective_on=EFFECTIVE,
        written=(contexts.CoverSignature(name="Chuyên Viên Một", title="Chuyên viên", signed_at=MOMENT, hash=HASH),),
        reviewed=REVIEWED,
        approved=(contexts.CoverSignature(name="Người Ký Thử", title="KT. Giám đốc\nPhó Giám đốc"),),
        amendments=AMENDMENTS,
        body_html=BODY,
        files=(contexts.AttachedFile(name="BM-01-QT-31.docx", size="48 KB", hash=HASH),),
        signatures=(signed(),),
        recipients=RECIPIENTS,
    )


def document_register(language: Language = "vi") -> contexts.Register:
    rows = (
        contexts.DocumentEntry(
            number="QT-31/LĐVL",
            title=TITLE,
            kind="Quy trình",
            unit=UNIT,
            issue="02/01",
            effective_on=EFFECTIVE,
            state="Đang hiệu lực",
            review_due=date(2023, 8, 1),
        ),
        contexts.DocumentEntry(number="CSCL", title="Chính sách chất lượng", kind="Chính sách", state="Dự thảo"),
    )
    return _register(language, rows)


def external_register(language: Language = "vi") -> contexts.Register:
    rows = (
        contexts.ExternalEntry(
            number="152/2020/NĐ-CP",
            title="Nghị định về người lao động nước ngoài làm việc tại Việt Nam",
            kind="Nghị định",
            issuer="Chính phủ",
            effective_on=date(2021, 2, 15),
            state="Còn hiệu lực",
            unit=UNIT,
            checked_on=SIGNED,
        ),
    )
    return _register(language, rows)


def records_register(language: Language = "vi") -> contexts.Register:
    rows = (
        contexts.RecordEntry(
            number="HS-01-QT-31",
            name="Hồ sơ cấp giấy phép lao động",
            unit=UNIT,
            place="Kho lưu trữ tầng 2",
            retention="5 năm",
            keeper="Chuyên viên phụ trách",
            disposal="Hủy theo biên bản",
            state="Đang lưu",
            note="Có bản điện tử",
        ),
    )
    return _register(language, rows)


def follow_up_register(language: Language = "vi") -> contexts.Register:
    rows = (
        contexts.FollowUpEntry(
            number="KPH-2020-SLĐ01-0007",
            raised_on=EFFECTIVE,
            unit=UNIT,
            fact="3 trên 20 hồ sơ giải quyết quá hạn, chưa có phiếu xin lỗi.",
            clauses="8.5.1; 8.7",
            grade="KPH nhẹ",
            actions="HĐ-2020-SLĐ01-0012: Bổ sung bước theo dõi thời hạn vào QT-05.",
            owners="Chuyên viên Một",
            due=EFFECTIVE,
            done=EFFECTIVE,
            result="Có hiệu lực, 02/11/2020",
            state="Đã đóng",
        ),
    )
    return _register(language, rows)


def distribution_register(language: Language = "vi") -> contexts.Register:
    rows = (
        contexts.CopyEntry(
            number="QT-31/LĐVL",
            title=TITLE,
            issue="02/01",
            effective_on=EFFECTIVE,
            given="Bản số 03, giấy",
            receiver="Bộ phận Tiếp nhận và Trả kết quả",
            received="Chuyên Viên Bốn\n01/08/2020",
            recalled="01/08/2020\nThư Ký Ba",
        ),
    )
    return _register(language, rows)


def _register(language: Language, rows: tuple) -> contexts.Register:
    return contexts.Register(
        letterhead=letterhead("05/DM-VP"),
        mark=mark("ngày 15/07/2020", brought_in="danh-muc-2019.xlsx"),
        language=language,
        scope="Toàn Sở; mọi loại",
        updated_on=date(2020, 7, 15),
        rows=rows,
        signatures=(signed("Người lập", "lập danh mục"), signed()),
        recipients=RECIPIENTS,
    )


def change_request(language: Language = "vi") -> contexts.ChangeRequest:
    return contexts.ChangeRequest(
        letterhead=letterhead("YCSĐ-2020-011"),
        mark=mark("đã giải quyết", brought_in="phieu-2019.xlsx, dòng 4"),
        language=language,
        asked_on=date(2020, 6, 1),
        asker="Chuyên Viên Bốn",
        unit="Bộ phận Tiếp nhận và Trả kết quả",
        wish="change",
        document_number="QT-31/LĐVL",
        document_title=TITLE,
        issue="02/00",
        wanted_by=date(2020, 8, 1),
        writer="Chuyên Viên Một",
        reason="Tổng thời gian các bước vượt thời hạn theo quy định.",
        content="Giảm thời gian thẩm định từ 4 còn 3 ngày làm việc ở bước 3.",
        opinions=(
            contexts.Opinion(
                who="Trưởng đơn vị",
                agrees=True,
                comment="Phù hợp thực tế.",
                name="Trưởng Phòng Hai",
                signed_at=MOMENT,
                hash=HASH,
            ),
            contexts.Opinion(who="Thư ký ISO", agrees=False, comment="Cần nêu rõ người theo dõi.", name="Thư Ký Ba"),
            contexts.Opinion(who="Người phê duyệt"),
        ),
        answer="QT-31/LĐVL lần ban hành 02, lần sửa đổi 01, hiệu lực từ ngày 01/08/2020",
        signatures=(signed("Người đề xuất", "đề xuất"),),
        recipients=RECIPIENTS,
    )


def decision(language: Language = "vi") -> contexts.Decision:
    return contexts.Decision(
        letterhead=letterhead("123/QĐ-SLĐTBXH", SIGNED),
        mark=mark("đã ký", HASH, brought_in="QĐ 123.pdf"),
        language=language,
        purpose="approve",
        draft=True,
        subject="Về việc ban hành tài liệu của hệ thống quản lý chất lượng theo TCVN ISO 9001:2015",
        authority="Giám đốc Sở Lao động - Thương binh và Xã hội",
        grounds=(
            "Căn cứ Quyết định số 19/2014/QĐ-TTg ngày 05 tháng 3 năm 2014 của Thủ tướng Chính phủ;",
            "Căn cứ Quyết định quy định chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức của Sở;",
        ),
        proposal="Theo đề nghị của Chánh Văn phòng Sở.",
        carried_out_by="Chánh Văn phòng, Trưởng phòng Lao động - Việc làm và các đơn vị có liên quan",
        rows=(
            contexts.AnnexRow(
                number="QT-31/LĐVL",
                title=TITLE,
                issue="02/01",
                effective_on=EFFECTIVE,
                hash=HASH,
                note="Thay lần ban hành 02/00",
            ),
            contexts.AnnexRow(number="QT-32/LĐVL", title="Đăng ký nội quy lao động", issue="01/00", hash=HASH),
        ),
        signatures=(signed(),),
        recipients=RECIPIENTS,
    )


def reading_evidence(language: Language = "vi") -> contexts.ReadingEvidence:
    return contexts.ReadingEvidence(
        letterhead=letterhead("07/DS-VP"),
        mark=mark("đang hiệu lực", brought_in="danh-sach-2019.xlsx"),
        language=language,
        number="QT-31/LĐVL",
        title=TITLE,
        issue="02/01",
        effective_on=EFFECTIVE,
        audience="Công chức Phòng Lao động - Việc làm",
        rows=(
            contexts.Reader(
                name="Chuyên Viên Một",
                position="Chuyên viên",
                unit=UNIT,
                due=date(2020, 7, 10),
                acknowledged_at=MOMENT,
                note="Đã nghe phổ biến",
            ),
            contexts.Reader(name="Chuyên Viên Bốn", position="Chuyên viên", unit=UNIT, due=date(2020, 7, 10)),
        ),
        signatures=(signed("Người lập", "lập danh sách"),),
        recipients=RECIPIENTS,
    )


def periodic_review(language: Language = "vi") -> contexts.PeriodicReview:
    return contexts.PeriodicReview(
        letterhead=letterhead("SX-2020-009"),
        mark=mark("đã ký", brought_in="soat-xet-2019.xlsx"),
        language=language,
        number="QT-31/LĐVL",
        title=TITLE,
        kind="Quy trình",
        unit=UNIT,
        issue="02/01",
        effective_on=EFFECTIVE,
        last_reviewed_on=date(2019, 7, 1),
        due=date(2020, 7, 1),
        reviewed_on=date(2020, 6, 28),
        reviewer="Trưởng Phòng Hai",
        answers=(
            contexts.ReviewAnswer(question="Căn cứ pháp lý còn hiệu lực", answer="Có", note="Đã đối chiếu"),
            contexts.ReviewAnswer(question="Đúng với cách làm thực tế", answer="Có"),
        ),
        outcome="no_change",
        reason="Nội dung còn phù hợp.",
        next_due=date(2023, 7, 1),
        signatures=(signed("Người soát xét", "soát xét"),),
        recipients=RECIPIENTS,
    )
