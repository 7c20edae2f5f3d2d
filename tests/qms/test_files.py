"""Files: typed by content, photographs drawn anew, stored once, linked in an operation."""

import io
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from PIL import Image

from qms.history.recording import OutsideOperation
from qms.models import ActionFile, StoredFile
from qms.operations.files import LONGEST_SIDE, attach_files, media_type_of, prepare, store_file
from tests.scenes import action

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def upload(content, name):
    """What a form gives."""
    return SimpleNamespace(name=name, size=len(content), read=lambda: content)


def picture(kind="JPEG", size=(40, 30), exif=None):
    """A photograph's bytes."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "green").save(buffer, kind, **({"exif": exif} if exif else {}))
    return buffer.getvalue()


def test_the_type_comes_from_the_content_not_the_name(db):
    assert media_type_of(PDF, "anh.jpg") == "application/pdf"
    assert media_type_of(picture(), "anh.jpg") == "image/jpeg"
    assert media_type_of(picture("PNG"), "bao-cao.pdf") == "image/png"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script></html>", "anh.jpg"),
        (b"MZ\x90\x00" + b"\x00" * 200, "bao-cao.pdf"),
        (b"just words", "ghi-chu.txt"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "hinh.svg"),
        (b"", "rong.pdf"),
    ],
)
def test_what_records_do_not_carry_is_refused_by_name(content, name):
    with pytest.raises(ValidationError) as refused:
        prepare(upload(content, name))

    assert name in refused.value.messages[0]


def test_a_photograph_loses_place_and_device_and_shrinks():
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    exif[0x8825] = {1: "N", 2: (21.0, 1.0, 0.0)}
    taken = picture(size=(3000, 2400), exif=exif)

    content, media_type, name = prepare(upload(taken, "C:\\anh\\hiện trường.jpg"))

    redrawn = Image.open(io.BytesIO(content))
    assert (media_type, name) == ("image/jpeg", "hiện trường.jpg")
    assert max(redrawn.size) == LONGEST_SIDE
    assert not redrawn.getexif()


def test_a_photograph_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    content, _type, _name = prepare(upload(picture(size=(40, 20), exif=exif), "anh.jpg"))

    assert Image.open(io.BytesIO(content)).size == (20, 40)


def test_a_cut_off_picture_is_refused():
    with pytest.raises(ValidationError):
        prepare(upload(picture()[:60], "anh.jpg"))


def test_a_file_too_large_is_refused_before_it_is_read(settings):
    huge = SimpleNamespace(name="to.pdf", size=settings.FILE_UPLOAD_MAX_BYTES + 1, read=pytest.fail)

    with pytest.raises(ValidationError) as refused:
        prepare(huge)

    assert "to.pdf" in refused.value.messages[0]


def test_the_same_bytes_are_stored_once_and_linked_twice(org):
    first, second = action(org, "in_progress"), action(org, "in_progress")
    prepared = [(PDF, "application/pdf", "bien-ban.pdf")]

    links = [
        attach_files(ActionFile, record, prepared, by=org.owner1, purpose="evidence")[0] for record in (first, second)
    ]

    assert links[0].file == links[1].file
    assert StoredFile.objects.filter(sha256=links[0].file.sha256).count() == 1
    stored = links[0].file
    assert (stored.size, stored.media_type) == (len(PDF), "application/pdf")
    with storages["records"].open(stored.stored_name) as kept:
        assert kept.read() == PDF
    assert links[0].history.get().history_user == org.owner1
    assert links[0].added_by == org.owner1


def test_the_name_on_disk_is_the_hash_whatever_the_file_is_called(org):
    stored = store_file(PDF, "application/pdf", by=org.owner1)

    assert stored.stored_name == f"{stored.sha256[:2]}/{stored.sha256}"


def test_a_file_is_not_attached_outside_an_operation(org):
    stored = store_file(PDF, "application/pdf", by=org.owner1)

    with pytest.raises(OutsideOperation):
        ActionFile(record=action(org, "assigned"), file=stored, name="x", added_by=org.owner1).save()
