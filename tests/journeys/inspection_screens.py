"""Pages of inspections: programmes, templates, meetings, evidence, reports, repeats; each with who opens it."""

from django.urls import reverse

from inspections.enums import InspectionKind, InspectionMode, QuestionType
from inspections.models import (
    CauseCategory,
    ChecklistTemplate,
    EvidenceRequest,
    Inspection,
    Nonconformity,
    Programme,
    Repeat,
    ReportVersion,
)
from tests.journeys.made_screens import make_more
from tests.journeys.screen import Screen

DEPARTMENT = "SLĐ-01"


def inspection_screens():
    """Each page once."""
    conducted = Inspection.objects.filter(
        status="in_progress", raised_by_unit__code=DEPARTMENT, mode=InspectionMode.ON_SITE
    ).first()
    made, lead = make_more(conducted), conducted.lead.username
    yield from programmes()
    yield from templates(made)
    yield from conducting(conducted, made, lead)
    yield from workbook(conducted, made, lead)
    yield from evidence()
    yield from reports()
    yield from improving(made, lead)
    yield Screen("field", reverse("field"), lead)
    yield Screen("interface", reverse("api-1:openapi-view"), lead)


def programmes():
    """The ministry's draft of next year, and the department's programme."""
    many = Programme.objects.get(unit__code="BLĐTBXH", year=2021, kind=InspectionKind.SUPERIOR)
    yield Screen("programme-grid", many.get_absolute_url(), "officer")
    for name in ("proposal", "fill", "coverage", "versions"):
        yield Screen(f"programme-{name}", reverse(f"programme_{name}", args=[many.uid]), "officer")
    own = Programme.objects.get(unit__code=DEPARTMENT, year=2020, kind=InspectionKind.INTERNAL)
    for name in ("coverage", "versions"):
        yield Screen(f"programme-own-{name}", reverse(f"programme_{name}", args=[own.uid]))
    for name in ("inspections", "copy"):
        yield Screen(f"programme-step-{name}", reverse("programme_step", args=[own.uid, name]))


def templates(made):
    """The list, one in force with a draft beside it, every kind of question, comparison and ranking."""
    template = made.draft.template
    draft = f"{template.get_absolute_url()}?version={made.draft.number}"
    yield Screen("templates", reverse("checklist_templates"))
    yield Screen("template", template.get_absolute_url())
    yield Screen("template-draft", draft)
    yield Screen("template-new", reverse("checklist_template_new"))
    for name in ("edit", "copy"):
        yield Screen(f"template-{name}", reverse(f"checklist_template_{name}", args=[template.uid]))
    yield Screen("template-compare", reverse("template_compare", args=[template.uid]))
    scored = ChecklistTemplate.objects.get(unit__code="BLĐTBXH")
    yield Screen("template-ranking", reverse("template_ranking", args=[scored.uid]), "officer")
    yield Screen("template-scored", scored.get_absolute_url(), "officer")
    new = reverse("template_question_new", args=[made.draft.uid])
    for kind in QuestionType.values:
        yield Screen(f"template-question-{kind}", f"{new}?kind={kind}")
    question = made.draft.questions.order_by("position").last()
    yield Screen("template-question-edit", reverse("template_question_edit", args=[question.uid]))
    yield Screen("template-question-drop", reverse("template_question_step", args=[question.uid, "drop"]))
    for name in ("publish", "discard"):
        yield Screen(f"template-step-{name}", reverse("template_version_step", args=[made.draft.uid, name]))


def conducting(conducted, made, lead):
    """Filters of the checklist, a line's history, a line by hand, two answers to a line, meetings."""
    page = reverse("inspection_conduct", args=[conducted.uid])
    for name in ("open", "not_conforming", "mine"):
        yield Screen(f"conduct-{name}", f"{page}?show={name}", lead)
    yield Screen("conduct-conflicts", conducted.get_absolute_url(), lead)
    yield Screen("conflict", reverse("answer_conflict", args=[made.conflict.uid]), lead)
    yield Screen("checklist-line", reverse("checklist_line", args=[made.conflict.line.uid]), lead)
    yield Screen("checklist-line-new", reverse("checklist_line_new", args=[conducted.uid]), lead)
    for kind in ("opening", "closing"):
        yield Screen(f"meeting-{kind}", reverse("meeting", args=[conducted.uid, kind]), lead)


