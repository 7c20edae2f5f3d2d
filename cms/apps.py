"""The app of documented information (7.5): written and published with Wagtail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Wagtail's pages as the workshop of controlled documents."""

    name = "cms"
    verbose_name = _("Document workshop")
