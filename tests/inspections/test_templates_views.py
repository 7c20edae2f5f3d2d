"""Pages of checklist templates: list, record, question forms that keep what was typed, steps, comparison, reach."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspections.forms.question import choices_as_text, read_choices
from inspections.models import ChecklistLine, ChecklistTemplate, TemplateQuestion
from tests.factories import ChecklistTemplateFactory, TemplateQuestionFactory, TemplateVersionFactory
from tests.inspections.test_views_programmes import signed_in
from tests.scenes import checklist_template, inspection

NEW = "template_question_new"
CHOICES = read_choices("+Đủ|Complete\n-Thiếu\nKhông rõ")
OF_TEMPLATE = ("checklist_template_edit", "checklist_template_copy", "template_compare", "template_ranking")


@pytest.fixture
def officer(org):
    """The department's officer, signed in."""
    return signed_in(org.officer1)


@pytest.fixture
def draft(org):
    """A draft with one question."""
    return checklist_template(org, "draft")


def url(name, record, *more):
    return reverse(name, args=[record.uid, *more])


def typed(**values):
    return {"section": "I", "question_vi": "Có sổ không?", "question_type": "conformity", **values}


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_list_searches_filters_exports_and_asks_as_often_with_more_rows(org, officer):
    first = ChecklistTemplateFactory(unit=org.department, title_vi="Kiểm tra một cửa")
    few = queries(officer, reverse("checklist_templates"))
    for number in range(5):
        ChecklistTemplateFactory(unit=org.department, title_vi=f"Khác {number}", status="in_force")

    page = officer.get(reverse("checklist_templates"), {"q": "mot cua", "status": "draft", "sort": "unit"})

    assert [row.pk for row in page.context["rows"]] == [first.pk]
    assert queries(officer, reverse("checklist_templates")) == few
    exported = b"".join(officer.get(reverse("checklist_templates"), {"export": "csv"}).streaming_content)
    assert first.number in exported.decode()


def test_record_asks_as_often_with_more_questions(org, officer, draft):
    address = draft.template.get_absolute_url()
    few = queries(officer, address)
    for place in range(2, 12):
        TemplateQuestionFactory(template_version=draft, position=place)

    assert queries(officer, address) == few <= 40


def test_template_is_begun_empty_from_clauses_and_as_a_copy(org, officer):
    form = {"unit": org.department.pk, "title_vi": "Theo điều khoản", "edition": org.edition.pk}
    assert officer.get(reverse("checklist_template_new")).status_code == 200
    nothing = officer.post(reverse("checklist_template_new"), form | {"edition": "", "from_clauses": "on"})
    assert "Theo điều khoản" in nothing.content.decode()
    assert officer.post(reverse("checklist_template_new"), form | {"from_clauses": "on"}).status_code == 302
    made = ChecklistTemplate.objects.get()
    assert made.versions.get().questions.count() == org.edition.clauses.filter(auditable=True).count() > 0

    copy = {"unit": org.department.pk, "title_vi": "Bản sao"}
    assert officer.get(url("checklist_template_copy", made)).status_code == 200
    assert officer.post(url("checklist_template_copy", made), copy).status_code == 302

    other = ChecklistTemplate.objects.get(title_vi="Bản sao")
    assert other.versions.get().questions.count() == made.versions.get().questions.count()
    change = {"title_vi": "Tên mới", "version": other.version}
    assert officer.post(url("checklist_template_edit", other), change).status_code == 302