def workbook(conducted, made, lead):
    """The checklist as a workbook, and a filled one against what stands."""
    yield Screen("checklist-book", reverse("checklist_book", args=[conducted.uid]), lead)
    compared = reverse("checklist_book_compare", args=[conducted.uid, made.book.uid])
    yield Screen("checklist-book-compare", compared, lead)


def evidence():
    """An inspection on file: what was asked and sent, as team and unit see it, and their forms."""
    waiting = EvidenceRequest.objects.filter(status="delivered").first()
    inspection = waiting.line.session.inspection
    lead, manager = inspection.lead.username, "manager1-ncc"
    yield Screen("evidence", reverse("evidence", args=[inspection.uid]), lead)
    yield Screen("evidence-unit", reverse("evidence", args=[inspection.uid]), manager)
    yield Screen("evidence-ask", reverse("evidence_ask", args=[inspection.uid]), lead)
    yield Screen("evidence-deliver", reverse("evidence_deliver", args=[inspection.uid]), manager)
    for name in ("accept", "ask_again"):
        yield Screen(f"evidence-step-{name}", reverse("evidence_step", args=[waiting.uid, name]), lead)
    yield Screen("evidence-conduct", reverse("inspection_conduct", args=[inspection.uid]), lead)


def reports():
    """A draft, one that is with the unit and its comment, a frozen version, what follows up."""
    own = Inspection.objects.filter(raised_by_unit__code=DEPARTMENT)
    drafted, with_unit = own.filter(status="report_drafted").first(), own.filter(status="with_unit").first()
    yield Screen("report-draft", reverse("inspection_report", args=[drafted.uid]), drafted.lead.username)
    yield Screen("report-with-unit", reverse("inspection_report", args=[with_unit.uid]), "manager1-ncc")
    yield Screen("report-comment", reverse("inspection_step", args=[with_unit.uid, "comment"]), "manager1-ncc")
    version = ReportVersion.objects.filter(inspection__in=own).first()
    yield Screen("report-version", reverse("inspection_report_version", args=[version.inspection.uid, version.number]))
    concluded = own.filter(status="concluded").first()
    yield Screen("report-concluded", reverse("inspection_report", args=[concluded.uid]))
    yield Screen("follow-up", reverse("inspection_follow_up", args=[concluded.uid]))


def improving(made, lead):
    """Categories of causes, nonconformities that repeat, findings answered together."""
    category = CauseCategory.objects.filter(unit__code=DEPARTMENT, ended_at=None).first()
    yield Screen("cause-categories", reverse("cause_categories"))
    for name in ("rename", "up", "end"):
        yield Screen(f"cause-category-{name}", reverse("cause_category_step", args=[category.uid, name]))
    yield Screen("repeats", reverse("repeats"))
    repeat = Repeat.objects.filter(unit__code=DEPARTMENT, status="proposed").first()
    yield Screen("repeat", repeat.get_absolute_url())
    for name in ("take_up", "dismiss"):
        yield Screen(f"repeat-step-{name}", reverse("repeat_step", args=[repeat.uid, name]))
    member = Nonconformity.objects.filter(pk__in=repeat.members.values("nonconformity")).first()
    yield Screen("nonconformity-repeated", member.get_absolute_url())
    yield Screen("finding-joinable", made.finding.get_absolute_url(), lead)
    yield Screen("finding-join", reverse("finding_step", args=[made.finding.uid, "join"]), lead)
    finding_form = f"{reverse('finding_new')}?line={made.conflict.line.uid}"
    yield Screen("finding-form-similar", finding_form, lead)
