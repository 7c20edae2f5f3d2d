"""What inspections register for a move between editions: evidence by clause, the proof by audit, a link."""

from django.utils.translation import gettext_lazy as _

from inspections.transition_proofs import AUDIT, inspection_evidence
from inspections.views.edition_comparison import comparison_panel, comparison_url, is_offered
from qms.registry import RecordAction, registry
from qms.views.panels import add_record_panel


def register_compare() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.clause_evidence.append(inspection_evidence)
    registry.step_proofs["audit"] = AUDIT
    registry.record_actions.append(RecordAction("compare_audits", _("Compare the audits"), comparison_url, is_offered))
    add_record_panel("inspections.inspection", 90, comparison_panel)
