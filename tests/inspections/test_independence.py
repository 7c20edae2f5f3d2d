"""Who may inspect what: the truth table of independence and competence, for a session on a day."""

import datetime as dt

import pytest

from inspections.forms.choices import inspectors_of
from inspections.independence import independence_faults, who_may_go
from inspections.operations import inspection as inspections
from inspections.workflows import INSPECTION
from qms import clock
from qms.policy import Refused
from qms.workflow import StepRefused
from tests.factories import (
    CompetenceFactory,
    DocumentFactory,
    MembershipFactory,
    SessionDocumentFactory,
    SessionFactory,
    SessionInspectorFactory,
    StandardFactory,
    UserFactory,
    save,
)
from tests.scenes import inspection
from tests.shared_organisation import DAY

VISIT = DAY + dt.timedelta(days=21)
COMPETENT = {"valid_from": dt.date(2018, 1, 1), "valid_to": None}


def months_before(count):
    """The day so many months before the visit."""
    month = VISIT.month - count
    return VISIT.replace(year=VISIT.year + (month - 1) // 12, month=(month - 1) % 12 + 1)


def judged(org, *, unit="division", works_in=(), competence=COMPETENT, wrote=False, standard=None):
    """What stands against one inspector for one session on that unit."""
    made = inspection(org, "planned")
    for session in made.sessions.all():
        save(session, ended_at=clock.now())
    person = UserFactory()
    for place, since, until in works_in:
        MembershipFactory(user=person, unit=getattr(org, place), valid_from=since, valid_to=until)
    if competence:
        CompetenceFactory(user=person, standard=standard or org.edition.standard, **competence)
    session = SessionFactory(inspection=made, unit=getattr(org, unit), day=VISIT)
    SessionInspectorFactory(session=session, user=person)
    document = DocumentFactory(unit=org.department, **({"author": person} if wrote else {}))
    SessionDocumentFactory(session=session, document=document)
    return made, person, independence_faults(made)


def place(name, since=dt.date(2018, 1, 1), until=None):
    """A membership."""
    return [(name, since, until)]


FREE = {
    "a sibling division": {"works_in": place("sibling")},
    "nowhere in the tree": {},
    "directly at the holder, on a division": {"works_in": place("department")},
    "another department": {"works_in": place("division2")},
    "above, across the border of the QMS": {"works_in": place("ministry")},
    "the inspectorate, on a department": {"unit": "department", "works_in": place("inspectorate")},
    "left the unit 13 months ago": {"works_in": place("division", until=months_before(13))},
    "joins the unit after the visit": {"works_in": place("division", since=VISIT + dt.timedelta(days=1))},
    "left the section below 11 months ago": {"works_in": place("section", until=months_before(11))},
    "competence expires on the day": {"competence": COMPETENT | {"valid_to": VISIT}},
    "competence begins on the day": {"competence": COMPETENT | {"valid_from": VISIT}},
}
BARRED = {
    "the inspected unit": ({"works_in": place("division")}, "which is inspected"),
    "a unit above inside the QMS": ({"unit": "section", "works_in": place("division")}, "above or below"),
    "a unit below": ({"works_in": place("section")}, "above or below"),
    "a division, on the holder itself": ({"unit": "department", "works_in": place("division")}, "above or below"),
    "at the holder, on the holder itself": (
        {"unit": "department", "works_in": place("department")},
        "which is inspected",
    ),
    "left the unit 11 months ago": ({"works_in": place("division", until=months_before(11))}, "less than 12 months"),
    "leaves the unit on the day": ({"works_in": place("division", until=VISIT)}, "which is inspected"),
    "a second place in the unit": ({"works_in": place("sibling") + place("division")}, "which is inspected"),
    "wrote an inspected document": ({"wrote": True}, "wrote"),
    "no competence": ({"competence": None}, "no valid competence"),
    "competence expired the day before": (
        {"competence": COMPETENT | {"valid_to": VISIT - dt.timedelta(days=1)}},
        "no valid competence",
    ),
    "competence begins the day after": (
        {"competence": COMPETENT | {"valid_from": VISIT + dt.timedelta(days=1)}},
        "no valid competence",
    ),
}


@pytest.fixture(autouse=True)
def _in_english():
    from django.utils import translation  # noqa: PLC0415 - only here

    with translation.override("en"):
        yield


@pytest.mark.parametrize("case", FREE, ids=FREE)
def test_may_go(org, case):
    _made, _person, faults = judged(org, **FREE[case])

    assert faults == []


@pytest.mark.parametrize("case", BARRED, ids=BARRED)
def test_may_not_go(org, case):
    values, words = BARRED[case]
    _made, person, faults = judged(org, **values)

    assert len(faults) == 1
    assert words in faults[0]
    assert str(person) in faults[0]


def test_competence_in_another_standard_is_none(org):
    assert judged(org, standard=StandardFactory())[2]


def test_a_session_taken_away_and_a_document_taken_away_are_not_judged(org):
    made, _person, faults = judged(org, wrote=True)
    session = made.sessions.get(ended_at=None)
    assert faults
    save(session.documents.get(), ended_at=clock.now())
    assert independence_faults(made) == []


def test_every_fault_of_every_person_is_told(org):
    made, _person, _faults = judged(org, works_in=place("division"), competence=None, wrote=True)

    assert len(independence_faults(made)) == 3


def test_only_top_management_overrules_with_a_reason(org):
    made, person, faults = judged(org, works_in=place("division"))
    assert faults
    for other in (org.officer1, org.lead1, org.manager1, org.director):
        with pytest.raises(Refused):
            inspections.overrule_independence(made, person, by=other, reason="Không còn ai khác")

    overrule = inspections.overrule_independence(made, person, by=org.head1, reason="Không còn ai khác")

    assert independence_faults(made) == []
    assert overrule.reason == overrule.history.get().history_change_reason == "Không còn ai khác"


def test_an_overrule_serves_its_person_alone(org):
    made, _person, _faults = judged(org, works_in=place("division"))
    inspections.overrule_independence(made, org.inspector1, by=org.head1, reason="Không còn ai khác")

    assert independence_faults(made)


def test_asked_again_on_the_day(org):
    made = inspection(org, "notified")
    MembershipFactory(user=org.inspector1, unit=org.division)

    with pytest.raises(StepRefused) as refused:
        INSPECTION.apply("start", made, by=org.lead1)

    assert "which is inspected" in refused.value.reasons[0]


def test_the_planner_is_offered_who_may_go(org):
    made = inspection(org, "planned")
    MembershipFactory(user=org.inspector1, unit=org.division)
    session = made.sessions.get()

    offered = who_may_go(made, session, inspectors_of([made.raised_by_unit_id]))

    assert [(person.username, bool(against)) for person, against in offered] == [("lead1", False), ("inspector1", True)]
