"""How a person wants to be told: by kind, and in which language the mails are written. A setting of one's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from qms.models.people import User
from qms.models.reminding import NoticeChoice
from qms.registry import registry


@dataclass(frozen=True)
class Choice:
    """In the product, in the daily mail."""

    in_product: bool = True
    by_mail: bool = True


@transaction.atomic
def choose_notices(user: User, choices: Mapping[str, Choice], language: str = "") -> None:
    """Keep all choices at once; what is wanted both ways needs no row, what cannot be switched off stays on."""
    User.objects.locked().get(pk=user.pk)
    rows = []
    for kind, choice in choices.items():
        in_product = choice.in_product or kind in registry.standing_notices
        if not (in_product and choice.by_mail):
            rows.append(NoticeChoice(user=user, kind=kind, in_product=in_product, by_mail=choice.by_mail))
    NoticeChoice.objects.filter(user=user, kind__in=list(choices)).delete()
    NoticeChoice.objects.bulk_create(rows)
    if language in dict(settings.LANGUAGES):
        profile_model().objects.update_or_create(user=user, defaults={"preferred_language": language})


def profile_model() -> Any:
    """The table in which the editor of pages keeps a person's language; the mails follow it."""
    return User._meta.get_field("wagtail_userprofile").related_model


def language_of(user: User) -> str:
    """The language of the person's mails: the one they chose, else the installation's."""
    profile = getattr(user, "wagtail_userprofile", None)
    chosen = profile.preferred_language if profile else ""
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
