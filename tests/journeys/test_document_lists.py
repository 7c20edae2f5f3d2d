"""A master list of documents is brought in, and an own Word template put in place, on a phone and at a desk."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from qms.models import Document, Issue, PrintTemplate
from tests.counts import FULL
from tests.journeys.person import DESK, PHONE
from tests.qms.test_printing_own_templates import template

SAMPLE = Path(settings.BASE_DIR) / "fixtures" / "samples" / "documents-sample.xlsx"
DESK_VI, PHONE_EN = (DESK, "vi"), (PHONE, "en")
"""Each walk is taken at one width; in the full count at both."""


@pytest.mark.parametrize(("width", "language"), [DESK_VI, PHONE_EN] if FULL else [DESK_VI])
def test_master_list_is_looked_at_then_brought_in(people, sign_in, artifacts, width, language):
    """The guess is shown beside its row; what comes in is in the register."""
    officer = sign_in("officer1")
    officer.look(width, language)
    before = Document.objects.count()
    officer.go("/imports/")
    officer.fill(kind="documents", file=str(SAMPLE))
    officer.send()
    officer.sees("“STCL”", "90%")
    officer.check_page()
    officer.picture(artifacts, f"documents-preview-{width}-{language}")
    assert Document.objects.count() == before
    officer.press(officer.page.locator("main form[action$='/commit/'] button.btn-primary"))
    assert Document.objects.count() == before + 10
    officer.go(Issue.objects.get(document__number="QT-91").get_absolute_url())
    officer.sees("QT-91", "01.02")
    officer.check_page()


@pytest.mark.parametrize(("width", "language"), [DESK_VI, PHONE_EN] if FULL else [PHONE_EN])
def test_own_template_replaces_ours(people, sign_in, artifacts, tmp_path, width, language):
    """Faults are named and what was typed stays; then it is put in place and taken back, by keyboard."""
    officer = sign_in("officer1")
    officer.look(width, language)
    assert officer.go(reverse("print_templates")) == 200
    officer.check_page()
    officer.picture(artifacts, f"print-templates-{width}-{language}")
    officer.press(officer.page.locator("main a[href*='/corrective_action_request/']").first)
    officer.check_page()
    officer.picture(artifacts, f"print-template-{width}-{language}")

    wrong = tmp_path / "sai.docx"
    wrong.write_bytes(template("{{ tittle }}"))
    officer.fill(file=str(wrong), name="Mẫu 02")
    officer.send()
    officer.sees("tittle", "title")
    assert officer.page.locator("input[name=name]").input_value() == "Mẫu 02"
    officer.check_page()
    officer.picture(artifacts, f"print-template-faults-{width}-{language}")

    right = tmp_path / "dung.docx"
    right.write_bytes(template("{{ title }}"))
    officer.fill(file=str(right))
    officer.page.locator("input[name=name]").focus()
    with officer.page.expect_navigation():
        officer.page.keyboard.press("Enter")
    officer.check_page()
    officer.picture(artifacts, f"print-template-file-{width}-{language}")
    officer.page.locator("main textarea[name=reason]").focus()
    officer.page.keyboard.press("Tab")
    with officer.page.expect_navigation():
        officer.page.keyboard.press("Enter")
    assert PrintTemplate.objects.get(ended_at=None).name == "Mẫu 02"
    officer.sees("Mẫu 02")
    officer.check_page()
    officer.fill(reason="Mẫu đã cũ")
    officer.press(officer.page.locator("form[action*='/end/'] button"))
    assert not PrintTemplate.objects.filter(ended_at=None).exists()
