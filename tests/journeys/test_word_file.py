"""A new procedure from its Word file: chosen, looked at on a phone, saved, open in the editor."""

from cms.workshop import writers
from qms.models import Document
from tests.cms.word_files import framework
from tests.journeys import visit


def test_a_procedure_from_its_word_file(people, sign_in, artifacts, tmp_path):
    """Nothing is saved before it was looked at; whoever saved it wrote it; every step works on a phone."""
    file = tmp_path / "quy-trinh.docx"
    file.write_bytes(framework())
    officer = sign_in("officer1")
    officer.go("/documents/drafts/")
    officer.go("/documents/new/from-word/")
    officer.page.set_input_files("input[name=file]", file)
    officer.send()
    assert officer.page.input_value("input[name=number]") == "QT-31"
    officer.fill(unit=visit.key(people.units["SLĐ-01"]))
    officer.send()
    officer.sees("Thẩm định", "Đơn đề nghị", "126/2024/NĐ-CP")
    for width in (1280, 390):
        officer.look(width, officer.language)
        officer.page.reload()
        officer.check_page()
        officer.picture(artifacts, f"word-preview-{width}")
    document = Document.objects.get(number="QT-31")
    assert writers(document) == set()

    officer.press(officer.page.locator("main form button[type=submit]").first)

    assert "/cms/" in officer.page.url
    assert writers(document) == {people.users["officer1"].pk}
    assert "Thẩm định" in str(document.page.get_latest_revision_as_object().body)
