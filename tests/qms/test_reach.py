"""Who reaches which record: the predicate's truth table on the shared organisation."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from inspections.models import Finding, InspectedUnit, Inspection, Nonconformity
from qms import clock
from qms.models import Action, Document, User
from qms.operations.organisation import rebuild_paths
from tests.factories import (
    ActingForFactory,
    ActionFactory,
    DocumentFactory,
    FindingFactory,
    HoldingFactory,
    InspectionFactory,
    IssueFactory,
    NonconformityFactory,
    RoleFactory,
    TeamMemberFactory,
    save,
)

pytestmark = pytest.mark.django_db
YESTERDAY = dt.timedelta(days=-1)
PLACES = ("ministry", "inspectorate", "department", "division", "section", "sibling", "department2", "division2")


def again(person):
    """The person as the next request loads them."""
    return User.objects.get(pk=person.pk)


def reached(person, model=Nonconformity):
    """Keys of what the person reaches today."""
    return set(model.objects.visible_to(again(person)).values_list("pk", flat=True))


@pytest.fixture
def lying(organisation):
    """One nonconformity lying in each unit, raised there, naming nobody of the organisation."""
    return SimpleNamespace(**{place: NonconformityFactory(unit=getattr(organisation, place)) for place in PLACES})


WHOLE_FIRST = {"department", "division", "section", "sibling"}
WHOLE_SECOND = {"department2", "division2"}
TABLE = [
    ("officer", {"ministry"}),
    ("director", {"ministry"}),
    ("admin", set()),
    ("lead", {"inspectorate"}),
    ("inspector", {"inspectorate"}),
    ("inspectorate_head", {"inspectorate"}),
    ("officer1", WHOLE_FIRST),
    ("head1", WHOLE_FIRST),
    ("lead1", WHOLE_FIRST),
    ("inspector1", {"sibling"}),
    ("manager1", {"division", "section"}),
    ("manager_sibling1", {"sibling"}),
    ("owner1", set()),
    ("verifier1", set()),
    ("reader1", set()),
    ("officer2", WHOLE_SECOND),
    ("head2", WHOLE_SECOND),
    ("manager2", {"division2"}),
    ("reader2", set()),
]


@pytest.mark.parametrize(("username", "places"), TABLE, ids=[username for username, _ in TABLE])
def test_person_reaches_units_at_or_below_their_role_inside_its_qms(organisation, lying, username, places):
    person = getattr(organisation, username)

    assert reached(person) == {getattr(lying, place).pk for place in places}


def test_system_reaches_everything_and_strangers_nothing(system, organisation, lying):
    assert len(reached(system)) == len(PLACES)
    assert not Nonconformity.objects.visible_to(AnonymousUser()).exists()


@pytest.fixture
def sent(organisation):
    """A superior's check that the inspectorate sends into the first department's division."""
    inspection = InspectionFactory(
        superior=True,
        in_progress=True,
        unit=organisation.division,
        raised_by_unit=organisation.inspectorate,
        lead=organisation.lead,
    )
    finding = FindingFactory(inspection=inspection, confirmed=True)
    nonconformity = NonconformityFactory(
        inspection=inspection,
        finding=finding,
        unit=inspection.unit,
        raised_by_unit=inspection.raised_by_unit,
        raised_by=organisation.lead,
        lead=organisation.lead,
    )
    return {Inspection: inspection, Finding: finding, Nonconformity: nonconformity}


@pytest.mark.parametrize("model", [Inspection, Finding, Nonconformity])
@pytest.mark.parametrize(
    ("username", "reaches"),
    [
        ("inspector", True),  # of the sending unit
        ("inspectorate_head", True),
        ("lead", True),
        ("manager1", True),  # of the inspected unit
        ("officer1", True),
        ("head1", True),
        ("manager_sibling1", False),
        ("reader1", False),
        ("officer", False),  # the ministry's own QMS is another than the inspectorate's
        ("director", False),
        ("officer2", False),
        ("admin", False),
    ],
)
def test_sent_inspection_is_reached_by_both_sides_only(organisation, sent, model, username, reaches):
    assert (sent[model].pk in reached(getattr(organisation, username), model)) is reaches


@pytest.mark.parametrize("model", [Inspection, Finding, Nonconformity])
def test_team_reaches_the_inspection_with_its_records_while_named(organisation, sent, model):
    assert not reached(organisation.reader2, model)

    member = TeamMemberFactory(inspection=sent[Inspection], user=organisation.reader2)
    assert reached(organisation.reader2, model) == {sent[model].pk}

    save(member, ended_at=clock.now())
    save(Inspection.objects.get(pk=sent[Inspection].pk))
    assert not reached(organisation.reader2, model)


def test_further_inspected_unit_reaches_the_inspection(organisation, sent):
    assert sent[Inspection].pk not in reached(organisation.manager2, Inspection)

    row = save(InspectedUnit(inspection=sent[Inspection], unit=organisation.division2))
    assert sent[Inspection].pk in reached(organisation.manager2, Inspection)
    assert sent[Inspection].pk not in reached(organisation.officer, Inspection)

    save(row, ended_at=clock.now())
    assert sent[Inspection].pk not in reached(organisation.manager2, Inspection)


@pytest.mark.parametrize("capacity", ["lead", "handler", "verifier", "approved_by", "raised_by"])
def test_person_named_on_a_nonconformity_reaches_it_while_named(organisation, lying, capacity):
    record = lying.division
    save(record, **{capacity: organisation.reader2})
    assert reached(organisation.reader2) == {record.pk}

    save(record, **{capacity: organisation.head1})
    assert reached(organisation.reader2) == set()


def test_owner_reaches_the_own_action_and_nothing_beside_it(organisation):
    own = ActionFactory(unit=organisation.division, owner=organisation.owner1)
    ActionFactory(unit=organisation.division)

    assert reached(organisation.owner1, Action) == {own.pk}
    assert reached(organisation.reader1, Action) == set()


def test_deputy_reaches_what_the_principal_reaches(organisation, lying):
    acting = ActingForFactory(deputy=organisation.reader2, principal=organisation.manager1)
    assert reached(organisation.reader2) == {lying.division.pk, lying.section.pk}

    save(acting, valid_to=clock.today() + YESTERDAY)
    assert reached(organisation.reader2) == set()


def test_deputy_reaches_what_the_principal_is_named_on(organisation):
    own = ActionFactory(unit=organisation.division, owner=organisation.owner1)
    ActingForFactory(deputy=organisation.reader2, principal=organisation.owner1)

    assert reached(organisation.reader2, Action) == {own.pk}


@pytest.mark.parametrize(
    ("begins", "ends", "reaches"),
    [(-10, None, True), (-10, 0, True), (0, 0, True), (-10, -1, False), (1, None, False)],
)
def test_role_counts_from_its_first_to_its_last_day(organisation, lying, begins, ends, reaches):
    today = clock.today()
    RoleFactory(
        user=organisation.reader2,
        role="manager",
        unit=organisation.division,
        valid_from=today + dt.timedelta(days=begins),
        valid_to=None if ends is None else today + dt.timedelta(days=ends),
    )

    assert (lying.division.pk in reached(organisation.reader2)) is reaches


def test_deactivated_person_reaches_nothing(organisation, lying):
    save(lying.division, verifier=organisation.manager1)
    save(organisation.manager1, is_active=False)

    assert reached(organisation.manager1) == set()


def test_unit_that_begins_its_own_qms_leaves_the_one_above(organisation, lying):
    HoldingFactory(unit=organisation.division)
    rebuild_paths()

    assert reached(organisation.head1) == {lying.department.pk, lying.sibling.pk}
    assert reached(organisation.manager1) == {lying.division.pk, lying.section.pk}


def test_documents_in_force_are_read_in_the_own_qms_and_downward(organisation):
    made = {place: DocumentFactory(unit=getattr(organisation, place)) for place in ("division", "department2")}
    for document in made.values():
        IssueFactory(document=document, approved=True)
    IssueFactory(document=DocumentFactory(unit=organisation.division))

    def readable(person):
        return set(Document.objects.readable_by(again(person)).values_list("pk", flat=True))

    assert readable(organisation.reader1) == {made["division"].pk}
    assert readable(organisation.verifier1) == {made["division"].pk}
    assert readable(organisation.reader2) == {made["department2"].pk}
    assert readable(organisation.officer) == {document.pk for document in made.values()}
    assert readable(organisation.admin) == set()


def test_listing_asks_the_same_number_of_queries_for_any_count(organisation, lying, django_assert_num_queries):
    for _ in range(3):
        person = again(organisation.officer1)
        with django_assert_num_queries(3):  # appointments, roles, rows
            list(Nonconformity.objects.visible_to(person))
        NonconformityFactory(unit=organisation.section)
