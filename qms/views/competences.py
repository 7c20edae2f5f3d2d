"""Competences: who holds what until when."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qms.printing import COMPETENCE_REGISTER
from qms.reports.competences import CompetenceReport
from qms.reports.printed_trainings import competence_entries
from qms.views.printed_lists import PrintedList


class CompetenceList(PrintedList):
    """Competences within reach."""

    report = CompetenceReport
    printed_form = COMPETENCE_REGISTER

    def entries(self, records: Sequence[Any], as_of: Any) -> Sequence[Any]:
        return competence_entries(records)

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        return {"other_list": (_("People by editions"), f"{reverse('competence_matrix')}{context['as_of_query']}")}
