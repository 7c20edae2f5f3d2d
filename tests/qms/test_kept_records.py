"""The list of records: what issues in force ask to be kept, within reach, searched, filtered, exported, printed."""

import datetime as dt
from io import BytesIO

import docx
import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qms import clock
from qms.folding import fold
from qms.models import KeptRecord
from qms.operations.workshop import workshop
from tests.factories import DocumentFactory, IssueFactory

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def kept(issue, code, name="Hồ sơ", **values):
    values = {"retention": "5 năm", "place": "Kho lưu trữ", "keeper": "Văn thư"} | values
    words = fold(" ".join([code, name, *values.values()]))
    position = issue.kept_records.count() + 1
    return KeptRecord.objects.create(issue=issue, position=position, code=code, name=name, search_text=words, **values)


def in_force(unit, number, document=None, day=0, **values):
    document = document or DocumentFactory(unit=unit, number=number)
    return IssueFactory(document=document, approved=True, effective_on=clock.today() - dt.timedelta(days=day), **values)


def codes(client, **query):
    page = client.get(reverse("kept_records"), query)
    assert page.status_code == 200
    return [row.code for row in page.context["rows"]]


def test_records_of_issues_in_force_within_reach_only(organisation):
    old = in_force(organisation.department, "QT-1", day=20)
    new = in_force(None, "", document=old.document)
    draft = IssueFactory(document=old.document)
    other = in_force(organisation.department2, "QT-1")
    for issue, code in ((old, "OLD"), (new, "NEW"), (draft, "DRAFT"), (other, "OTHER")):
        kept(issue, code)

    assert codes(signed_in(organisation.reader1)) == ["NEW"]
    assert codes(signed_in(organisation.officer1)) == ["NEW"]
    assert codes(signed_in(organisation.reader2)) == ["OTHER"]


def test_list_is_searched_filtered_and_sorted(organisation):
    first, second = in_force(organisation.division, "QT-1"), in_force(organisation.sibling, "QT-2")
    kept(first, "A", "Hồ sơ cấp giấy phép", retention="Vĩnh viễn")
    kept(first, "C", "Sổ theo dõi", retention="")
    kept(second, "B", "Biên bản khắc phục")
    client = signed_in(organisation.officer1)

    assert codes(client) == ["A", "C", "B"]
    assert codes(client, sort="-code") == ["C", "B", "A"]
    assert codes(client, q="khac phuc") == ["B"]
    assert codes(client, retention="vinh vien") == ["A"]
    assert codes(client, document="qt-2") == ["B"]
    assert codes(client, unit=organisation.division.pk) == ["A", "C"]
    assert codes(client, unit=organisation.department.pk) == ["A", "C", "B"]
    for column in ("code", "name", "keeper", "retention", "place", "disposal", "document", "unit"):
        assert len(codes(client, sort=column)) == 3


def test_list_leaves_as_workbook_and_as_the_usual_form(organisation):
    kept(in_force(organisation.division, "QT-1"), "HS-01", "Hồ sơ cấp phép")
    kept(in_force(organisation.sibling, "QT-2"), "HS-02")
    client = signed_in(organisation.officer1)

    answer = client.get(reverse("kept_records"), {"export": "xlsx", "document": "QT-1"})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    cells = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"HS-01", "Hồ sơ cấp phép", "5 năm", "QT-1", "Văn thư"} <= cells
    assert "HS-02" not in cells
    word = client.get(reverse("kept_records"), {"print": "docx", "document": "QT-1"})
    body = docx.Document(BytesIO(word.content)).element.body
    text = " ".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    assert "HS-01" in text
    assert "HS-02" not in text
    assert client.get(reverse("kept_records"), {"print": "pdf"}).content.startswith(b"%PDF")


def test_list_asks_a_fixed_number_of_times(organisation):
    client = signed_in(organisation.officer1)

    def count():
        client.get(reverse("kept_records"))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse("kept_records")).status_code == 200
        return len(caught)

    kept(in_force(organisation.division, "QT-1"), "A")
    one = count()
    for number in range(3):
        kept(in_force(organisation.division, f"QT-2{number}"), "B")
    assert count() == one <= 10


def test_lists_are_written_anew_from_the_issues_themselves(organisation):
    row = {"code": "HS-01", "name": "Sổ theo dõi", "keeper": "Văn thư", "retention": "5 năm", "place": "Kho"}
    body = workshop().body_from({"records": [row]})
    issue = in_force(organisation.department, "QT-1", body=body)
    draft = IssueFactory(document=issue.document, body=body)
    kept(issue, "OLD")
    for _again in range(2):
        call_command("rebuild_lines")
        assert list(issue.kept_records.values_list("code", "name", "retention")) == [("HS-01", "Sổ theo dõi", "5 năm")]
    assert not draft.kept_records.exists()
