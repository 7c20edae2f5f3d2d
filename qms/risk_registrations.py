"""What risks, opportunities, the context and interested parties register."""

from django.utils.translation import gettext_lazy as _

from qms import risk_phrases, risk_workflow
from qms.history.timeline import relate
from qms.looks import declare_looks
from qms.models.context import ContextFactor, InterestedParty
from qms.models.risks import Risk, RiskClause, RiskFile
from qms.navigation import NavEntry
from qms.navigation import of_records as sees_records
from qms.registry import Handover, RecordKind, registry

DECLARED = (risk_workflow,)
"""Importing it declares the lifecycle."""

KINDS = (
    (Risk, _("Risks and opportunities"), "risks"),
    (ContextFactor, _("Context of the organisation"), "context_factors"),
    (InterestedParty, _("Interested parties"), "interested_parties"),
)


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.file_links[RiskFile._meta.label_lower] = RiskFile
    registry.reference_models.append(RiskClause)
    registry.phrases.update(risk_phrases.OPERATIONS)
    registry.notice_phrases.update(risk_phrases.NOTICES)
    registry.notice_groups.append(risk_phrases.GROUP)
    for model, title, url_name in KINDS:
        label = model._meta.label_lower
        registry.record_kinds[label] = RecordKind(label, model, title, url_name)
    registry.navigation.append(NavEntry(_("Risks and opportunities"), "risks", "target", 62, sees_records))
    registry.navigation.append(
        NavEntry(_("Context and interested parties"), "context_factors", "building", 63, sees_records)
    )
    for related in ("qms.riskreview", "qms.riskaction"):
        relate("qms.risk", related, "risk")
    declare_looks("qms.risk", {"open": ("warning", "flag"), "treated": ("info", "shield-check")})
    _register_operations()
    _register_work()


def _register_operations() -> None:
    from qms.operations import risks  # noqa: PLC0415 - operations stand on the registry
    from qms.risk_closers import RISK_UPDATED, actions_waiting  # noqa: PLC0415 - the same
    from qms.views.panels import add_record_panel  # noqa: PLC0415 - pages stand on what is registered

    registry.closers["qms.risk"] = RISK_UPDATED
    add_record_panel("qms.risk", 20, actions_waiting)
    registry.handovers["risk"] = Handover(
        _("Risks and opportunities owned"),
        risks.owned_risks,
        risks.hand_faults,
        lambda record, person, to, *, by, reason: risks.hand_risk(record, by=by, owner=to, reason=reason),
        name=lambda record: f"{record.number} {record.statement[:100]}",
        due=lambda record: record.review_due_on,
        order=35,
    )


def _register_work() -> None:
    from qms import work_of_risks as work  # noqa: PLC0415 - reports stand on the registry
    from qms.due_days import add_due_source  # noqa: PLC0415 - the same
    from qms.risk_starters import STARTERS  # noqa: PLC0415 - the same
    from qms.transition.starters import register_starter  # noqa: PLC0415 - the same

    registry.work_items.extend([work.risks_to_review, work.context_to_review])
    registry.owed.extend([work.risks_owed, work.context_owed])
    registry.clause_evidence.extend([work.shown_by_risks, work.shown_by_context])
    add_due_source(work.REVIEWS)
    for starter in STARTERS:
        register_starter(starter)
