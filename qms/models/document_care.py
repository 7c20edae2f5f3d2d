"""What keeps documents in order: the holder's scheme, periodic reviews, the holder's own print templates."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms.enums import ReviewOutcome
from qms.history.tracked import TrackedModel
from qms.models.documents import Document, Issue
from qms.models.files import StoredFile


class DocumentScheme(TrackedModel):
    """How a QMS holder numbers, reviews and has its documents read. Holders without one use the defaults.

    `number_patterns`: kind of document > pattern with {n}, such as "QT-{n:02}". `amendments_before_issue`: after so
    many amendments the next change is a new issue (0: no limit). `training_threshold`: per cent of readers who
    should have confirmed before the effective day; it warns the approver and stops nothing.
    """

    unit = models.OneToOneField("qms.Unit", models.PROTECT, related_name="document_scheme")
    number_patterns = models.JSONField(_("number patterns"), default=dict, blank=True)
    first_issue = models.CharField(_("first issue"), max_length=10, default="01")
    uses_amendments = models.BooleanField(_("amendments are counted apart from issues"), default=True)
    first_amendment = models.CharField(_("amendment number of a new issue"), max_length=10, default="00", blank=True)
    amendments_before_issue = models.PositiveSmallIntegerField(_("amendments before a new issue"), default=0)
    review_months = models.PositiveSmallIntegerField(
        _("months between periodic reviews"), default=36, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    reading_days = models.PositiveSmallIntegerField(_("days to read"), default=7)
    training_threshold = models.PositiveSmallIntegerField(
        _("readers who should have confirmed before it takes effect, %"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )

    class Meta(TrackedModel.Meta):
        verbose_name = _("document scheme")

    def __str__(self) -> str:
        return str(self.unit)


class DocumentReview(TrackedModel):
    """One periodic review of a document: what was found, signed by who did it."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="periodic_reviews")
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="+", verbose_name=_("issue"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=ReviewOutcome.choices)
    note = models.TextField(_("what was looked at"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reviewed by")
    )
    reviewed_on = models.DateField(_("reviewed on"))
    was_due_on = models.DateField(_("was due on"), null=True, blank=True)
    next_due_on = models.DateField(_("next due on"), null=True, blank=True)

    class Meta(TrackedModel.Meta):
        verbose_name = _("periodic review")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.document.number}: {self.get_outcome_display()}"


class PrintTemplate(TrackedModel):
    """A QMS holder's own Word template for one printed form, in place of ours."""

    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="print_templates")
    form = models.CharField(_("form"), max_length=60)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    name = models.CharField(_("name"), max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(TrackedModel.Meta):
        verbose_name = _("print template")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "form"], condition=Q(ended_at=None), name="print_template_once_per_form"
            )
        ]

    def __str__(self) -> str:
        return f"{self.form}: {self.name}"
