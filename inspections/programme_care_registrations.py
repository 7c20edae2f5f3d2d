"""What proposal, coverage, versions and mass planning of programmes registers with qms."""

from inspections import programme_care_phrases as phrases
from inspections.models import ProgrammeClause
from qms.history.timeline import relate
from qms.registry import registry


def register_programme_care() -> None:
    """Fill the registry."""
    registry.phrases.update(phrases.OPERATIONS)
    registry.notice_phrases.update(phrases.NOTICES)
    registry.reference_models.append(ProgrammeClause)
    relate("inspections.programme", "inspections.programmeversion", "programme")
