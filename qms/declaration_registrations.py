"""What declarations of conformity register."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms import declaration_phrases, declaration_workflow, navigation
from qms.declaration_proofs import prove_declared
from qms.enums import DeclarationStatus, Role
from qms.history.timeline import relate
from qms.looks import declare_looks
from qms.models.declarations import Declaration, DeclarationFile
from qms.models.reach import inside_subtree
from qms.navigation import NavEntry
from qms.registry import RecordKind, StepProof, WorkItem, registry

DECLARED = (declaration_workflow,)
"""Importing it declares the lifecycle."""

MOST = 50  # items a provider gives


def drafts_to_end(user: Any) -> Iterable[WorkItem]:
    """Drafts: to sign for top management, to finish for the quality officer."""
    signing = inside_subtree(user.authority.units_as(Role.TOP))
    drafting = inside_subtree(user.authority.units_as(Role.OFFICER))
    rows = Declaration.objects.filter(status=DeclarationStatus.DRAFTED).select_related("unit", "edition__standard")
    for units, group, note in ((signing, "decide", gettext("Sign it")), (drafting, "do", gettext("Finish the draft"))):
        for one in rows.filter(unit_id__in=units).order_by("pk")[:MOST]:
            yield WorkItem(
                group=group,
                title=str(one.edition),
                url=one.get_absolute_url(),
                number=one.number,
                kind=gettext("Declaration of conformity"),
                unit=one.unit.name,
                note=note,
            )


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.file_links[DeclarationFile._meta.label_lower] = DeclarationFile
    registry.phrases.update(declaration_phrases.OPERATIONS)
    registry.notice_phrases.update(declaration_phrases.NOTICES)
    registry.work_items.append(drafts_to_end)
    registry.record_kinds["qms.declaration"] = RecordKind(
        "qms.declaration", Declaration, _("Declarations of conformity"), "declarations"
    )
    registry.navigation.append(NavEntry(_("Declarations"), "declarations", "shield-check", 81, navigation.of_records))
    registry.step_proofs["declared"] = StepProof(
        _("Declaration of conformity"),
        _("A declaration under the new edition is in force and no major nonconformity is open."),
        prove_declared,
    )
    relate("qms.declaration", "qms.declarationdocument", "declaration")
    declare_looks(
        "qms.declaration",
        {
            "drafted": ("neutral", "pencil"),
            "signed": ("success", "signature"),
            "replaced": ("neutral", "refresh"),
            "withdrawn": ("danger", "circle-x"),
            "given_up": ("neutral", "circle-x"),
        },
    )
