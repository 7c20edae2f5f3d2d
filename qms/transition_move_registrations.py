"""What decisions on clauses and runs of a transition register."""

from qms import transition_move_phrases
from qms.history.timeline import relate
from qms.registry import registry
from qms.transition.moving import register_moving


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.phrases.update(transition_move_phrases.OPERATIONS)
    register_moving()
    relate("qms.clausedecision", "qms.decisiontarget", "decision")
