"""The app of documented information (7.5): written and published with Wagtail."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Wagtail's pages as the workshop of controlled documents."""

    name = "cms"
    verbose_name = _("Document workshop")

    def ready(self) -> None:
        from cms import registrations  # noqa: PLC0415 - apps are ready only here
        from cms.site import prepare_workshop  # noqa: PLC0415 - apps are ready only here

        registrations.register()
        post_migrate.connect(prepare_workshop, sender=self, dispatch_uid="cms_prepare_workshop")
