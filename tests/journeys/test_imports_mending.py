"""An officer brings in a register with twelve problems, mends it in two places, takes it back, brings it in again."""

import io

from openpyxl import load_workbook

from inspections.models import Finding
from qms.models import ImportRun, ImportStaging
from tests.inspections.test_imports_findings import HEADER
from tests.journeys.person import DESK, PHONE
from tests.qms.importing.made_files import workbook_of

GOOD = ["PH-1", "ĐG-1", "SLĐ-01-VP", "8.5.1", "Nhẹ", "Chưa ký biên bản", "20/06/2019", "Mở"]
MENDED = {
    "E4": ("hơi nặng", "Nhẹ"),
    "E5": ("", "Nặng"),
    "E6": ("không biết", "Nhẹ"),
    "G7": ("31/02/2019", "28/02/2019"),
    "G8": ("sau Tết", "20/02/2019"),
    "H9": ("Đang chờ ý kiến", "Mở"),
    "H10": ("??", "Đóng"),
    "F11": ("", "Không có hồ sơ đào tạo"),
    "G12": ("99/99/2019", "09/09/2019"),
}
SUGGESTED = {"E13": "minorr"}
LATER = {"G14": ("2019-13-45", "13/05/2019"), "E15": ("nặng quá", "Nặng")}


def register():
    """A sheet with a title, fifteen rows, and a problem in each of twelve."""
    rows = [[f"PH-{place}", *GOOD[1:]] for place in range(1, 16)]
    for address, text in {**{key: wrong for key, (wrong, _right) in (MENDED | LATER).items()}, **SUGGESTED}.items():
        rows[int(address[1:]) - 3]["ABCDEFGH".index(address[0])] = text
    return workbook_of(("Sổ", [["SỔ THEO DÕI PHÁT HIỆN"], HEADER, *rows]))


def send_file(person, path):
    """Choose a file of findings and have it read."""
    person.go("/imports/")
    person.fill(kind="findings", file=str(path))
    person.send()
    return ImportStaging.objects.order_by("-pk").first()


def wrong_cells(person):
    """Names of the fields that the page calls wrong."""
    return person.page.locator("main [aria-invalid=true]").evaluate_all("nodes => nodes.map(node => node.name)")


def bring_in(person, reason):
    """Decide, and say why."""
    person.fill(reason=reason)
    person.press(person.page.locator("main form[action$='/commit/'] button.btn-primary"))


def standing():
    """Findings that stand."""
    return Finding.objects.filter(ended_at=None).count()


def test_a_register_is_mended_brought_in_taken_back_and_brought_in_again(people, sign_in, tmp_path):
    """Ten cells in the preview, two in the annotated workbook; all or nothing; one step back, and in again."""
    path = tmp_path / "so-theo-doi.xlsx"
    path.write_bytes(register())
    officer = sign_in("officer1")
    staging = send_file(officer, path)
    assert staging.counts == {"create": 3, "reject": 12}
    officer.follow("?verdict=reject#rows")
    assert len(wrong_cells(officer)) == 12
    officer.check_page()

    officer.look(PHONE, "vi")
    officer.go(f"/imports/{staging.uid}/?verdict=reject")
    officer.check_page()
    officer.fill(**{f"mend:Sổ!{address}": right for address, (_wrong, right) in MENDED.items()})
    officer.press(officer.page.locator("main button[name=take][value='Sổ!E13']"))
    assert sorted(wrong_cells(officer)) == ["mend:Sổ!E15", "mend:Sổ!G14"]
    assert officer.page.locator("main form[action$='/commit/'] button.btn-primary").count() == 0

    given = officer.context.request.get(f"{officer.base}/imports/{staging.uid}/annotated/")
    book = load_workbook(io.BytesIO(given.body()))
    sheet = book["Sổ"]
    assert [address for address in LATER if sheet[address].comment] == list(LATER)
    assert sheet["E4"].value == "Nhẹ", "what was mended here is mended in the workbook"
    for address, (_wrong, right) in LATER.items():
        sheet[address] = right
    book.save(path)

    officer.look(DESK, "en")
    second = send_file(officer, path)
    assert second.counts == {"create": 15}, second.refusal
    assert not standing()
    officer.check_page()
    bring_in(officer, "Sổ cũ")
    assert standing() == 15
    officer.sees_words("What it became")
    officer.check_page()

    officer.look(PHONE, "en")
    officer.go(ImportRun.objects.get().get_absolute_url())
    officer.check_page()
    officer.step("undo", reason="Nhầm sổ")
    assert not standing()
    officer.go("/imports/runs/")
    officer.check_page()

    officer.look(DESK, "vi")
    send_file(officer, path)
    bring_in(officer, "Đúng sổ")
    assert standing() == 15
    assert list(ImportRun.objects.order_by("pk").values_list("status", flat=True)) == ["undone", "done"]
