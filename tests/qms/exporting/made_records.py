"""Records of each kind with anything in them, as Hypothesis draws it: {kind: maker(draw, common, how many)}."""

import datetime as dt
from types import SimpleNamespace

from hypothesis import strategies as st

from inspections.enums import Grade, NonconformityStatus
from inspections.models import FindingClause, NonconformityClause
from qms.enums import ActionStatus, DocumentKind, RiskStatus, RiskTreatment
from qms.exporting.safe_text import plain_text
from qms.history.recording import recording
from qms.importing.text import composed
from qms.models import Document
from qms.operations.criteria import load_criteria
from qms.operations.documents import create_document
from tests.factories import (
    ActionFactory,
    FeedbackFactory,
    FindingFactory,
    InspectionFactory,
    MeasurementFactory,
    NonconformingOutputFactory,
    NonconformityFactory,
    ObjectiveFactory,
    ObjectiveTargetFactory,
    ProcedureFigureFactory,
    ProgrammeFactory,
    ProgrammeLineFactory,
    RiskFactory,
    UnitFactory,
    UserFactory,
)
from tests.factories_base import save

ROWS = 3
"""Of one file at most."""
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=60).filter(
    lambda text: any(letter.isalpha() for letter in text)
)
TEXT = WORDS | st.sampled_from([
    "=1+1", "+84 24", "-5 hồ sơ", "@lãnh đạo", "＝SUM(A1)", "'nháy'", 'dấu "kép"; chấm phẩy, phẩy', "hai\ndòng", "5.10",
    "01/02",
])  # fmt: skip
MAYBE = TEXT | st.just("")
DAY = st.dates(dt.date(2015, 1, 1), dt.date(2020, 7, 1))
FIGURE = st.integers(1, 5)
COUNT = st.integers(0, 5000)
numbers = iter(range(1, 10**9))


def as_stored(text):
    """As the importer stores it."""
    return " ".join(composed(plain_text(text)).split())


def shared(organisation):
    """What the records of all examples stand on, made once."""
    inspection = InspectionFactory(unit=organisation.division, raised_by_unit=organisation.department, in_progress=True)
    programme = ProgrammeFactory(
        unit=organisation.department, edition=organisation.edition, prepared_by=organisation.officer1
    )
    documents = [
        create_document(
            by=organisation.officer1, number=f"QT-{next(numbers)}", unit=organisation.department, kind=kind,
            title_vi="Quy trình", clauses=organisation.edition.clauses.order_by("pk")[:1],
        )
        for kind in (DocumentKind.PROCEDURE, DocumentKind.FORM)
    ]  # fmt: skip
    clauses = list(organisation.edition.clauses.order_by("pk")[:3])
    units = [organisation.division, organisation.sibling, organisation.section]
    return SimpleNamespace(
        organisation=organisation, inspection=inspection, programme=programme, documents=documents,
        clauses=clauses, units=units,
    )  # fmt: skip


def each(make):
    """A maker of one record as a maker of several; nothing else is in the file than what stands."""

    def several(draw, common, count):
        for place in range(count):
            make(draw, common, place)

    return several


def cite(model, record, draw, common):
    with recording(by=common.organisation.officer1, operation="test"):
        model(record=record, clause=draw(st.sampled_from(common.clauses))).save()


@each
def findings(draw, common, _place):
    record = FindingFactory(
        inspection=common.inspection, number=f"PH-2020-S1-{next(numbers):04d}",
        grade=draw(st.sampled_from(Grade.values)), statement=draw(TEXT), evidence=draw(MAYBE), recorded_on=draw(DAY),
    )  # fmt: skip
    cite(FindingClause, record, draw, common)


@each
def nonconformities(draw, common, _place):
    record = NonconformityFactory(
        unit=common.organisation.division, raised_by_unit=common.organisation.department,
        raised_by=common.organisation.officer1, number=f"KPH-2020-S1-{next(numbers):04d}",
        grade=draw(st.sampled_from(["minor", "major"])), fact=draw(TEXT), evidence=draw(MAYBE), raised_on=draw(DAY),
        status=draw(st.sampled_from([NonconformityStatus.RECORDED, NonconformityStatus.ACCEPTED])),
    )  # fmt: skip
    cite(NonconformityClause, record, draw, common)


@each
def documents(draw, common, place):
    """The procedure and the form that stand, called otherwise: a document begins with a page, which is slow to make."""
    if place < len(common.documents):
        document = Document.objects.get(pk=common.documents[place].pk)
        save(document, title_vi=draw(WORDS), title_en=draw(WORDS | st.just("")), number=f"QT-{next(numbers)}")


def criteria(draw, common, count):
    """A set of its own; the file holds that set."""
    year = str(next(numbers))
    titles = [draw(TEXT.map(as_stored).filter(bool)) for _place in range(count)]
    rows = [
        {"number": f"{place}", "position": place, "title_vi": title, "auditable": True}
        | dict.fromkeys(("max_score", "parent")) | {"question_vi": ""}
        for place, title in enumerate(titles, 1)
    ]  # fmt: skip
    load_criteria("PAR", year, "Chỉ số", rows, by=common.organisation.officer1)
    return lambda report: report.of_edition(
        report.queryset(common.organisation.officer1), f"PAR:{year}"
    ).order_by(*report.order)  # fmt: skip


