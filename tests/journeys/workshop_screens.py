"""Pages of the table between two editions and of units that merge, split or end; each with who opens it."""

from django.urls import reverse

from qms.models import Clause, Correspondence, Edition, Unit, UnitSuccession
from tests.journeys.screen import Screen


def workshop_screens():
    """Each page once."""
    yield from workshop()
    yield from versions()
    yield from successions()


def workshop():
    """The table whole, narrowed, empty and of another pair; a row, its steps; records on a clause."""
    older, newer = (Edition.objects.get(standard__code="9001", year=year) for year in ("2008", "2015"))
    newest = Edition.objects.get(standard__code="9001", year="2026")
    table = reverse("correspondence", args=[older.uid, newer.uid])
    yield Screen("workshop", table)
    yield Screen("workshop-reader", table, "reader1")
    yield Screen("workshop-clause", f"{table}?old=4.2.3")
    yield Screen("workshop-split", f"{table}?relation=split&sort=-new&page=2")
    yield Screen("workshop-nothing", f"{table}?q=khong+co+dau")
    yield Screen("workshop-2026", reverse("correspondence", args=[newer.uid, newest.uid]))
    yield Screen("workshop-unconfirmed", reverse("correspondence", args=[older.uid, newest.uid]))
    add = reverse("correspondence_add", args=[older.uid, newer.uid])
    yield Screen("workshop-add", f"{add}?from_clause=4.2.3", "officer")
    yield Screen("workshop-add-department", add, "officer1", 403)
    row = Correspondence.objects.filter(from_edition=older, from_clause__number="4.2.3", ended_at=None).first()
    yield Screen("workshop-row", reverse("correspondence_row", args=[row.uid]))
    for name in ("correct", "end"):
        yield Screen(f"workshop-{name}", reverse("correspondence_row_step", args=[row.uid, name]), "officer")
    yield Screen(
        "workshop-correct-reader", reverse("correspondence_row_step", args=[row.uid, "correct"]), "reader1", 409
    )
    for number in ("4.2.3", "1"):
        clause = Clause.objects.filter(edition=older, number=number).first()
        if clause is not None:
            yield Screen(f"workshop-records-{number}", reverse("clause_records", args=[clause.uid]))


def versions():
    """What the versions changed, and two of them."""
    pair = [Edition.objects.get(standard__code="9001", year=year).uid for year in ("2008", "2015")]
    yield Screen("workshop-versions", reverse("correspondence_versions", args=pair))
    yield Screen("workshop-compare", reverse("correspondence_compare", args=pair))


def successions():
    """What became of units; the form; documents that wait."""
    unit = Unit.objects.get(code="SLĐ-01")
    yield Screen("successions", reverse("successions"), "admin")
    yield Screen("succession-new", f"{reverse('succession_new')}?unit={unit.uid}", "admin")
    row = UnitSuccession.objects.select_related("successor").latest("pk")
    yield Screen("succession-unit", row.successor.get_absolute_url(), "admin")
    yield Screen("succession-inherited", reverse("unit_inherited", args=[row.successor.uid]))
    yield Screen("succession-take-back", reverse("succession_step", args=[row.uid, "take_back"]), "admin")