@pytest.mark.parametrize(
    ("kind", "values", "stored"),
    [
        ("yes_no", {"conforms_when_no": "on", "evidence_when": ["no"]}, ("conforms_when_no", True)),
        ("number", {"least": "1.5", "most": "3", "measure": "ngày"}, ("measure", "ngày")),
        ("choice", {"choices": "+ Đủ | Complete\n- Thiếu\nKhông rõ"}, ("choices", CHOICES)),
        ("date", {}, ("question_type", "date")),
        ("text", {}, ("question_type", "text")),
        ("sample", {"max_score": "2.5", "evidence_when": ["not_conforming"]}, ("evidence_when", ["not_conforming"])),
        ("conformity", {"shown_after": "q1", "shown_when": ["not_conforming"]}, ("shown_when", ["not_conforming"])),
    ],
)  # fmt: skip
def test_each_kind_is_written_with_its_own_fields(officer, draft, kind, values, stored):
    sent = typed(question_type=kind, shown_kind=kind, shown_for=values.get("shown_after", ""), **values)

    response = officer.post(url(NEW, draft), sent)

    assert response.status_code == 302, response.content.decode()
    question = TemplateQuestion.objects.get(question_vi="Có sổ không?")
    assert (question.question_type, getattr(question, stored[0])) == (kind, stored[1])
    assert response.url.endswith(f"?version=1#question-{question.pk}")
    page = officer.get(url("template_question_edit", question)).content.decode()
    assert "Có sổ không?" in page
    again = sent | {"version": question.version, "question_vi": "Khác?"}
    assert officer.post(url("template_question_edit", question), again).status_code == 302


def test_choosing_another_kind_shows_its_fields_and_keeps_what_was_typed(officer, draft):
    sent = typed(question_type="number", shown_kind="conformity", guidance="Đếm hồ sơ", max_score="2.5")

    page = officer.post(url(NEW, draft), sent).content.decode()

    assert 'name="least"' in page
    assert all(words in page for words in ("Có sổ không?", "Đếm hồ sơ", "2.5"))
    assert 'name="choices"' not in page
    assert draft.questions.count() == 1


def test_choosing_an_earlier_question_shows_its_answers(officer, draft):
    page = officer.post(url(NEW, draft), typed(shown_after="q1", redraw="1")).content.decode()

    assert 'name="shown_when"' in page
    assert 'value="not_conforming"' in page
    assert 'name="shown_when"' not in officer.get(url(NEW, draft)).content.decode()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"question_type": "number", "least": "5", "most": "3"}, "The upper limit 3 lies below the lower one 5."),
        ({"question_type": "number", "least": "năm"}, "Enter a number."),
        ({"question_type": "choice", "choices": "+ Đủ"}, "Give 2 to 20 choices"),
        ({"question_type": "choice", "choices": "+ Đủ\n- Đủ"}, "stands there twice"),
        ({"question_type": "choice", "choices": "+ Đủ\n- | No"}, "Choice 2 has no Vietnamese words."),
        ({"shown_after": "q1"}, "Tick the answers after which it is asked."),
        ({"shown_after": "q7"}, "Select a valid choice"),
        ({"max_score": "0"}, "The maximum score is more than 0"),
        ({"question_type": "dance"}, "Select a valid choice"),
    ],
)
def test_fault_is_told_and_nothing_typed_is_lost(officer, draft, values, told):
    kind = values.get("question_type", "conformity")
    sent = typed(shown_kind=kind, shown_for=values.get("shown_after", ""), guidance="Gõ dở", **values)

    page = officer.post(url(NEW, draft), sent)

    assert page.status_code == 200
    assert told in page.content.decode().replace("&#x27;", "'")
    assert "Gõ dở" in page.content.decode()
    assert draft.questions.count() == 1


def test_choices_are_written_as_they_are_read():
    text = "+ Đủ | Complete\n- Thiếu\nKhông rõ"

    assert choices_as_text(read_choices(text)) == text
    assert [choice["conforms"] for choice in read_choices(text)] == [True, False, None]


def test_questions_and_sections_move_by_small_forms(officer, draft):
    first = draft.questions.get()
    second = TemplateQuestionFactory(template_version=draft, position=2)
    other = TemplateQuestionFactory(template_version=draft, position=3, section="II")

    assert officer.post(url("template_question_move", second, "up")).status_code == 302
    assert officer.post(url("template_section_move", draft, "up"), {"section": "II"}).status_code == 302

    assert list(draft.questions.order_by("position")) == [other, second, first]
    refused = officer.post(url("template_question_move", other, "up"), follow=True)
    assert "edge of its section" in refused.content.decode()
    assert officer.get(url("template_question_step", second, "drop")).status_code == 200
    shown = {"version": TemplateQuestion.objects.get(pk=second.pk).version}
    dropped = officer.post(url("template_question_step", second, "drop"), shown)
    assert dropped.status_code == 302
    assert [row.position for row in draft.questions.filter(ended_at=None).order_by("position")] == [1, 2]


