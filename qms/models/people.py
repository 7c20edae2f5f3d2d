"""People: accounts, where they work, what they may, for whom they act, what they are competent in."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qms.enums import ActingForm, Role
from qms.folding import fold, sort_key
from qms.history.tracked import TrackedModel, TrackedQuerySet
from qms.models.authority import Authority
from qms.models.organisation import Unit

SYSTEM = "system"
IMPORT = "import"
MACHINE_ACCOUNTS = (SYSTEM, IMPORT)


class PersonQuerySet(TrackedQuerySet):
    """Chainable reads of people."""

    def people(self) -> "PersonQuerySet":
        """Active persons, without the accounts of the installation itself."""
        return self.filter(is_active=True).exclude(username__in=MACHINE_ACCOUNTS)

    def working_in(self, unit_ids: Any, day: dt.date) -> "PersonQuerySet":
        """People who are members of one of the units on the day."""
        return self.filter(pk__in=Membership.objects.standing_on(day).filter(unit_id__in=unit_ids).values("user_id"))


class PersonManager(UserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Django's own manager over guarded rows; migrations do not need it."""

    use_in_migrations = False


class User(AbstractUser, TrackedModel):
    """A person's account. People are deactivated, never deleted; nobody is a superuser."""

    UNTRACKED = frozenset({"password", "last_login"})

    full_name = models.CharField(_("full name"), max_length=150, blank=True)
    position_vi = models.CharField(_("position in Vietnamese"), max_length=150, blank=True)
    position_en = models.CharField(_("position in English"), max_length=150, blank=True)
    sort_key = models.CharField(max_length=200, editable=False, default="")
    search_text = models.TextField(editable=False, default="", blank=True)

    objects = PersonManager()  # type: ignore[misc]  # the plugin's class variable

    class Meta(TrackedModel.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def position(self) -> str:
        """The title in the reader's language."""
        return self.position_en if get_language() == "en" and self.position_en else self.position_vi

    @property
    def is_system(self) -> bool:
        """The account of the installation itself: commands and scheduled work."""
        return self.username == SYSTEM

    @cached_property
    def authority(self) -> Authority:
        """What the person may today; read once for each request, since each request loads its own user."""
        return Authority(self)

    def prepare_save(self) -> None:
        """Fold the name: Vietnamese order is by given name first."""
        given_first = " ".join(reversed(self.full_name.split())) if self.full_name else self.username
        self.sort_key = sort_key(given_first)
        self.search_text = fold(f"{self.full_name} {self.username} {self.position_vi} {self.position_en}")

    def get_full_name(self) -> str:
        return self.full_name or self.username


class DatedQuerySet(TrackedQuerySet):
    """Rows that stand from a day to a day."""

    def standing_on(self, day: dt.date) -> "DatedQuerySet":
        """Rows that stand on the day, first and last day included."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class Dated(TrackedModel):
    """A tracked row that stands from a day to a day, both included."""

    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    objects = models.Manager.from_queryset(DatedQuerySet)()  # type: ignore[misc]  # the plugin's class variable

    class Meta(TrackedModel.Meta):
        abstract = True


class Membership(Dated):
    """Where a person works. Apart from roles: who left a unit within 12 months may not inspect it (product rule)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name=_("unit"))

    class Meta(Dated.Meta):
        verbose_name = _("membership")

    def __str__(self) -> str:
        return f"{self.user} - {self.unit}"


class RoleAssignment(Dated):
    """What a person is in a unit, from a day to a day."""

    user = models.ForeignKey(User, models.PROTECT, related_name="role_assignments", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="role_assignments", verbose_name=_("unit"))

    class Meta(Dated.Meta):
        verbose_name = _("role")
        indexes = [models.Index(fields=["user", "valid_to"], name="role_of_user")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user} ({self.unit})"


class ActingFor(Dated):
    """That a deputy acts for somebody, by a recorded appointment; for separation of duties both count as one."""

    deputy = models.ForeignKey(User, models.PROTECT, related_name="acts_for", verbose_name=_("deputy"))
    principal = models.ForeignKey(User, models.PROTECT, related_name="represented_by", verbose_name=_("acts for"))
    form = models.CharField(_("signs"), max_length=5, choices=ActingForm.choices)
    basis = models.CharField(_("basis"), max_length=250, help_text=_("The decision or letter of appointment."))

    class Meta(Dated.Meta):
        verbose_name = _("acting-for appointment")
        constraints = [
            models.CheckConstraint(condition=~Q(deputy=models.F("principal")), name="nobody_acts_for_themselves")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.principal}: {self.deputy}"


class Competence(Dated):
    """What a person is competent to inspect (ISO 9001:2015, 7.2), until it expires."""

    user = models.ForeignKey(User, models.PROTECT, related_name="competences", verbose_name=_("person"))
    standard = models.ForeignKey("qms.Standard", models.PROTECT, related_name="+", verbose_name=_("standard"))
    edition = models.ForeignKey(
        "qms.Edition", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("edition")
    )
    basis = models.CharField(_("certificate or course"), max_length=250)

    class Meta(Dated.Meta):
        verbose_name = _("competence")

    def __str__(self) -> str:
        return f"{self.user}: {self.standard}"
