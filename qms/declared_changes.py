"""What has changed since a declaration was signed: scope, edition, documents, structure; then it is declared anew."""

from typing import Any

from django.utils.translation import gettext as _

from qms import clock
from qms.models.declarations import Declaration
from qms.models.documents import Document
from qms.models.organisation import Unit
from qms.models.reach import inside_subtree
from qms.transition.exclusions import exclusions


def changes_since(declaration: Declaration) -> list[str]:
    """Sentences that say why to declare anew; empty while all stands as declared. A handful of queries."""
    changes = [_exclusions(declaration), *_documents(declaration), _structure(declaration)]
    return [change for change in changes if change]


def _exclusions(declaration: Declaration) -> str:
    then = {row["number"] for row in declaration.exclusions}
    now = {row["number"] for row in exclusions(declaration.unit, declaration.edition)}
    if then == now:
        return ""
    text = _("The clauses that do not apply have changed: declared %(then)s, now %(now)s.")
    return text % {"then": ", ".join(sorted(then)) or _("none"), "now": ", ".join(sorted(now)) or _("none")}


def documents_of(unit: Unit) -> Any:
    """The unit's documents in force that its system rests on, in their order."""
    inside = inside_subtree([unit.pk])
    rows = Document.objects.in_force(clock.today()).filter(unit_id__in=inside).exclude(kind="external")
    return rows.order_by("number", "pk")


def _documents(declaration: Declaration) -> list[str]:
    declared = dict(declaration.documents.filter(ended_at=None).values_list("document_id", "document__number"))
    standing = dict(documents_of(declaration.unit).values_list("pk", "number"))
    gone = sorted(number for key, number in declared.items() if key not in standing)
    added = sorted(number for key, number in standing.items() if key not in declared)
    said = []
    if gone:
        said.append(_("No longer in force: %(documents)s.") % {"documents": ", ".join(gone)})
    if added:
        said.append(_("In force, but not in the annex: %(documents)s.") % {"documents": ", ".join(added)})
    return said


def _structure(declaration: Declaration) -> str:
    """Units of the system that began or ended since the declaration took effect."""
    since = declaration.effective_on
    if since is None:
        return ""
    inside = inside_subtree([declaration.unit_id])
    units = Unit.objects.filter(pk__in=inside)
    begun = units.filter(valid_from__gt=since, valid_from__lte=clock.today())
    ended = units.filter(valid_to__gt=since, valid_to__lt=clock.today())
    names = sorted({unit.code for unit in begun} | {unit.code for unit in ended})
    return _("Units began or ended since: %(units)s.") % {"units": ", ".join(names)} if names else ""
