"""Checklist templates: questions of a draft, versions, copies, what changed, who may use them."""

from decimal import Decimal

import pytest

from inspections.forms.choices import published_templates
from inspections.models import ChecklistTemplate, TemplateQuestion
from inspections.operations import template as operations
from inspections.operations import template_questions as questions
from inspections.question_faults import faults_of_all
from inspections.template_reading import compare_versions, seen_versions
from qms.enums import InformationKind
from qms.policy import Refused
from qms.workflow import StepRefused
from tests.factories import ClauseFactory, EditionFactory, InformationDemandFactory
from tests.scenes import checklist_template
from tests.shared_organisation import fresh


def template_of(org, by=None, **values):
    """An empty template of the department."""
    made = ChecklistTemplate(unit=org.department, title_vi="Kiểm tra một cửa", **values)
    return operations.make_template(made, by=by or org.officer1)


def ask(draft, by, text, section="", **values):
    """Add a question."""
    question = TemplateQuestion(template_version=draft, question_vi=text, section=section, **values)
    return questions.write_question(question, by=by)


def order_of(draft):
    """The questions' words in their order."""
    return [one.question_vi for one in questions.questions_of(draft)]


@pytest.fixture
def draft(org):
    """An empty draft."""
    return operations.draft_of(template_of(org))


def test_questions_get_keys_and_stand_together_by_section(org, draft):
    for text, section in (("a", "I"), ("b", "II"), ("c", "I")):
        ask(draft, org.officer1, text, section=section)

    rows = questions.questions_of(draft)

    assert [(one.question_vi, one.position, one.key) for one in rows] == [
        ("a", 1, "q1"),
        ("c", 2, "q3"),
        ("b", 3, "q2"),
    ]
    assert TemplateQuestion.objects.get(question_vi="b").version == 2  # moved: with history


def test_questions_move_inside_their_section_and_sections_as_wholes(org, draft):
    first, second, other = (ask(draft, org.officer1, *pair) for pair in ("aI", "bI", "cJ"))
    questions.move_question(second, by=org.officer1, up=True)
    assert order_of(draft) == ["b", "a", "c"]
    with pytest.raises(StepRefused):
        questions.move_question(first, by=org.officer1, up=False)

    questions.move_section(draft, by=org.officer1, section="J", up=True)

    assert order_of(draft) == ["c", "b", "a"]
    with pytest.raises(StepRefused):
        questions.move_section(draft, by=org.officer1, section="J", up=True)
    assert other.section == "J"


def test_question_never_comes_before_the_one_after_which_it_is_asked(org, draft):
    first = ask(draft, org.officer1, "Có sổ không?", question_type="yes_no")
    then = ask(draft, org.officer1, "Sổ đủ không?", shown_after=first.key, shown_when=["yes"])

    for refused in (
        lambda: questions.move_question(then, by=org.officer1, up=True),
        lambda: questions.drop_question(first, by=org.officer1),
        lambda: ask(draft, org.officer1, "Sau", shown_after="q9", shown_when=["yes"]),
        lambda: ask(draft, org.officer1, "Sau", shown_after=first.key, shown_when=["choice:0"]),
        lambda: ask(draft, org.officer1, "Sau", shown_after=first.key),
    ):
        with pytest.raises(StepRefused):
            refused()
    assert order_of(draft) == ["Có sổ không?", "Sổ đủ không?"]
    questions.drop_question(then, by=org.officer1)
    questions.drop_question(TemplateQuestion.objects.get(pk=first.pk), by=org.officer1)
    assert order_of(draft) == []
    assert TemplateQuestion.objects.exclude(ended_at=None).count() == 2


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("most", {"question_type": "number", "least": Decimal(5), "most": Decimal(3)}),
        ("choices", {"question_type": "choice", "choices": [{"label_vi": "Đủ", "conforms": True}]}),
        ("max_score", {"max_score": Decimal(0)}),
    ],
)
def test_what_cannot_be_judged_is_refused(org, draft, field, values):
    with pytest.raises(StepRefused):
        ask(draft, org.officer1, "Hỏi", **values)
    assert order_of(draft) == []


def test_fault_names_its_question_by_place():
    rows = [TemplateQuestion(key="q1", question_vi="a"), TemplateQuestion(key="q2", question_vi="b", shown_after="q3")]

    assert len(faults_of_all(rows)) == 1
    assert "2" in faults_of_all(rows)[0]


