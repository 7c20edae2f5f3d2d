"""What stands above the columns of tables, folded: kind of table, role of a column, its titles."""

WORDS = """
amendments
    change: yeu cau sua doi; noi dung sua doi; muc sua doi; mo ta noi dung; noi dung/ban hanh; noi dung thay
        doi; noi dung ban hanh/sua doi; mo ta noi dung sua doi; trang/phan lien quan; trang sua doi; description
        of change; vi tri sua doi; vi tri
    issue: lan ban hanh; lan ban hanh/sua doi; ban hanh lan; issue
    amendment: lan sua doi; sua doi lan; so sua doi; amendment
    day: ngay ban hanh; ngay sua doi; ngay ban hanh/sua doi; ngay hieu luc; date
dossier
    name: thanh phan ho so; thanh phan; ten thanh phan ho so; ten giay to; loai giay to; giay to; ho so gom;
        document
    originals: ban chinh; so ban chinh; original; originals
    copies: ban sao; so ban sao; copy; copies; ban photo
    note: ghi chu; note; mau don/to khai; bieu mau
steps
    what: trinh tu; noi dung cong viec; cong viec; buoc thuc hien; cac buoc; noi dung; hoat dong; luu do; mo ta;
        dien giai; trinh tu cong viec; cac buoc cong viec; noi dung thuc hien; so do; ten cong viec; trinh tu
        thuc hien; cac buoc thuc hien; tien trinh; cong viec thuc hien; trinh tu cac buoc thuc hien; noi dung
        cac buoc; ten buoc; buoc cong viec; luu trinh; activity; what; task; description; step; steps; what is
        done; flowchart
    responsible: trach nhiem; trach nhiem thuc hien; nguoi thuc hien; don vi thuc hien; bo phan thuc hien; co
        quan thuc hien; nguoi chiu trach nhiem; don vi/nguoi thuc hien; chu tri; thuc hien; don vi; ca nhan/don
        vi thuc hien; don vi chiu trach nhiem; bo phan; trach nhiem xu ly; chuc danh vi tri; responsible;
        responsibility; who; by
    duration: thoi gian; thoi gian thuc hien; thoi han; thoi gian giai quyet; thoi luong; thoi gian xu ly; thoi
        han giai quyet; thoi han thuc hien; thoi han xu ly; time; duration; working time
    result: bieu mau/ket qua; bieu mau; ket qua; ket qua/bieu mau; bieu mau ket qua; san pham; ho so; ket
        qua/san pham; tai lieu/bieu mau; bieu mau/ho so; tai lieu; ho so/bieu mau; bieu mau/tai lieu; ho so lien
        quan; ket qua thuc hien; tai lieu lien quan; bieu mau su dung; form; result; form/result; form or
        result; output
    note: ghi chu; note; dien giai chi tiet
objectives
    objective: muc tieu; muc tieu chat luong; objective
    target: chi tieu; muc phan dau; chi tieu can dat; target
    measure: cach do; phuong phap do; cach tinh; bien phap; bien phap thuc hien; measure
    responsible: trach nhiem; nguoi chiu trach nhiem; don vi thuc hien; bo phan thuc hien; responsible
    due: thoi han; thoi gian; thoi gian hoan thanh; han hoan thanh; due
records
    code: ky hieu; ma hieu; ma so; ky hieu bieu mau; ma bieu mau; ma ho so; ky hieu ho so; code
    name: ho so luu; ten ho so; ho so; ten van ban trong ho so; loai ho so; ten tai lieu; ten ho so luu; ten
        bieu mau; ho so luu gom; ho so can luu; thanh phan ho so luu; ten ho so/tai lieu; record; record kept;
        name; records
    keeper: trach nhiem luu; nguoi luu; bo phan luu; don vi luu; trach nhiem; trach nhiem luu tru; bo phan luu
        tru; nguoi luu giu; nguoi luu tru; don vi luu tru; keeper; kept by
    retention: thoi gian luu; thoi han luu; thoi han; thoi gian luu tru; thoi han luu tru; thoi gian; thoi han
        bao quan; thoi gian luu giu; retention; retention time
    place: noi luu; noi luu tru; dia diem luu; phuong phap luu; hinh thuc luu; cach luu; vi tri luu; noi luu
        giu; phuong thuc luu; kept at; place
    disposal: xu ly; huy; phuong phap huy; xu ly sau khi het han; xu ly khi het han; hinh thuc huy; disposal
forms
    code: ma hieu; ky hieu; ma so; ma bieu mau; so hieu; ma hieu bieu mau; ky hieu bieu mau; ma so bieu mau;
        code; code of the form
    name: ten bieu mau; bieu mau; ten mau; ten mau bieu; ten bieu mau/ho so; ten tai lieu; ten goi; form; name;
        name of the form
definitions
    term: thuat ngu; tu viet tat; chu viet tat; viet tat; tu ngu; thuat ngu/tu viet tat; term; abbreviation
    meaning: dinh nghia; giai thich; y nghia; dien giai; noi dung; nghia; giai nghia; viet day du; dinh
        nghia/giai thich; meaning; definition
references
    code: ma hieu; ky hieu; so ky hieu; ma so; so hieu; so/ky hieu; code; number
    name: ten tai lieu; ten van ban; trich yeu; trich yeu noi dung; noi dung; ten goi; title; name
signatures
    writer: bien soan; soan thao; nguoi viet; nguoi soan thao; nguoi bien soan; nguoi lap; written by; prepared
        by
    reviewer: soat xet; xem xet; kiem tra; nguoi kiem tra; nguoi xem xet; nguoi soat xet; tham tra; reviewed by;
        checked by
    approver: phe duyet; nguoi phe duyet; nguoi duyet; duyet; nguoi ky; approved by
"""


def _read(text: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """Kinds at the margin, a role before its colon, titles with semicolons between; lines may be broken."""
    roles: dict[str, dict[str, str]] = {}
    kind = role = ""
    for line in text.strip().split("\n"):
        name, colon, titles = line.rpartition(":")
        if not line.startswith(" "):
            kind = line.strip()
            roles[kind] = {}
            continue
        role = name.strip() if colon else role
        roles[kind][role] = f"{roles[kind].get(role, '')} {titles.strip()}"
    return {kind: {role: _titles(told) for role, told in found.items()} for kind, found in roles.items()}


def _titles(told: str) -> tuple[str, ...]:
    return tuple(title.strip() for title in told.split(";") if title.strip())


COLUMNS = _read(WORDS)
"""Kind of table > role of a column > what stands above it."""
