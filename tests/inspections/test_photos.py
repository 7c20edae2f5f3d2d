"""Photos of a phone: kept byte for byte as sent, or refused; never with the place where they were taken."""

import hashlib
import io
import struct
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.test import override_settings
from PIL import Image

from inspections.models import ChecklistFile, Finding, FindingFile
from inspections.operations.photos import check_photo
from qms import clock
from tests.factories import save
from tests.inspections.phones import Phone, digest, finding, jpeg, visit


@pytest.fixture
def made(org, tmp_path):
    made = visit(org, count=1)
    made.org, made.phone, made.line = org, Phone(org.inspector1), made.lines[0]
    return made


def exif(**entries):
    """Metadata of a camera: its maker, and a place where `gps` is given."""
    block = Image.Exif()
    block[0x010F] = "Maker"
    if entries.get("gps"):
        block.get_ifd(0x8825).update({1: "N", 2: (21.0, 1.0, 40.0), 3: "E", 4: (105.0, 51.0, 0.0)})
    return block.tobytes()


def test_photo_is_kept_byte_for_byte(made):
    content, uid = jpeg(), uuid.uuid4()
    told = made.phone.photo(content, uid, line=made.line.uid, name="..\\x/ảnh 1", made_at="2020-07-15T01:00:00Z")

    assert (told.status_code, told.json()) == (201, {"uid": str(uid), "sha256": digest(content), "outcome": "saved"})
    link = ChecklistFile.objects.get(uid=uid)
    with storages["records"].open(link.file.stored_name) as kept:
        assert kept.read() == content
    assert (link.record, link.added_by, link.name) == (made.line, made.org.inspector1, "ảnh 1.jpg")
    assert link.file.sha256 == hashlib.sha256(content).hexdigest()
    assert link.history.get().occurred_at.isoformat() == "2020-07-15T01:00:00+00:00"


def test_the_same_photo_again_changes_nothing(made):
    content, uid = jpeg(), uuid.uuid4()
    codes = [made.phone.photo(content, uid, line=made.line.uid).status_code for _ in range(2)]

    assert codes == [201, 200]
    assert ChecklistFile.objects.count() == 1
    assert made.phone.photo(jpeg(color="blue"), uid, line=made.line.uid).status_code == 409


def test_photo_of_a_finding(made):
    sent = finding(made.line)
    made.phone.sync(made.inspection, [], [sent])
    told = made.phone.photo(jpeg(), finding=sent["uid"])

    assert told.status_code == 201
    assert FindingFile.objects.get().record == Finding.objects.get()


@pytest.mark.parametrize("status", ["report_drafted", "notified"])
def test_photos_are_taken_while_the_inspection_is_in_progress(made, status):
    save(made.inspection, status=status)
    told = made.phone.photo(jpeg(), line=made.line.uid)

    assert (told.status_code, bool(told.json()["reasons"])) == (409, True)
    assert not ChecklistFile.objects.exists()


def test_a_photo_belongs_to_one_place(made):
    assert made.phone.photo(jpeg()).status_code == 422
    assert made.phone.photo(jpeg(), line=made.line.uid, finding=uuid.uuid4()).status_code == 422
    save(made.line, ended_at=clock.now())
    assert made.phone.photo(jpeg(), line=made.line.uid).status_code == 404


def with_place():
    return jpeg(exif=exif(gps=True))


def with_place_in_big_endian():
    directory = struct.pack(">HHHLLL", 1, 0x8825, 4, 1, 26, 0) + struct.pack(">HHHL4sL", 1, 1, 2, 2, b"N\0\0\0", 0)
    return jpeg(exif=b"Exif\0\0MM\0*" + struct.pack(">L", 8) + directory)


def with_place_in_words():
    return jpeg(xmp=b'<x:xmpmeta><rdf:Description exif:GPSLatitude="21,1.6N"/></x:xmpmeta>')


def with_place_in_a_picture_behind_it():
    return jpeg() + with_place()


def a_png():
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "PNG")
    return buffer.getvalue()


def of_too_many_pixels():
    """A head that promises 9000 x 9000 pixels, on a small body."""
    content = bytearray(jpeg())
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", 9000, 9000)
    return bytes(content)


def cut_off():
    return jpeg((640, 480), "white")[:-600]


BAD = [
    with_place, with_place_in_big_endian, with_place_in_words, with_place_in_a_picture_behind_it, a_png,
    of_too_many_pixels, cut_off, bytes, lambda: b"\xff\xd8\xff", lambda: b"\xff\xd8\xff" + b"<script>" * 50,
]  # fmt: skip


@pytest.mark.parametrize("build", BAD, ids=[f"{index}-{build.__name__}" for index, build in enumerate(BAD)])
def test_bad_photos_are_refused_with_a_sentence(build):
    content = build()
    with pytest.raises(ValidationError) as refused:
        check_photo(content, digest(content))

    assert all(refused.value.messages)


def test_photos_without_a_place_are_taken():
    for content in (jpeg(), jpeg(exif=exif()), jpeg(progressive=True), jpeg((640, 480), "white")):
        check_photo(content, digest(content).upper())


def test_bad_photos_leave_nothing(made):
    for content, query in ((with_place(), {}), (jpeg(), {"sha256": "0" * 64}), (b"", {}), (a_png(), {})):
        told = made.phone.photo(content, line=made.line.uid, **query)
        assert (told.status_code, isinstance(told.json()["detail"], str)) == (422, True)
    assert not ChecklistFile.objects.exists()


def test_too_large_is_refused_before_it_is_read(made):
    class Unreadable(io.BytesIO):
        def read(self, *args):
            raise AssertionError("nothing is read")

    made.phone.client.get("/")
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10):
        told = made.phone.client.generic(
            "PUT",
            f"/api/v1/field/photos/{uuid.uuid4()}?line={made.line.uid}&person={made.phone.user.uid}&sha256={'0' * 64}",
            b"x" * (25 * 1024 * 1024 + 1),
            "image/jpeg",
            headers={"X-CSRFToken": made.phone.token},
            **{"wsgi.input": Unreadable()},
        )
    assert told.status_code == 413