def test_publishing_freezes_and_supersedes_and_the_next_version_keeps_keys(org, draft):
    ask(draft, org.officer1, "a")
    first = operations.publish_version(draft, by=org.officer1, summary="Lần đầu")
    template = first.template
    with pytest.raises(StepRefused):
        ask(first, org.officer1, "b")

    second = operations.begin_version(template, by=org.officer1)
    with pytest.raises(StepRefused):
        operations.begin_version(template, by=org.officer1)
    old = questions.questions_of(second)[0]
    old.guidance = "Xem sổ"
    questions.write_question(old, by=org.officer1)
    ask(second, org.officer1, "b")
    operations.publish_version(second, by=org.officer1, summary="Thêm b")

    assert [(one.number, one.status) for one in template.versions.all()] == [(2, "in_force"), (1, "superseded")]
    difference = compare_versions(first, second)
    assert [one.question_vi for one in difference.added] == ["b"]
    assert [(one.question_vi, rows) for one, rows in difference.changed] == [
        ("a", [("what to look for", "", "Xem sổ")])
    ]
    assert [one.question_vi for one in compare_versions(second, first).removed] == ["b"]
    assert compare_versions(first, first).is_empty


def test_key_of_a_question_taken_out_is_not_given_again(org, draft):
    gone = ask(draft, org.officer1, "a")
    questions.drop_question(gone, by=org.officer1)

    assert ask(draft, org.officer1, "b").key == "q2"


def test_empty_draft_and_missing_summary_are_refused(org, draft):
    with pytest.raises(StepRefused):
        operations.publish_version(draft, by=org.officer1, summary="Lần đầu")
    ask(draft, org.officer1, "a")
    with pytest.raises(StepRefused):
        operations.publish_version(draft, by=org.officer1, summary=" ")
    with pytest.raises(StepRefused):
        operations.publish_version(draft, by=org.lead1, summary="Lần đầu")


def test_template_stands_as_its_versions_do(org, draft):
    ask(draft, org.officer1, "a")
    template = draft.template
    published = operations.publish_version(draft, by=org.officer1, summary="Lần đầu")
    begun = operations.begin_version(template, by=org.officer1)
    operations.withdraw_version(published, by=org.officer1, reason="Thay đổi pháp luật")
    template.refresh_from_db()
    assert template.status == "draft"

    operations.discard_version(begun, by=org.officer1, reason="Không cần nữa")

    template.refresh_from_db()
    assert template.status == "withdrawn"


def test_template_from_an_edition_takes_questions_demands_and_scores(org):
    edition = EditionFactory()
    top = ClauseFactory(edition=edition, number="1", position=1, auditable=False, title_vi="Chỉ đạo")
    clause = ClauseFactory(
        edition=edition,
        number="1.1",
        position=2,
        parent=top,
        question_vi="Có kế hoạch không?",
        max_score=Decimal("2.5"),
    )
    InformationDemandFactory(clause=clause, kind=InformationKind.RETAIN, text_vi="Kế hoạch năm")
    blank = ChecklistTemplate(unit=org.department, title_vi="Chỉ số CCHC", edition=edition)

    made = operations.make_template_from_edition(blank, by=org.officer1, edition=edition)

    (question,) = questions.questions_of(operations.draft_of(made))
    assert (question.section, question.clause, question.max_score) == ("1 Chỉ đạo", clause, Decimal("2.5"))
    assert (question.question_vi, question.key) == ("Có kế hoạch không?", "q1")
    assert "Kế hoạch năm" in question.guidance


def test_copy_goes_its_own_way(org):
    source = checklist_template(org, "in_force")
    blank = ChecklistTemplate(unit=org.department2, title_vi="Của Sở 2")

    copy = operations.copy_template(blank, by=org.officer2, source=source)

    assert copy.number != source.template.number
    assert copy.status == "draft"
    assert [one.key for one in questions.questions_of(operations.draft_of(copy))] == ["q1"]


def test_units_below_use_what_is_in_force_and_see_no_draft(org):
    blank = ChecklistTemplate(unit=org.ministry, title_vi="Của Bộ")
    template = operations.make_template(blank, by=org.officer)
    assert not ChecklistTemplate.objects.visible_to(fresh(org.officer1)).exists()
    draft = operations.draft_of(template)
    ask(draft, org.officer, "a")
    operations.publish_version(draft, by=org.officer, summary="Lần đầu")
    operations.begin_version(template, by=org.officer)

    below = fresh(org.officer1)

    assert ChecklistTemplate.objects.visible_to(below).get() == template
    template.refresh_from_db()
    assert [one.number for one in seen_versions(template, below)] == [1]
    assert [one.number for one in seen_versions(template, fresh(org.officer))] == [2, 1]
    assert [one.number for one in published_templates(below)] == [1]


def test_only_the_unit_that_keeps_it_writes_it(org, draft):
    with pytest.raises(Refused):
        ask(draft, org.manager1, "a")
    assert ask(draft, fresh(org.lead1), "a").pk


def test_sister_department_finds_nothing(org, draft):
    assert not ChecklistTemplate.objects.visible_to(fresh(org.officer2)).exists()
