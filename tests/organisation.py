"""The organisation that tests of reach, rules and journeys share: the demo's shape in small.

BLĐ (ministry, the root) with its inspectorate TTR, and two departments S1 and S2 that each hold their own QMS.
S1 has divisions S1-A (with a section S1-A1) and S1-B; S2 has S2-A. People are attributes, named as in the demo.
"""

from types import SimpleNamespace

from qms import clock
from qms.demo.days import BEGINS
from qms.enums import Role, UnitKind
from qms.models import Edition, Standard
from tests.factories import (
    ClauseFactory,
    CompetenceFactory,
    EditionFactory,
    HoldingFactory,
    MembershipFactory,
    RoleFactory,
    StandardFactory,
    UnitFactory,
    UserFactory,
)

UNITS = (
    # attribute, code, parent, kind, holds a QMS
    ("ministry", "BLĐ", None, UnitKind.MINISTRY, True),
    ("inspectorate", "TTR", "ministry", UnitKind.INSPECTORATE, True),
    ("department", "S1", "ministry", UnitKind.PROVINCIAL, True),
    ("division", "S1-A", "department", UnitKind.DIVISION, False),
    ("section", "S1-A1", "division", UnitKind.DIVISION, False),
    ("sibling", "S1-B", "department", UnitKind.DIVISION, False),
    ("department2", "S2", "ministry", UnitKind.PROVINCIAL, True),
    ("division2", "S2-A", "department2", UnitKind.DIVISION, False),
)
PEOPLE = (
    # username, role, where the role is held, where they work
    ("officer", Role.OFFICER, "ministry", "ministry"),
    ("director", Role.TOP, "ministry", "ministry"),
    ("admin", Role.ADMIN, "ministry", "ministry"),
    ("lead", Role.INSPECTOR, "inspectorate", "inspectorate"),
    ("inspector", Role.INSPECTOR, "inspectorate", "inspectorate"),
    ("inspectorate_head", Role.MANAGER, "inspectorate", "inspectorate"),
    ("officer1", Role.OFFICER, "department", "sibling"),
    ("head1", Role.TOP, "department", "department"),
    ("lead1", Role.INSPECTOR, "department", "sibling"),
    ("inspector1", Role.INSPECTOR, "sibling", "sibling"),
    ("manager1", Role.MANAGER, "division", "division"),
    ("manager_sibling1", Role.MANAGER, "sibling", "sibling"),
    ("owner1", Role.READER, "division", "division"),
    ("verifier1", Role.READER, "sibling", "sibling"),
    ("reader1", Role.READER, "division", "division"),
    ("officer2", Role.OFFICER, "department2", "department2"),
    ("head2", Role.TOP, "department2", "department2"),
    ("manager2", Role.MANAGER, "division2", "division2"),
    ("reader2", Role.READER, "division2", "division2"),
)
COMPETENT = ("lead", "inspector", "lead1", "inspector1")


def edition_2015():
    """ISO 9001:2015 as the template loaded it, or a small stand-in where it did not."""
    loaded = Edition.objects.filter(standard__code="9001", year="2015").first()
    if loaded is not None:
        return loaded
    standard = Standard.objects.filter(code="9001").first() or StandardFactory(code="9001")
    edition = EditionFactory(standard=standard, year="2015")
    for position, number in enumerate(("4.1", "7.5", "8.5.1", "9.2", "10.2"), 1):
        ClauseFactory(edition=edition, number=number, position=position)
    return edition


@clock.at(BEGINS)
def build_organisation():
    """Make units, holdings, people with role and membership, and competences. Returns them as attributes.

    Recorded long before any test begins, so that a past day that is asked for knows them.
    """
    made = SimpleNamespace(edition=edition_2015())
    for name, code, parent, kind, holds in UNITS:
        unit = UnitFactory(code=code, kind=kind, parent=getattr(made, parent) if parent else None)
        setattr(made, name, unit)
        if holds:
            HoldingFactory(unit=unit)
    for username, role, where, works_in in PEOPLE:
        person = UserFactory(username=username)
        RoleFactory(user=person, role=role, unit=getattr(made, where))
        MembershipFactory(user=person, unit=getattr(made, works_in))
        setattr(made, username, person)
    for username in COMPETENT:
        CompetenceFactory(user=getattr(made, username), standard=made.edition.standard)
    return made
