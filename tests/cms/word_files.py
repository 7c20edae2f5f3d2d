"""Word files that the tests make themselves."""

import io
import zipfile
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

CASE = Path(__file__).parents[2].parent / "shared" / "cases" / "vi-procedures"


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def table_in(container, rows, width=None):
    """A table of these rows; a cell may be None: it is merged with the one above."""
    table = container.add_table(rows=len(rows), cols=width or len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            if text is None:
                merge = OxmlElement("w:vMerge")
                cell._tc.get_or_add_tcPr().append(merge)
            else:
                cell.text = text
    return table


def heading(document, text):
    document.add_paragraph().add_run(text).bold = True


FRAMEWORK_STEPS = [
    ["TT", "Trình tự", "Trách nhiệm", "Thời gian", "Biểu mẫu/Kết quả"],
    ["B1", "Tiếp nhận hồ sơ", "Bộ phận Một cửa", "04 giờ làm việc", "Mẫu số 01"],
    ["B2", "Phân công thụ lý", "Lãnh đạo phòng", "1/2 ngày", "Phiếu kiểm soát"],
    ["B3", "Thẩm định", "Chuyên viên", "0,5 ngày", "Tờ trình"],
    ["B4", "Ký duyệt", "Giám đốc", "30 phút", "Quyết định"],
    ["B5", "Trả kết quả", "Bộ phận Một cửa", "Giờ hành chính", "Sổ theo dõi"],
]


def framework() -> bytes:
    """A procedure after the state framework model: cover table, amendments, seven headings, TTHC parts."""
    document = docx.Document()
    table_in(
        document,
        [["SỞ NỘI VỤ", "QUY TRÌNH\nCẤP GIẤY PHÉP HỘI", "Mã hiệu: QT-31\nLần ban hành: 02\nNgày hiệu lực: 01/04/2026"]],
    )
    table_in(document, [["Soạn thảo", "Xem xét", "Phê duyệt"], ["(ký)", "(ký)", "(ký)"]])
    heading(document, "BẢNG THEO DÕI SỬA ĐỔI")
    table_in(
        document,
        [
            [
                "Yêu cầu sửa đổi/bổ sung",
                "Trang/phần liên quan",
                "Mô tả nội dung",
                "Lần ban hành/sửa đổi",
                "Ngày ban hành",
            ],
            ["Theo luật mới", "3", "Đổi bước 2", "02", "20/03/2026"],
        ],
    )
    heading(document, "1. MỤC ĐÍCH")
    document.add_paragraph("Quy định trình tự cấp giấy phép.")
    heading(document, "2. PHẠM VI")
    document.add_paragraph("Áp dụng cho mọi hồ sơ của Sở.")
    heading(document, "3. TÀI LIỆU VIỆN DẪN")
    document.add_paragraph("- TCVN ISO 9001:2015;")
    document.add_paragraph("- QT-05 Kiểm soát tài liệu.")
    heading(document, "4. ĐỊNH NGHĨA/VIẾT TẮT")
    document.add_paragraph("TTHC: thủ tục hành chính")
    heading(document, "5. NỘI DUNG QUY TRÌNH")
    _framework_contents(document)
    heading(document, "6. BIỂU MẪU")
    table_in(document, [["TT", "Mã hiệu", "Tên biểu mẫu"], ["1", "BM-31-01", "Giấy tiếp nhận hồ sơ"]])
    heading(document, "7. HỒ SƠ LƯU")
    table_in(
        document,
        [
            ["TT", "Hồ sơ lưu", "Trách nhiệm", "Thời gian lưu", "Nơi lưu"],
            ["1", "Đơn đề nghị", "Chuyên viên", "5 năm", "Văn phòng"],
            ["2", "Quyết định", None, None, None],
        ],
    )
    return saved(document)


def _framework_contents(document):
    heading(document, "5.1 Cơ sở pháp lý")
    document.add_paragraph("- Nghị định số 126/2024/NĐ-CP ngày 08/10/2024 quy định về hội;")
    heading(document, "5.2 Thành phần hồ sơ")
    table_in(
        document,
        [["Thành phần hồ sơ", "Bản chính", "Bản sao"], ["Đơn đề nghị", "x", ""], ["Điều lệ", "", "02"]],
    )
    heading(document, "5.3 Số lượng hồ sơ")
    document.add_paragraph("01 (một) bộ")
    heading(document, "5.4 Thời gian xử lý")
    document.add_paragraph("05 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ")
    heading(document, "5.5 Nơi tiếp nhận và trả kết quả")
    document.add_paragraph("Trung tâm Phục vụ hành chính công")
    heading(document, "5.6 Lệ phí")
    document.add_paragraph("Không")
    heading(document, "5.7 Quy trình xử lý công việc")
    table_in(document, FRAMEWORK_STEPS)


def layout_table() -> bytes:
    """Section 5 as one big table, as many administrations lay it out."""
    document = docx.Document()
    heading(document, "1. MỤC ĐÍCH")
    document.add_paragraph("Quy định.")
    heading(document, "5. NỘI DUNG")
    table = document.add_table(rows=0, cols=5)
    rows = [
        ("5.1", "Cơ sở pháp lý"), ("", "Luật số 15/2023/QH15"),
        ("5.2", "Số lượng hồ sơ"), ("", "02 bộ"),
        ("5.3", "Lệ phí"), ("", "Không thu"),
        ("5.4", "Quy trình xử lý công việc"), *FRAMEWORK_STEPS,
    ]  # fmt: skip
    for texts in rows:
        cells = table.add_row().cells
        if len(texts) == 2:
            cells[1].merge(cells[4])
        for cell, text in zip(cells, texts, strict=False):
            cell.text = text
    return saved(document)


def changed_xml(content: bytes, part: str, change) -> bytes:
    """The same file with one part rewritten."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry.filename)
            new.writestr(entry.filename, change(data) if entry.filename == part else data)
    return stream.getvalue()


def tracked(paragraph, tag, text):
    """A run put in or struck out while changes are tracked."""
    change = OxmlElement(tag)
    run = OxmlElement("w:r")
    words = OxmlElement("w:delText" if tag == "w:del" else "w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    change.append(run)
    paragraph._p.append(change)


def lettered() -> bytes:
    """A procedure in the manner of 2025: typed cover, Roman numbers, parts a to i, then the steps."""
    document = docx.Document()
    for text in (
        "SỞ TƯ PHÁP",
        "QUY TRÌNH",
        "CẤP PHIẾU LÝ LỊCH TƯ PHÁP",
        "Mã số: QT-HCTP-01",
        "Ngày ban hành: 20/3/2025",
    ):
        heading(document, text)
    heading(document, "I. MỤC ĐÍCH")
    document.add_paragraph("Quy định cách làm.")
    heading(document, "V. NỘI DUNG QUY TRÌNH")
    heading(document, "1. Nội dung thủ tục hành chính")
    parts = {
        "a. Thành phần, số lượng hồ sơ": ["- Tờ khai (01 bản chính);", "Số lượng hồ sơ: 01 bộ"],
        "b. Thời hạn giải quyết": ["10 ngày kể từ ngày nhận hồ sơ"],
        "c. Cơ quan thực hiện": ["Sở Tư pháp"],
        "e. Phí, lệ phí": ["200.000 đồng"],
        "i. Căn cứ pháp lý": ["Luật Lý lịch tư pháp số 28/2009/QH12"],
    }
    for title, lines in parts.items():
        heading(document, title)
        for line in lines:
            document.add_paragraph(line)
    heading(document, "2. Các bước thực hiện")
    table_in(document, [*FRAMEWORK_STEPS[:2], ["II", "Giai đoạn trình ký", "", "", ""], *FRAMEWORK_STEPS[2:]])
    heading(document, "VI. BIỂU MẪU")
    document.add_paragraph("BM.QT.01: Giấy tiếp nhận")
    return saved(document)
