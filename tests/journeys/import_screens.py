"""Pages of bringing a register in, in each of a file's states; registers brought in; taking one back."""

from django.urls import reverse

from inspections.models import Finding
from qms import clock
from qms.importing import staging as stagings
from qms.models import BackgroundJob, ImportStaging, Unit, User
from tests.factories import save
from tests.inspections.test_imports_findings import HEADER
from tests.journeys.screen import Screen
from tests.qms.importing.made_files import workbook_of

ROW = ["SO-1", "ĐG-1", "SLĐ-01-VP", "8.5.1", "Nhẹ", "Chưa ký biên bản họp tháng sáu", "20/06/2019", "Mở"]
LONG = "Biên bản ngày 20/06 lưu tại phòng; người được phỏng vấn xác nhận chưa ký theo quy định của quy trình. " * 3
WRONG = {
    "SO-2": {4: "hơi nặng", 5: LONG},
    "SO-3": {4: "minorr"},
    "SO-4": {2: "Văn phòng Sởo", 6: "31/02/2019"},
    "SO-5": {6: "16 Mar", 7: "Đang chờ ý kiến"},
}


def import_screens():
    """Each page once."""
    officer = User.objects.get(username="officer1")
    yield Screen("imports", reverse("imports"))
    yield Screen("imports-refused", reverse("imports"), "reader1", 403)
    yield Screen("import-runs-none", f"{reverse('import_runs')}?q=khong+co+so")
    yield from of_a_file(staged(officer, ROW, *wrong_rows()))
    yield from refused(staged(officer, header=["Một", "Hai", "Ba"]))
    yield from working(staged(officer, ROW))
    dropped = staged(officer, ROW)
    stagings.drop_staged(dropped)
    yield Screen("import-dropped", dropped.get_absolute_url())
    yield from brought_in(staged(officer, ROW, ["SO-7", *ROW[1:]]), officer)


def wrong_rows():
    for number, cells in WRONG.items():
        row = [number, *ROW[1:]]
        for place, text in cells.items():
            row[place] = text
        yield row


def staged(officer, *rows, header=HEADER):
    """A file that was chosen."""
    content = workbook_of(("Sổ", [["SỔ THEO DÕI NĂM 2019"], header, *(rows or [["1", "hai", "ba"]])]))
    unit = Unit.objects.get(code="SLĐ-01")
    return stagings.stage(content, "so-theo-doi.xlsx", by=officer, kind="findings", unit=unit)


def of_a_file(staging):
    """The grid with everything wrong, filtered, searched, with a row opened, one mended; how it was understood."""
    page = staging.get_absolute_url()
    position = stagings.rows(staging).object_list[0].position
    stagings.mend(staging, {"Sổ!E4": "nặng lắm"})
    yield Screen("import-grid", page)
    yield Screen("import-grid-wrong", f"{page}?verdict=reject")
    yield Screen("import-grid-open", f"{page}?open={position}")
    yield Screen("import-grid-nothing", f"{page}?q=khong+co+dong")
    yield Screen("import-grid-of-another", page, "head1", 404)
    yield Screen("import-understanding", reverse("import_understanding", args=[staging.uid]))


def refused(staging):
    """A list of something else, and saying what it is."""
    yield Screen("import-refused", staging.get_absolute_url())
    yield Screen("import-refused-understanding", reverse("import_understanding", args=[staging.uid]))


def working(staging):
    """While it is read."""
    now = clock.now()
    columns = {"state": "running", "done": 1250, "total": 4000, "phase": "Đang đọc các dòng", "seen_at": now}
    job = BackgroundJob.objects.create(
        kind="read_register", title="so.xlsx", asked_by=staging.user, asked_at=now, **columns
    )
    ImportStaging.objects.filter(pk=staging.pk).update(state="reading", job=job)
    yield Screen("import-reading", staging.get_absolute_url())


def brought_in(staging, officer):
    """What it became; the list of imports; one with its rows, as others see it; taking it back."""
    done = stagings.commit_staged(staging, by=officer, expected=staging.digest, reason="Chuyển sổ cũ")
    yield Screen("import-done", done.get_absolute_url())
    yield Screen("import-runs", reverse("import_runs"))
    yield Screen("import-runs-reader", reverse("import_runs"), "reader1")
    yield Screen("import-run", done.run.get_absolute_url())
    yield Screen("import-run-undo", reverse("import_run_step", args=[done.run.uid, "undo"]))
    later = staged(officer, ["SO-8", "ĐG-8", *ROW[2:]])
    yield from touched_since(stagings.commit_staged(later, by=officer, expected=later.digest), officer)


def touched_since(done, officer):
    """Changed here and in the file: decided cell by cell; the run is not taken back any more."""
    finding = Finding.objects.filter(external_ref="SO-8").latest("pk")
    save(finding, statement="Chưa ký biên bản họp; đã nhắc bằng văn bản")
    later = ["SO-8", "ĐG-8", *ROW[2:5], "Chưa ký biên bản họp tháng sáu và tháng bảy", "21/06/2019", "Mở"]
    staging = staged(officer, later)
    yield Screen("import-grid-decide", f"{staging.get_absolute_url()}?verdict=decide")
    yield Screen("import-run-touched", reverse("import_run_step", args=[done.run.uid, "undo"]), status=409)
