"""A draft filled from a Word file: chosen, looked at, saved by the person who chose it."""

import docx
import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.models import DocumentPage
from cms.workshop import writers
from qms.models import Document, ImportStaging
from qms.operations.documents import submit_issue
from tests.cms.word_files import framework, heading, saved

pytestmark = pytest.mark.django_db


def word_file(content=None, name="QT-31.docx"):
    return SimpleUploadedFile(name, framework() if content is None else content)


def chosen(client, document, **file):
    """The address of the preview."""
    answer = client.post(reverse("document_from_word", args=[document.uid]), {"file": word_file(**file)})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer["Location"]


def body_of(document):
    page = DocumentPage.objects.get(document=document)
    return page.get_latest_revision_as_object().body


def purpose_of(document):
    return next(str(block.value) for block in body_of(document) if block.block_type == "purpose")


def save(client, address, **more):
    expected = client.get(address).context["form"]["expected"].value()
    return client.post(address, {"expected": expected, **more})


def test_file_is_previewed_and_nothing_is_saved_yet(draft, sign_in):
    client = sign_in(draft.org.officer1)
    before = DocumentPage.objects.get(document=draft.document).latest_revision_id

    answer = client.get(chosen(client, draft.document))

    text = answer.content.decode()
    assert "Thẩm định" in text
    assert "The amendment table (1 row) was left out" in text
    verdicts = {change.name: change.verdict for change, _label, _tone in answer.context["rows"]}
    assert verdicts["steps"] == "replaced"
    assert verdicts["administrative"] == "new"
    assert DocumentPage.objects.get(document=draft.document).latest_revision_id == before


def test_saving_makes_a_revision_of_the_person_who_chose(draft, sign_in):
    client = sign_in(draft.org.officer1)
    page = DocumentPage.objects.get(document=draft.document)

    answer = save(client, chosen(client, draft.document))

    after = DocumentPage.objects.get(pk=page.pk)
    assert answer["Location"] == reverse("document_write", args=[draft.document.uid])
    assert after.latest_revision.user == draft.org.officer1
    assert after.drafted_after == page.drafted_after
    assert draft.org.officer1.pk in writers(draft.document)
    assert "cấp giấy phép" in purpose_of(draft.document)
    assert len(next(block.value["steps"] for block in body_of(draft.document) if block.block_type == "steps")) == 5


def test_sections_that_the_file_lacks_stay_unless_told(draft, sign_in):
    document = docx.Document()
    heading(document, "1. MỤC ĐÍCH")
    document.add_paragraph("Mới.")
    client = sign_in(draft.org.officer1)

    save(client, chosen(client, draft.document, content=saved(document)))

    names = [block.block_type for block in body_of(draft.document)]
    assert names == ["purpose", "scope", "references", "definitions", "steps", "forms", "records"]
    assert "Mới." in purpose_of(draft.document)

    save(client, chosen(client, draft.document, content=saved(document)), only_file="on")

    assert [block.block_type for block in body_of(draft.document)] == ["purpose"]


def test_draft_saved_meanwhile_is_not_written_over(draft, sign_in):
    client = sign_in(draft.org.officer1)
    address = chosen(client, draft.document)
    expected = client.get(address).context["form"]["expected"].value()
    page = DocumentPage.objects.get(document=draft.document)
    page.get_latest_revision_as_object().save_revision(user=draft.org.officer1)
    latest = DocumentPage.objects.get(pk=page.pk).latest_revision_id

    answer = client.post(address, {"expected": expected, "only_file": "on"})

    assert answer.status_code == 409
    assert "Somebody saved the draft" in answer.content.decode()
    assert answer.context["form"]["only_file"].value() is True
    assert DocumentPage.objects.get(pk=page.pk).latest_revision_id == latest
    assert save(client, address).status_code == 302


