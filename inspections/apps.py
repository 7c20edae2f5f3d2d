"""The app of checking and improving (clauses 9 and 10)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    """Registers what qms needs from inspections."""

    name = "inspections"
    verbose_name = _("Inspections")

    def ready(self) -> None:
        from inspections import registrations  # noqa: PLC0415 - apps are ready only here

        registrations.register()
