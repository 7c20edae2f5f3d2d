"""Mending and deciding in the preview: many at once, suggestions by one click, nothing typed is lost."""

import pytest
from django.urls import reverse

from inspections.models import Finding
from qms.importing.problems import ImportRefused
from qms.views import import_preview
from tests.factories import save
from tests.qms.importing.import_pages import ROW, chosen, commit, grid, row_of, send


@pytest.fixture
def officer(client, organisation):
    client.force_login(organisation.officer1)
    client.cookies["django_language"] = "en"
    return client


def state(staging):
    staging.refresh_from_db()
    return {name: number for name, number in staging.counts.items() if number}


def test_several_cells_are_mended_at_once_and_taken_back(officer, organisation):
    staging = chosen(officer, organisation, ROW, row_of("PH-2", c4="hơi nặng"), row_of("PH-3", c6="31/02/2019"))
    assert state(staging) == {"create": 1, "reject": 2}
    page = grid(officer, staging, verdict="reject")
    names = [cell["name"] for row in page.context["rows"] for cell in row["cells"] if cell.get("level") == "error"]
    assert names == ["mend:Sổ!E3", "mend:Sổ!G4"]

    fields = dict(zip(names, ["Nhẹ", "28/02/2019"], strict=True))
    page = send(officer, staging, verdict="reject", fields=fields)

    assert page.redirect_chain[0][0].endswith("?verdict=reject&page=1#rows")
    assert "Nothing stands in the way any more." in page.content.decode()
    assert state(staging) == {"create": 3}
    send(officer, staging, untake="Sổ!E3")
    assert state(staging) == {"create": 2, "reject": 1}
    assert commit(officer, staging).status_code == 409


def test_what_was_not_changed_is_no_correction(officer, organisation):
    staging = chosen(officer, organisation, row_of("PH-2", c4="hơi nặng", c5="Dài\nhai dòng"))
    page = send(officer, staging, fields={"mend:Sổ!E2": "hơi nặng"})
    assert "Nothing was corrected or decided." in page.content.decode()
    staging.refresh_from_db()
    assert staging.mends == {}


def test_a_suggestion_is_taken_with_one_click_with_all_that_was_typed(officer, organisation):
    staging = chosen(
        officer,
        organisation,
        row_of("PH-1", c2="Division S1-AA"),
        row_of("PH-2", c4="hơi nặng"),
        row_of("PH-3", c4="minorr"),
    )
    page = grid(officer, staging)
    told = {
        cell["address"]: cell["suggestion"]
        for row in page.context["rows"]
        for cell in row["cells"]
        if cell["suggestion"]
    }
    assert told, "nothing was suggested"
    address = next(iter(told))
    send(officer, staging, take=address, fields={"mend:Sổ!E3": "Nặng"})
    staging.refresh_from_db()
    assert staging.mends == {address: told[address], "Sổ!E3": "Nặng"}


def test_rows_are_left_out_and_taken_back_in_one_or_all(officer, organisation):
    staging = chosen(officer, organisation, ROW, row_of("PH-2", c4="hơi nặng"), row_of("PH-3", c6="31/02/2019"))
    keys = {row["number"]: row["key"] for row in grid(officer, staging).context["rows"]}
    send(officer, staging, skip=keys[3])
    assert state(staging) == {"create": 1, "reject": 1, "skip": 1}
    send(officer, staging, unskip=keys[3])
    assert state(staging) == {"create": 1, "reject": 2}
    send(officer, staging, all="reject::skip")
    assert state(staging) == {"create": 1, "skip": 2}
    assert commit(officer, staging).status_code == 200
    assert Finding.objects.count() == 1


def test_what_was_typed_stays_where_it_cannot_be_taken(officer, organisation, monkeypatch):
    staging = chosen(officer, organisation, row_of("PH-2", c4="hơi nặng"))

    def refused(*args, **kwargs):
        raise ImportRefused("Máy đang bận.")

    monkeypatch.setattr(import_preview.stagings, "mend", refused)
    page = send(officer, staging, fields={"mend:Sổ!E2": "chữ đã gõ"})
    assert page.status_code == 409
    assert "Máy đang bận." in page.content.decode()
    assert 'value="chữ đã gõ"' in page.content.decode()


def test_any_cell_of_a_row_may_be_opened(officer, organisation):
    staging = chosen(officer, organisation, ROW)
    position = grid(officer, staging).context["rows"][0]["position"]
    (row,) = grid(officer, staging, open=str(position)).context["rows"]
    assert {cell["name"] for cell in row["cells"]} == {f"mend:Sổ!{letter}2" for letter in "ABCDEFGH"}
    send(officer, staging, fields={"mend:Sổ!F2": "Chưa ký biên bản họp"})
    commit(officer, staging)
    assert Finding.objects.get().statement == "Chưa ký biên bản họp"


def test_an_odd_address_changes_nothing(officer, organisation):
    staging = chosen(officer, organisation, ROW)
    for values in ({"all": "no:such:thing"}, {"skip": "no such row"}, {"take": "X!1"}, {"untake": "X!1"}):
        assert send(officer, staging, **values).status_code in (200, 409)
    assert state(staging) == {"create": 1}
    assert officer.get(reverse("import_rows", args=[staging.uid])).status_code == 405


def test_what_changed_in_the_file_and_here_is_decided_cell_by_cell(officer, organisation):
    commit(officer, chosen(officer, organisation, ROW, row_of("PH-2")))
    for finding in Finding.objects.all():
        save(finding, statement=f"Sửa tay {finding.external_ref}")
    later = [row_of(number, c5=f"Tệp nói khác về {number}") for number in ("PH-1", "PH-2")]
    staging = chosen(officer, organisation, *later)
    assert state(staging) == {"decide": 2}
    page = grid(officer, staging)
    first = page.context["rows"][0]
    (conflict,) = first["conflicts"]
    assert (conflict["before"], conflict["file"], conflict["here"]) == (
        "Chưa ký biên bản", "Tệp nói khác về PH-1", "Sửa tay PH-1",
    )  # fmt: skip
    assert commit(officer, staging).status_code == 409

    send(officer, staging, fields={first["decide"]: "", conflict["name"]: "take"})
    assert state(staging) == {"decide": 1, "update": 1}
    send(officer, staging, all="decide:conflict:keep")
    assert "decide" not in state(staging)
    commit(officer, staging)

    said = set(Finding.objects.values_list("statement", flat=True))
    assert said == {"Tệp nói khác về PH-1", "Sửa tay PH-2"}