def test_file_is_used_once_and_taken_away(draft, sign_in, django_capture_on_commit_callbacks):
    client = sign_in(draft.org.officer1)
    address = chosen(client, draft.document)
    staging = ImportStaging.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        save(client, address)

    assert client.get(address).status_code == 404
    assert not storages["records"].exists(staging.stored_name)


def test_dropping_leaves_the_draft(draft, sign_in):
    client = sign_in(draft.org.officer1)
    address = chosen(client, draft.document)

    answer = client.post(f"{address}drop/")

    assert answer["Location"] == draft.document.get_absolute_url()
    assert "Trả kết quả đúng hạn" in purpose_of(draft.document)
    assert client.get(address).status_code == 404


def test_other_people_do_not_find_the_file(draft, other, sign_in):
    address = chosen(sign_in(draft.org.officer1), draft.document)
    staging = ImportStaging.objects.get()

    stranger = sign_in(draft.org.officer2)
    own = reverse("document_from_word_preview", args=[other.document.uid, staging.uid])

    assert stranger.get(address).status_code in (403, 404)
    assert stranger.post(address, {"expected": 0}).status_code in (403, 404)
    assert stranger.get(own).status_code == 404
    assert sign_in(draft.org.officer1).get(reverse("import_preview", args=[staging.uid])).status_code == 404


@pytest.mark.parametrize("who", ["reader1", "officer2", "inspector1"])
def test_only_writers_fill_a_draft(draft, sign_in, who):
    client = sign_in(getattr(draft.org, who))

    answer = client.post(reverse("document_from_word", args=[draft.document.uid]), {"file": word_file()})

    assert answer.status_code in (403, 404)
    assert not ImportStaging.objects.exists()


def test_draft_sent_for_review_is_closed(draft, sign_in):
    client = sign_in(draft.org.officer1)
    address = chosen(client, draft.document)
    submit_issue(draft.issue, by=draft.org.officer1)

    assert client.get(reverse("document_from_word", args=[draft.document.uid])).status_code == 302
    assert client.post(address, {"expected": 0}).status_code == 302
    assert "Trả kết quả đúng hạn" in purpose_of(draft.document)


@pytest.mark.parametrize(("content", "says"), [(b"%PDF-1.7", "PDF"), (b"", "empty"), (b"abc", "no Word file")])
def test_refused_file_says_what_to_do(draft, sign_in, content, says):
    address = reverse("document_from_word", args=[draft.document.uid])

    answer = sign_in(draft.org.officer1).post(address, {"file": SimpleUploadedFile("x.docx", content)})

    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors)
    assert not ImportStaging.objects.exists()


def test_new_document_starts_from_a_file(org, sign_in):
    client = sign_in(org.officer1)
    answer = client.post(reverse("document_create_from_word"), {"file": word_file()})
    form = client.get(answer["Location"]).context["form"]
    values = {name: form[name].value() for name in ("number", "title_vi", "kind")}
    assert values == {"number": "QT-31", "title_vi": "Cấp giấy phép hội", "kind": "procedure"}

    created = client.post(answer["Location"], {**values, "unit": org.department.pk, "title_en": "", "clauses": ""})

    document = Document.objects.get(number="QT-31")
    staging = ImportStaging.objects.get()
    assert created["Location"] == reverse("document_from_word_preview", args=[document.uid, staging.uid])
    assert writers(document) == set()
    save(client, created["Location"])
    assert "cấp giấy phép" in purpose_of(document)
    assert writers(document) == {org.officer1.pk}


def test_new_document_without_or_with_a_wrong_file_is_made_as_ever(org, sign_in):
    client = sign_in(org.officer1)

    for query in ("", "?file=x", "?file=00000000-0000-0000-0000-000000000000"):
        assert client.get(reverse("document_create") + query).status_code == 200
    assert sign_in(org.reader1).get(reverse("document_create_from_word")).status_code == 403


def test_files_for_registers_are_listed_apart(draft, sign_in):
    client = sign_in(draft.org.officer1)
    chosen(client, draft.document)

    assert list(client.get(reverse("imports")).context["files"]) == []
