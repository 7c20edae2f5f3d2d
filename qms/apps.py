"""The app of what the system is (clauses 4 to 8) and of the machinery every app uses."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class QMSConfig(AppConfig):
    """Installs the fence round history after each migrate and registers what qms offers."""

    name = "qms"
    verbose_name = _("Quality management system")

    def ready(self) -> None:
        from django.contrib.auth import user_logged_in  # noqa: PLC0415 - apps are ready only here
        from django.contrib.auth.models import update_last_login  # noqa: PLC0415 - apps are ready only here

        from qms import registrations  # noqa: PLC0415 - apps are ready only here
        from qms.history import checks  # noqa: F401, PLC0415 - apps are ready only here
        from qms.history.triggers import install_triggers  # noqa: PLC0415 - apps are ready only here

        user_logged_in.disconnect(update_last_login, dispatch_uid="update_last_login")
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="qms_history_triggers")
        registrations.register()
