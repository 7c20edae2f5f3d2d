"""Which training is needed: people, why, and a button that plans it for them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from qms.forms.objectives import kept_units
from qms.policy import Refused, denied
from qms.reporting_enums import TrainingReason
from qms.reports.trainings import prepares_trainings
from qms.rules.trainings import KEEPERS
from qms.training_needs import needs_of
from qms.views.competences import asked_unit
from qms.views.reach import asked_day, signed_in


def require_keeper(user: Any) -> None:
    """Raise Refused for who plans trainings nowhere."""
    if not prepares_trainings(user):
        told = _("Trainings are planned and recorded by a quality officer, the unit's manager or top management.")
        raise Refused(denied(told, KEEPERS))


class TrainingNeeds(View):
    """What the people of a unit need."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """All needs of the unit asked for, by kind."""
        user, as_of = signed_in(request), asked_day(request)
        require_keeper(user)
        form, unit = asked_unit(request, kept_units(user))
        found = needs_of(unit) if unit else []
        groups = [
            (reason.label, [need for need in found if need.reason == reason])
            for reason in (TrainingReason.ISSUE, TrainingReason.EDITION, TrainingReason.EXPIRY)
        ]
        context = {
            "form": form,
            "unit": unit,
            "groups": [(label, needs) for label, needs in groups if needs],
            "as_of": as_of,
            "as_of_query": f"?as_of={as_of.isoformat()}" if as_of else "",
        }
        return render(request, "qms/trainings/needed.html", context)
