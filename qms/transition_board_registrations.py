"""What the steps of holders in a transition register."""

from qms import transition_board_phrases
from qms.events import subscribe
from qms.looks import declare_looks
from qms.models.transition import HolderStepFile
from qms.registry import registry
from qms.reports.transition_board import LOOKS


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    from qms.operations.holder_steps import look_at_running, look_soon  # noqa: PLC0415 - they stand on the registry
    from qms.transition.proofs import register_proofs  # noqa: PLC0415 - the same
    from qms.work_of_holder_steps import lost_proofs, next_of_holders  # noqa: PLC0415 - the same

    register_proofs()
    registry.phrases.update(transition_board_phrases.OPERATIONS)
    registry.notice_phrases.update(transition_board_phrases.NOTICES)
    registry.file_links[HolderStepFile._meta.label_lower] = HolderStepFile
    registry.ticks["look_at_transition_steps"] = look_at_running
    for event in ("issue_in_force", "issue_withdrawn", "transition_work_done"):
        subscribe(event, look_soon)
    registry.work_items.extend([next_of_holders, lost_proofs])
    declare_looks("qms.holderstep", {str(state): look for state, look in LOOKS.items()})
