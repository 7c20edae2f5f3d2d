"""The look's tags, components and generic pages, rendered without a record in sight."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from qms.templatetags import house


class NoteForm(forms.Form):
    title = forms.CharField(label="Title", help_text="What was seen.")
    grade = forms.ChoiceField(label="Grade", widget=forms.RadioSelect, choices=[("minor", "Minor"), ("major", "Major")])
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def words(html):
    """Text without the white space between tags."""
    return " ".join(html.split())


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(2020, 7, 15), "15/07/2020"),
        (datetime(2020, 7, 14, 20, 0, tzinfo=UTC), "15/07/2020"),
        (None, ""),
        ("soon", ""),
    ],
)
def test_vn_date_shows_the_day_in_viet_nam(value, shown):
    assert house.vn_date(value) == shown


def test_vn_time_adds_the_hour_in_viet_nam():
    assert house.vn_time(datetime(2020, 7, 14, 20, 5, tzinfo=UTC)) == "15/07/2020 03:05"


@pytest.mark.parametrize(("name", "shown"), [("Trần Thị Thử", "TT"), ("officer1", "O"), ("", ""), (None, "")])
def test_initials_take_the_first_and_the_given_name(name, shown):
    assert house.initials(name) == shown


def test_icon_is_hidden_from_readers_and_drawn_from_the_sprite():
    html = Template('{% load house %}{% icon "lock" %}').render(Context())

    assert 'aria-hidden="true"' in html
    assert "#lock" in html


def test_status_tag_falls_back_to_neutral_and_escapes():
    html = render_to_string("components/status_tag.html", {"label": "<b>Open</b>", "tone": "purple"})

    assert "tag-neutral" in html
    assert "&lt;b&gt;Open&lt;/b&gt;" in html


def test_blocked_action_gives_every_reason_and_who():
    html = render_to_string(
        "components/blocked_action.html",
        {"label": "Approve", "reasons": ["Too early.", "Own plan."], "who": "the lead"},
    )

    assert "Too early." in html
    assert "Own plan." in html
    assert "Who can: the lead" in html


def test_steps_part_open_from_blocked():
    step = {"url": "/x/", "reasons": [], "who": "", "tone": "primary", "signed": False, "allowed": False, "may": False}
    steps = [
        SimpleNamespace(**step | {"label": "Accept", "allowed": True}),
        SimpleNamespace(**step | {"label": "Propose", "may": True, "reasons": ["Write a cause."]}),
        SimpleNamespace(**step | {"label": "Close", "reasons": ["The day has not come."]}),
    ]

    html = words(render_to_string("components/steps.html", {"steps": steps}))

    assert '<a class="btn btn-primary" href="/x/">Accept</a>' in html
    own, others = html.split("<details")
    assert "Your next step, when this holds:" in own
    assert "Write a cause." in own
    assert "Not now: 1 step<" in others
    assert "The day has not come." in others


def test_form_links_errors_to_fields_and_keeps_what_was_typed():
    form = NoteForm({"title": "", "grade": "", "note": "kept words"})

    html = render_to_string("components/form.html", {"form": form, "skip": "password"})

    assert 'href="#id_title"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert "kept words" in html
    assert "<legend" in html
    assert 'name="password"' not in html


def test_signature_shows_meaning_and_fingerprint_with_the_password():
    signing = {"meaning": "I approve this.", "what": "KPH-2020-001", "hash": "9f86d0"}

    html = render_to_string("components/signature_fields.html", {"signing": signing, "field": NoteForm()["password"]})

    assert "I approve this." in html
    assert "9f86d0" in html
    assert 'type="password"' in html


def test_timeline_tells_changes_reason_and_the_claimed_moment():
    entry = {
        "when": datetime(2020, 7, 15, 1, tzinfo=UTC),
        "claimed": datetime(2020, 7, 14, 1, tzinfo=UTC),
        "who": "A lead",
        "text": "Sent",
        "reason": "Agreed by phone",
        "changes": [{"label": "Status", "old": "Draft", "new": "Sent"}],
    }

    html = words(render_to_string("components/timeline.html", {"entries": [entry]}))

    assert "15/07/2020 08:00" in html
    assert "Happened: 14/07/2020 08:00" in html
    assert "Reason: Agreed by phone" in html
    assert "<del>Draft</del>" in html
    assert "<ins>Sent</ins>" in html


@pytest.mark.parametrize(("days_left", "shown"), [(-4, "4 days late"), (0, "due today"), (1, "1 day left")])
def test_worklist_item_says_how_long_is_left(days_left, shown):
    item = {"title": "Answer", "url": "/a/", "kind": "Action", "due": date(2020, 7, 20), "days_left": days_left}

    assert shown in words(render_to_string("components/worklist_item.html", {"item": item}))


def test_pagination_keeps_the_rest_of_the_query():
    context = Context({"page": Paginator(range(200), 50).get_page(2)})
    context.request = RequestFactory().get("/list/", {"status": "open", "page": "2"})
    template = Template('{% include "components/pagination.html" with page_obj=page only %}')

    html = template.render(context)

    assert 'href="?status=open&amp;page=3"' in html
    assert 'aria-current="page">2<' in html


def test_active_filters_count_only_what_narrows():
    form = NoteForm({"title": "x", "grade": "", "q": "word"})

    assert [field.name for field in house.active_filters(form)] == ["title"]
    assert house.active_filters(NoteForm()) == []


def test_server_error_page_needs_no_context():
    assert "Something went wrong" in render_to_string("500.html")
