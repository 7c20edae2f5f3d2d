"""The table of cases of independence and competence, each through the real steps: notice, and the start on the day."""

import datetime as dt

import pytest
from django.utils import translation

from inspections.operations import inspection as inspections
from qms.workflow import StepRefused
from tests.factories import (
    ActingForFactory,
    CompetenceFactory,
    DocumentFactory,
    IssueFactory,
    MembershipFactory,
    SessionDocumentFactory,
    SessionFactory,
    SessionInspectorFactory,
    UserFactory,
)
from tests.scenes import inspection

LONG_AGO = dt.date(2018, 1, 1)
WORKS = "{person} works in {unit}, which is inspected."
LEFT = "{person} left {unit} less than 12 months ago."
RELATED = "{person} works above or below {unit} in the same system."
LAPSED = "{person} has no valid competence for {standard} on {day}."
WROTE = "{person} wrote {document}, which is inspected."
AS_ONE = "{person} counts as one with {other} by acting for: "

CASES = {
    # case: (inspected unit, facts of the inspector, the exact reason or None)
    "own unit": ("division", {"works_in": "division"}, WORKS),
    "above": ("section", {"works_in": "division"}, RELATED),
    "below": ("division", {"works_in": "section"}, RELATED),
    "sibling": ("division", {"works_in": "sibling"}, None),
    "holder staff, on a division": ("division", {"works_in": "department"}, None),
    "holder staff, on the holder": ("department", {"works_in": "department"}, WORKS),
    "left 11 months ago": ("division", {"works_in": "division", "left": 11}, LEFT),
    "left 12 months ago to the day": ("division", {"works_in": "division", "left": 12}, LEFT),
    "left 12 months and a day ago": ("division", {"works_in": "division", "left": 12, "days": 1}, None),
    "left 13 months ago": ("division", {"works_in": "division", "left": 13}, None),
    "lapsed competence": ("division", {"competent_until": -1}, LAPSED),
    "competence to the day": ("division", {"competent_until": 0}, None),
    "document author": ("division", {"wrote": "document"}, WROTE),
    "author of an earlier issue": ("division", {"wrote": "issue"}, WROTE),
    "acts for somebody of the unit": ("division", {"acts_for": "division"}, AS_ONE + WORKS.replace("person", "other")),
    "overruled": ("division", {"works_in": "division", "overruled": True}, None),
}
STEPS = {"planned": inspections.notify_unit, "notified": inspections.start_visit}


def months_before(day, months, days=0):
    """The day so many months (and days) earlier."""
    count = day.year * 12 + day.month - 1 - months
    return day.replace(year=count // 12, month=count % 12 + 1) - dt.timedelta(days=days)


def the_inspector(org, day, *, works_in="", left=None, days=0, competent_until=None, acts_for="", **others):
    """Somebody with these facts on that day, and the person for whom they act."""
    person, other = UserFactory(), None
    until = None if competent_until is None else day + dt.timedelta(days=competent_until)
    CompetenceFactory(user=person, standard=org.edition.standard, valid_from=LONG_AGO, valid_to=until)
    if works_in:
        until = None if left is None else months_before(day, left, days)
        MembershipFactory(user=person, unit=getattr(org, works_in), valid_from=LONG_AGO, valid_to=until)
    if acts_for:
        other = UserFactory()
        MembershipFactory(user=other, unit=getattr(org, acts_for), valid_from=LONG_AGO)
        ActingForFactory(deputy=person, principal=other)
    return person, other


def the_visit(org, state, unit, facts):
    """An inspection with one blameless session, and one of that inspector; and the names that a reason tells."""
    made = inspection(org, state)
    person, other = the_inspector(org, made.starts_on, **facts)
    document = DocumentFactory(unit=org.department, **({"author": person} if facts.get("wrote") == "document" else {}))
    if facts.get("wrote") == "issue":
        IssueFactory(document=document, author=person, approved=True)
    session = SessionFactory(inspection=made, unit=getattr(org, unit), day=made.starts_on)
    SessionInspectorFactory(session=session, user=person)
    SessionDocumentFactory(session=session, document=document)
    if facts.get("overruled"):
        inspections.overrule_independence(made, person, by=org.head1, reason="Không còn ai khác")
    names = {"person": person, "other": other, "unit": session.unit, "document": document}
    return made, names | {"standard": org.edition.standard, "day": f"{session.day:%d/%m/%Y}"}


@pytest.mark.parametrize("state", STEPS)
@pytest.mark.parametrize("case", CASES, ids=CASES)
def test_case(org, state, case):
    unit, facts, reason = CASES[case]
    with translation.override("en"):
        made, names = the_visit(org, state, unit, facts)
        if reason is None:
            assert STEPS[state](made, by=org.lead1).status != state
            return
        with pytest.raises(StepRefused) as refused:
            STEPS[state](made, by=org.lead1)

        assert [str(said) for said in refused.value.reasons] == [reason.format(**names)]
    made.refresh_from_db()
    assert made.status == state