def test_draft_is_published_and_the_next_version_is_compared(org, officer, draft):
    publish = url("template_version_step", draft, "publish")
    assert "Put in force" in officer.get(draft.template.get_absolute_url()).content.decode()
    assert officer.post(publish, {"summary": "", "version": draft.version}).status_code == 200
    assert officer.post(publish, {"summary": "Lần đầu", "version": draft.version}).status_code == 302
    assert officer.post(url(NEW, draft), typed()).status_code == 409
    template = ChecklistTemplate.objects.get()
    begin = url("checklist_template_step", template, "new_version")
    assert officer.post(begin, {"version": template.version}).url.endswith("?version=2")
    second = template.versions.get(number=2)
    assert officer.post(url(NEW, second), typed(shown_kind="conformity")).status_code == 302

    page = officer.get(url("template_compare", template)).content.decode()

    assert "<ins>Có sổ không?</ins>" in page
    assert officer.get(url("template_compare", template), {"from": "9", "to": "1"}).status_code == 404
    below = signed_in(org.manager1)
    assert below.get(template.get_absolute_url()).status_code == 200
    assert below.get(url(NEW, second)).status_code == 404
    assert signed_in(org.head1).get(url(NEW, second)).status_code == 403


def test_stranger_finds_nothing(org, draft):
    stranger = signed_in(org.officer2)
    template, question = draft.template, draft.questions.get()
    addresses = [
        template.get_absolute_url(),
        reverse("checklist_template", args=[uuid.uuid4()]),
        *(
            url(name, template)
            for name in ("checklist_template_edit", "checklist_template_copy", "template_compare", "template_ranking")
        ),
        url("checklist_template_step", template, "new_version"),
        url("template_version_step", draft, "publish"),
        url(NEW, draft),
        url("template_question_edit", question),
        url("template_question_step", question, "drop"),
    ]

    assert {stranger.get(address).status_code for address in addresses} == {404}
    moves = [url("template_question_move", question, "up"), url("template_section_move", draft, "up")]
    assert {stranger.post(address).status_code for address in moves} == {404}


def test_unit_below_reads_what_the_ministry_has_in_force_but_no_draft(org):
    version = TemplateVersionFactory(in_force=True, template__unit=org.ministry)
    question = TemplateQuestionFactory(template_version=version, position=1)
    later = TemplateVersionFactory(template=version.template, number=2)
    client = signed_in(org.officer1)

    page = client.get(version.template.get_absolute_url())

    assert page.status_code == 200
    assert "?version=2" not in page.content.decode()
    assert page.context["timeline"] is None
    assert client.get(version.template.get_absolute_url() + "?version=2").status_code == 404
    assert client.get(url(NEW, later)).status_code == 404
    assert client.get(url("template_question_edit", question)).status_code == 404


def test_team_adds_a_line_by_a_form(org):
    under_way = inspection(org, "in_progress")
    client = signed_in(org.inspector1)
    address = url("checklist_line_new", under_way)
    assert address in client.get(url("inspection", under_way)).content.decode()
    session = under_way.sessions.get()
    assert "Có quạt" in client.post(address, {"question_vi": "Có quạt không?", "session": "x"}).content.decode()

    assert client.post(address, {"question_vi": "Có quạt không?", "session": session.pk}).status_code == 302

    assert ChecklistLine.objects.get(origin="hand").question_vi == "Có quạt không?"
    assert signed_in(org.manager1).get(address).status_code == 403
    assert signed_in(org.officer2).get(address).status_code == 404
