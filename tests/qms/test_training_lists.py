"""Needs of training and people by editions leave as shown: filtered, in their order, as files and on paper."""

import io

import openpyxl
import pytest
from django.urls import reverse

from qms import printing
from qms.views import printing as views
from tests.factories import CompetenceFactory
from tests.qms.test_trainings import days, moving, signed_in, table, unread


@pytest.fixture
def scene(org):
    """Two who have not read an issue, two who lack the new edition, one whose competence expires."""
    unread(org), moving(org)
    for person, until in ((org.owner1, 30), (org.reader1, 200), (org.verifier1, -400)):
        CompetenceFactory(user=person, standard=org.edition.standard, edition=org.edition, valid_to=days(until))
    return org


def book(response):
    return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))


def test_needs_leave_as_they_are_shown(scene, monkeypatch):
    org, client = scene, signed_in(scene.officer1)
    url = f"{reverse('trainings_needed')}?unit={org.department.pk}"

    rows = table(client.get(f"{url}&export=csv"))
    assert {(row["Why"], row["Account"]) for row in rows if row["Why"] != "A new edition of the standard"} == {
        ("A new issue of a document", "owner1"), ("A new issue of a document", "reader1"),
        ("A competence that expires", "owner1"),
    }  # fmt: skip
    (one,) = table(client.get(f"{url}&reason=expiry&export=csv"))
    assert one["What they hold"].endswith(f"{days(30):%d/%m/%Y}")
    assert {row["Why"] for row in table(client.get(f"{url}&q=expires&export=csv"))} == {"A competence that expires"}
    assert table(client.get(f"{url}&show=planned&export=csv")) == []
    assert "Nothing matches" in client.get(f"{url}&q=khong+co").content.decode()
    client.cookies["django_language"] = "vi"
    first, about = book(client.get(f"{url}&reason=expiry&export=xlsx")).worksheets
    assert first.max_row == 2
    told = {row[0].value: row[1].value for row in about.iter_rows()}
    assert org.department.name_vi in told["Lọc"]
    assert str(org.officer1.get_full_name()) in told.values()
    seen = []
    keep = lambda form, context: seen.append((form, context)) or b"PK"  # noqa: E731
    monkeypatch.setitem(views.KINDS, "docx", (keep, "application/docx"))
    assert client.get(f"{url}&reason=expiry&print=docx").status_code == 200
    ((form, context),) = seen
    assert [row.person.splitlines()[0] for row in context.rows] == [str(org.owner1)]
    assert printing.render_docx(form, context).startswith(b"PK")


def test_people_by_editions_are_searched_sorted_and_leave_as_shown(scene):
    org, client = scene, signed_in(scene.manager1)
    url = f"{reverse('competence_matrix')}?unit={org.division.pk}"
    listed = lambda query: [row["Account"] for row in table(client.get(f"{url}&export=csv&{query}"))]  # noqa: E731
    head = f"{org.edition.standard.code}:{org.edition.year}"

    every = listed("")
    assert {"owner1", "reader1", "manager1"} <= set(every)
    assert listed("state=expiring") == ["owner1"]
    assert "owner1" not in listed("state=without")
    assert "manager1" in listed("state=without")
    assert listed(f"edition={org.edition.pk}&q=reader1") == ["reader1"]
    assert listed("sort=-person") == every[::-1]
    columns = list(table(client.get(f"{url}&export=csv"))[0])
    place = [name for name in columns if name.endswith(": status")].index(f"{head}: status")
    held = [name for name in listed(f"sort=-held{place}") if name in ("owner1", "reader1", "manager1")]
    assert held == ["reader1", "owner1", "manager1"], "whoever holds it longest first, who does not last"
    (row,) = table(client.get(f"{url}&export=csv&q=owner1"))
    assert (row[f"{head}: valid to"], row[f"{head}: status"]) == (f"{days(30):%d/%m/%Y}", "Expires within 90 days")
    assert "cannot be sorted so" in client.get(f"{url}&sort=held99").content.decode()
    assert "Nothing matches" in client.get(f"{url}&q=khong+co").content.decode()
