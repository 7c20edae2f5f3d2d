"""A register is brought in by hand: seen first, kept once, refused with a sentence."""

from pathlib import Path

from django.conf import settings

from inspections.models import Finding

SAMPLE = Path(settings.BASE_DIR) / "fixtures" / "samples" / "findings-sample.xlsx"


def send_file(person, path):
    """Choose a file of findings and have it read."""
    person.go("/imports/")
    person.fill(kind="findings", file=str(path))
    person.send()


def test_a_register_is_brought_in_once(people, sign_in):
    """Preview, commit, list; the same file again has nothing new."""
    officer = sign_in("officer1")
    send_file(officer, SAMPLE)
    officer.sees_words("Nothing has been kept yet.")
    officer.check_page()
    assert not Finding.objects.exists()
    officer.fill(reason="Sổ theo dõi cũ")
    officer.press(officer.page.locator("main form[action$='/commit/'] button.btn-primary"))
    count = Finding.objects.count()
    assert count
    officer.go("/findings/")
    assert officer.page.locator("tbody tr").count() == count
    send_file(officer, SAMPLE)
    officer.sees_words("Every row is here already as the file says it: there is nothing to bring in.")
    assert officer.page.locator("main form[action$='/commit/'] button.btn-primary").count() == 0


def test_a_text_renamed_is_refused(people, sign_in, tmp_path):
    """A sentence says why; what else was chosen stays."""
    renamed = tmp_path / "so-theo-doi.xlsx"
    renamed.write_text("không phải bảng tính", encoding="utf-8")
    officer = sign_in("officer1", language="en")
    officer.go("/imports/")
    officer.fill(kind="nonconformities", sheet="Sheet7", file=str(renamed))
    officer.send()
    officer.sees("so-theo-doi.xlsx")
    assert officer.page.locator(".alert-danger").is_visible()
    assert officer.page.locator("[name=kind]").input_value() == "nonconformities"
    assert officer.page.locator("[name=sheet]").input_value() == "Sheet7"
    officer.check_page()