@each
def actions(draw, common, _place):
    day = draw(DAY)
    ActionFactory(
        number=f"HĐ-2020-S1-{next(numbers):04d}", unit=draw(st.sampled_from(common.units)),
        raised_by_unit=common.organisation.department, owner=common.organisation.owner1,
        assigned_by=common.organisation.officer1, title=draw(TEXT), details=draw(MAYBE), evidence=draw(MAYBE),
        due_on=day, status=draw(st.sampled_from([ActionStatus.ASSIGNED, ActionStatus.IN_PROGRESS])),
        document_number=draw(MAYBE), document_day=draw(DAY | st.none()), document_signatory=draw(MAYBE),
    )  # fmt: skip


@each
def risks(draw, common, _place):
    treated = draw(st.booleans())
    more = {
        "status": RiskStatus.TREATED, "treatment": draw(st.sampled_from([RiskTreatment.REDUCE])),
        "treatment_note": draw(MAYBE), "residual_likelihood": draw(FIGURE), "residual_consequence": draw(FIGURE),
    }  # fmt: skip
    RiskFactory(
        number=f"RR-2020-S1-{next(numbers):04d}", unit=draw(st.sampled_from(common.units)),
        owner=common.organisation.manager1, recorded_by=common.organisation.officer1, statement=draw(TEXT),
        cause=draw(MAYBE), likelihood=draw(FIGURE), consequence=draw(FIGURE), recorded_on=draw(DAY),
        **(more if treated else {}),
    )  # fmt: skip


@each
def feedback(draw, common, _place):
    day = dt.datetime.combine(draw(DAY), dt.time(3), tzinfo=dt.UTC)
    FeedbackFactory(
        number=f"PA-2020-S1-{next(numbers):04d}", unit=draw(st.sampled_from(common.units)),
        recorded_by=common.organisation.officer1, subject=draw(TEXT), body=draw(TEXT), received_at=day,
        **({"status": "answered", "answer": draw(TEXT), "answered_at": day} if draw(st.booleans()) else {}),
    )  # fmt: skip


@each
def outputs(draw, common, _place):
    NonconformingOutputFactory(
        number=f"DRKPH-2020-S1-{next(numbers):04d}", unit=draw(st.sampled_from(common.units)),
        recorded_by=common.organisation.officer1, dossier=draw(TEXT), description=draw(TEXT), found_on=draw(DAY),
    )  # fmt: skip


@each
def objectives(draw, common, _place):
    people = dict.fromkeys(("owner", "proposed_by", "approved_by"), common.organisation.officer1)
    record = ObjectiveFactory(
        number=f"MT-2020-S1-{next(numbers):04d}", unit=draw(st.sampled_from(common.units)), running=True,
        title=draw(TEXT), definition=draw(MAYBE), **people,
    )  # fmt: skip
    ObjectiveTargetFactory(objective=record, value=draw(COUNT))
    if draw(st.booleans()):
        MeasurementFactory(objective=record, value=draw(COUNT), recorded_by=common.organisation.officer1)


@each
def procedure_figures(draw, common, place):
    on_time, late = draw(COUNT), draw(COUNT)
    ProcedureFigureFactory(
        document=common.documents[0], unit=draw(st.sampled_from(common.units)), month=dt.date(2020, place + 1, 1),
        received=on_time + late, on_time=on_time, late=late, recorded_by=common.organisation.officer1,
    )  # fmt: skip


@each
def programme(draw, common, _place):
    ProgrammeLineFactory(
        programme=common.programme, unit=draw(st.sampled_from(common.units)), month=draw(st.integers(1, 12)),
        scope=draw(MAYBE), note=draw(MAYBE),
    )  # fmt: skip


@each
def units(draw, common, _place):
    UnitFactory(
        code=f"S1-X{next(numbers)}", parent=common.organisation.department, name_vi=draw(TEXT), name_en=draw(MAYBE),
        valid_from=draw(DAY),
    )  # fmt: skip


@each
def people(draw, common, _place):
    UserFactory(
        username=f"nguoi{next(numbers)}", full_name=draw(TEXT), position_vi=draw(MAYBE), position_en=draw(MAYBE),
        unit=draw(st.sampled_from(common.units)), role=draw(st.sampled_from(["reader", "manager", "officer"])),
    )  # fmt: skip


MAKERS = {
    "actions": actions, "criteria": criteria, "documents": documents, "feedback": feedback, "findings": findings,
    "nonconformities": nonconformities, "objectives": objectives, "outputs": outputs, "people": people,
    "procedure_figures": procedure_figures, "programme": programme, "risks": risks, "units": units,
}  # fmt: skip
