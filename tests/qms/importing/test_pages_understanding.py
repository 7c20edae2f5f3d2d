"""How a file was understood, corrected by a person: columns, header, words, answers."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from qms.models import ImportStaging
from tests.inspections.test_imports_findings import HEADER
from tests.qms.importing.import_pages import ROW, chosen, grid, row_of
from tests.qms.importing.made_files import saved, workbook_of


@pytest.fixture
def officer(client, organisation):
    client.force_login(organisation.officer1)
    client.cookies["django_language"] = "en"
    return client


def address(staging):
    return reverse("import_understanding", args=[staging.uid])


def told(page):
    """What the form would send as it stands."""
    form = page.context["form"]
    return {name: form[name].initial for name in form.fields if form[name].initial not in (None, False)}


def say(client, staging, **values):
    """Send the form as it stands, with these answers."""
    return client.post(address(staging), told(client.get(address(staging))) | values, follow=True)


def test_a_column_is_said_and_the_file_read_again(officer, organisation):
    header = [*HEADER[:5], "Chuyện", *HEADER[6:]]
    staging = chosen(officer, organisation, content=workbook_of(("Sổ", [header, ROW])))
    page = officer.get(address(staging))
    first = page.context["sheets"][0]["columns"][0]
    assert (first["column"]["header"], first["column"]["field"]) == ("Chuyện", None), "the unmatched stand first"
    assert "Chưa ký biên bản" in page.content.decode()

    say(officer, staging, **{"column-0-5": "statement"})

    staging.refresh_from_db()
    assert staging.said["columns"] == {"Sổ": {"statement": 5}}
    again = officer.get(address(staging)).content.decode()
    assert "You said so" in again


def test_a_field_twice_is_refused_and_everything_kept(officer, organisation):
    staging = chosen(officer, organisation, ROW)
    page = say(officer, staging, **{"column-0-7": "statement", "header-0": "1"})
    assert page.status_code == 400
    assert "column F already" in page.content.decode()
    assert page.context["form"]["column-0-7"].value() == "statement"
    staging.refresh_from_db()
    assert staging.said == {}


def test_hidden_sheets_are_named_and_one_is_chosen(officer, organisation):
    """Beside the visible register, and where nothing else in the workbook is one."""
    for visible, state in ([HEADER, ROW], "ready"), ([["Chào"], ["Không phải sổ"]], "refused"):
        staging = chosen(officer, organisation, content=hiding(visible, [HEADER, row_of("PH-2"), row_of("PH-3")]))
        assert staging.state == state
        page = grid(officer, staging).content.decode()
        assert "a hidden sheet: “Cũ”" in page
        assert f"{address(staging)}#sheet-" in page
        form = officer.get(address(staging)).context["form"]
        place = next(one["place"] for one in form.sheets if one["name"] == "Cũ")

        say(officer, staging, **{f"read-{place}": "on"})

        staging.refresh_from_db()
        assert (staging.state, staging.rows_total) == ("ready", 3 if state == "ready" else 2)
        assert "hidden sheet" not in grid(officer, staging).content.decode()


def hiding(visible, hidden):
    """A workbook with a hidden sheet."""
    book = load_workbook(io.BytesIO(workbook_of(("Sổ", visible), ("Cũ", hidden))))
    book["Cũ"].sheet_state = "hidden"
    return saved(book)


def test_a_word_is_told_what_it_means(officer, organisation):
    staging = chosen(officer, organisation, row_of("PH-1", c4="hơi nặng"), row_of("PH-2", c4="hơi nặng"))
    group = next(one for one in officer.get(address(staging)).context["words"] if one["name"] == "grade")
    (word,) = group["unknown"]
    assert (word["word"]["word"], word["word"]["count"]) == ("hơi nặng", 2)
    say(officer, staging, **{word["key"]: "minor"})
    staging.refresh_from_db()
    assert staging.counts == {"create": 2}
    assert staging.said == {"words": {"grade": {word["word"]["folded"]: "minor"}}}


def test_the_year_is_asked_for_and_answered(officer, organisation):
    staging = chosen(officer, organisation, row_of("PH-1", c6="16 Mar"))
    assert "have no year" in grid(officer, staging).content.decode()
    assert staging.counts.get("reject") == 1
    assert say(officer, staging, **{"answer-year": "99"}).status_code == 400
    say(officer, staging, **{"answer-year": "2019"})
    staging.refresh_from_db()
    assert staging.said["answers"] == {"year": 2019}
    assert "16/03/2019" in grid(officer, staging).content.decode()


def test_a_list_of_something_else_says_what_to_do_and_is_read_as_said(officer, organisation):
    rows = [["Một", "Hai", "Ba"], ["PH-1", "Chưa ký biên bản", "Nhẹ"]]
    staging = chosen(officer, organisation, content=workbook_of(("Sổ", rows)))
    assert staging.state == "refused"
    page = grid(officer, staging)
    assert staging.refusal.split("\n")[0][:40] in page.content.decode()
    assert address(staging) in page.content.decode()
    names = {"column-0-0": "number", "column-0-1": "statement", "column-0-2": "grade"}
    say(officer, staging, **names, **{"read-0": "on", "header-0": "1"})
    staging.refresh_from_db()
    assert staging.state == "ready", staging.refusal
    assert staging.counts == {"create": 1}


def test_at_least_one_sheet_is_read(officer, organisation):
    staging = chosen(officer, organisation, ROW)
    values = told(officer.get(address(staging)))
    values.pop("read-0")
    page = officer.post(address(staging), values)
    assert page.status_code == 400
    assert "at least one sheet" in page.content.decode()
    assert ImportStaging.objects.get().said == {}
