"""What procedures call their sections, folded: without accents, case and punctuation."""

SECTIONS: dict[str, tuple[str, ...]] = {
    "purpose": ("muc dich", "muc dich cua quy trinh", "muc dich ban hanh", "purpose", "objective", "aim"),
    "scope": (
        "pham vi", "pham vi ap dung", "pham vi dieu chinh", "doi tuong ap dung", "pham vi su dung",
        "scope", "scope of application", "field of application",
    ),
    "references": (
        "tai lieu vien dan", "tai lieu tham chieu", "tai lieu tham khao", "tai lieu lien quan", "vien dan",
        "tai lieu ap dung", "van ban vien dan", "van ban lien quan", "tieu chuan vien dan", "tai lieu can cu",
        "tai lieu vien dan lien quan", "tham chieu",
        "references", "reference", "normative references", "related documents", "reference documents",
    ),
    "definitions": (
        "dinh nghia", "viet tat", "tu viet tat", "chu viet tat", "thuat ngu", "giai thich tu ngu", "khai niem",
        "giai thich thuat ngu", "cac tu viet tat", "cac dinh nghia", "cac thuat ngu", "cac chu viet tat",
        "thuat ngu dinh nghia", "giai thich", "ky hieu viet tat", "danh muc tu viet tat", "ky hieu",
        "definitions", "definition", "terms", "terms and definitions", "abbreviations", "acronyms",
    ),
    "contents": (
        "noi dung", "noi dung quy trinh", "quy trinh", "noi dung thuc hien", "noi dung cua quy trinh",
        "noi dung thu tuc", "noi dung chinh", "mo ta quy trinh", "dien giai quy trinh",
        "contents", "content", "procedure", "description", "description of the procedure",
    ),
    "forms": (
        "bieu mau", "cac bieu mau", "bieu mau su dung", "bieu mau kem theo", "danh muc bieu mau", "mau bieu",
        "bieu mau ap dung", "bieu mau lien quan", "phu luc bieu mau", "danh sach bieu mau",
        "forms", "form", "templates", "related forms",
    ),
    "records": (
        "ho so luu", "ho so", "luu ho so", "ho so luu tru", "luu tru ho so", "luu tru", "quan ly ho so",
        "ho so can luu", "ho so phai luu", "danh muc ho so", "ho so cong viec", "ho so luu giu",
        "records", "records kept", "record", "retained records", "record keeping",
    ),
    "amendments": (
        "bang theo doi sua doi", "theo doi sua doi", "bang theo doi sua doi tai lieu", "tinh trang sua doi",
        "tinh trang ban hanh tai lieu", "tinh trang sua doi tai lieu", "lich su sua doi", "lich su ban hanh",
        "theo doi tinh trang sua doi", "bang theo doi thay doi", "trang theo doi sua doi",
        "amendment record", "revision history", "amendments", "change history",
    ),
    "toc": ("muc luc", "table of contents"),
    "objectives": ("muc tieu chat luong", "muc tieu", "quality objectives"),
}  # fmt: skip
"""The headings of a document."""

ADMINISTRATIVE: dict[str, tuple[str, ...]] = {
    "legal_basis": ("co so phap ly", "can cu phap ly", "can cu phap ly cua thu tuc hanh chinh", "legal basis"),
    "conditions": (
        "dieu kien thuc hien", "dieu kien thuc hien tthc", "dieu kien thuc hien thu tuc hanh chinh",
        "yeu cau dieu kien", "yeu cau dieu kien thuc hien", "yeu cau dieu kien thuc hien thu tuc hanh chinh",
        "yeu cau dieu kien thuc hien tthc", "conditions",
    ),
    "dossier": (
        "thanh phan ho so", "thanh phan so luong ho so", "thanh phan va so luong ho so", "ho so bao gom",
        "ho so gom", "dossier",
    ),
    "sets": ("so luong ho so", "so bo ho so", "number of sets"),
    "time_limit": (
        "thoi gian xu ly", "thoi han giai quyet", "thoi gian giai quyet", "thoi han xu ly", "thoi gian thuc hien",
        "thoi han thuc hien", "thoi gian xu ly ho so", "thoi han giai quyet ho so", "time limit",
    ),
    "place": (
        "noi tiep nhan va tra ket qua", "noi tiep nhan va tra ho so", "dia diem tiep nhan va tra ket qua",
        "noi tiep nhan ho so va tra ket qua", "dia diem thuc hien", "noi nhan va tra ket qua",
        "noi tiep nhan tra ket qua",
    ),
    "fee": ("le phi", "phi le phi", "phi/le phi", "phi va le phi", "le phi/phi", "phi", "fee", "fees"),
    "audience": (
        "doi tuong thuc hien", "doi tuong thuc hien thu tuc hanh chinh", "doi tuong thuc hien tthc", "audience",
    ),
    "field": ("linh vuc", "field"),
    "code": ("ma thu tuc", "ma tthc", "ma thu tuc hanh chinh", "ma so thu tuc hanh chinh", "ma so tthc"),
}  # fmt: skip
"""The parts of an administrative procedure, under its contents."""

STEPS_TITLES = (
    "quy trinh xu ly cong viec", "trinh tu thuc hien", "quy trinh thuc hien", "cac buoc thuc hien", "luu do",
    "quy trinh giai quyet", "trinh tu xu ly", "luu do quy trinh", "cac buoc tien hanh", "quy trinh xu ly",
    "trinh tu cac buoc thuc hien", "bang cac buoc", "steps", "step table",
)  # fmt: skip

COVER: dict[str, tuple[str, ...]] = {
    "number": (
        "ma so", "ma hieu", "ma tai lieu", "so hieu", "ky hieu", "ma quy trinh", "ma so tai lieu", "so tai lieu",
        "document number", "document no", "document code", "code",
    ),
    "issue_number": (
        "lan ban hanh", "ban hanh lan", "ban hanh lan thu", "lan ban hanh thu", "phien ban", "lan bh",
        "issue number", "issue no", "issue", "version",
    ),
    "amendment_number": (
        "lan sua doi", "sua doi lan", "so sua doi", "lan soat xet", "sua doi", "amendment", "revision", "amendment no",
    ),
    "effective_on": (
        "ngay hieu luc", "hieu luc tu ngay", "ngay co hieu luc", "hieu luc tu", "hieu luc", "ngay ap dung",
        "effective date", "effective from",
    ),
    "issued_on": ("ngay ban hanh", "ngay bh", "ban hanh ngay", "ngay phe duyet", "issue date", "date of issue"),
    "title_vi": ("ten quy trinh", "ten tai lieu", "ten thu tuc", "tieu de", "title"),
}  # fmt: skip
"""What stands before a value on a cover, in a header or a footer."""

KINDS_ON_COVERS = (
    "quy trinh", "thu tuc", "quy dinh", "huong dan", "huong dan cong viec", "chinh sach", "so tay", "procedure",
)  # fmt: skip
