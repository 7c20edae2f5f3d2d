"""The register of controlled documents: the document is the identity, the issue what readers are given."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.addresses import record_address
from qms.enums import DocumentKind, ExternalStatus, IssueStatus, OnlineLevel, ProcedureLevel
from qms.folding import sort_key
from qms.models.brought_in import BroughtIn
from qms.models.files import FileLink
from qms.models.reach import Reachable, ReachQuerySet, UnitPath, inside_subtree
from qms.models.references import ClauseReference, reference_constraints
from qms.models.standards import in_language
from qms.prepared import as_day, prepared_rows
from qms.registry import registry


class DocumentQuerySet(ReachQuerySet):
    """Chainable reads of documents."""

    def in_force(self, day: dt.date) -> "DocumentQuerySet":
        """Documents with an issue in force on the day."""
        return self.filter(Exists(Issue.objects.effective_on(day).filter(document=OuterRef("pk"))))

    def readable_by(self, user: Any) -> "DocumentQuerySet":
        """Documents in force of the reader's own QMS and of everything below it (supervision)."""
        documents = self.in_force(clock.today())
        if user.is_system:
            return documents
        if not user.is_authenticated:
            return documents.none()
        authority = user.authority
        own = inside_subtree(authority.holders)
        below = UnitPath.objects.filter(ancestor_id__in=authority.record_units).values("unit_id")
        readable = Q(unit_id__in=own) | Q(unit_id__in=below)
        for further in registry.further_reach.get("qms.document in force", ()):
            readable |= further(user)
        return documents.filter(readable)


class Document(BroughtIn, Reachable):
    """A controlled document (ISO 9001:2015, 7.5): number, kind and owner stay while issues come and go."""

    SEARCH_FIELDS = ("number", "title_vi", "title_en", "issued_by", "external_ref")
    SPAN = {"unit_id": "unit_id"}

    number = models.CharField(_("number"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind.choices)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="documents", verbose_name=_("owner unit"))
    title_vi = models.CharField(_("title in Vietnamese"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="documents_written", verbose_name=_("author")
    )
    external_ref = models.CharField(_("source's own number"), max_length=80, blank=True)
    review_due_on = models.DateField(_("review due"), null=True, blank=True)
    issued_by = models.CharField(_("issued by"), max_length=200, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    external_status = models.CharField(
        _("status outside"), max_length=20, choices=ExternalStatus.choices, blank=True, default=""
    )
    replaced_by = models.CharField(_("replaced by"), max_length=200, blank=True)
    status_checked_on = models.DateField(_("status checked on"), null=True, blank=True)
    public_slug = models.SlugField(_("public address"), max_length=120, blank=True, default="")
    public_since = models.DateField(_("public since"), null=True, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, default="")

    objects = models.Manager.from_queryset(DocumentQuerySet)()  # type: ignore[misc]  # the plugin's class variable

    class Meta(Reachable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number"], condition=Q(ended_at=None), name="document_number_once_per_unit"
            ),
            models.UniqueConstraint(fields=["public_slug"], condition=~Q(public_slug=""), name="public_address_once"),
        ]
        indexes = [models.Index(fields=["review_due_on"], name="document_review_due")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title_vi, self.title_en)

    def get_absolute_url(self) -> str:
        return record_address("document", self.uid)

    def prepare_save(self) -> None:
        """Titles are listed in Vietnamese order on every database."""
        super().prepare_save()
        self.sort_key = sort_key(self.title_vi)[:400]

    def participants(self) -> dict[str, set[int]]:
        return {"author": {self.author_id}}

    @property
    def is_external(self) -> bool:
        """Whether it comes from outside: a law, a standard; it has a status of its own."""
        return self.kind == DocumentKind.EXTERNAL

    def issue_in_force(self, day: dt.date | None = None) -> "Issue | None":
        """The latest approved issue whose effective date has come and which is not withdrawn; its text comes late."""
        day = day or clock.today()
        known = self.__dict__.get("_in_force")
        if known is not None and known[0] == day:
            return known[1]
        came = self.issues.filter(status__in=ONCE_APPROVED, effective_on__lte=day).defer(*HEAVY)
        latest = came.order_by("-effective_on", "-pk").first()
        if latest is None or (latest.withdrawn_on is not None and latest.withdrawn_on <= day):
            return None
        return latest

    def learn_in_force(self, shown: "Issue") -> "Issue | None":
        """Ask once for a page that asks often; on this object only, which a change is never made from.

        `shown`: the issue on the page, which usually is the one in force and then is not read again.
        """
        day = clock.today()
        found = None
        for key, withdrawn in prepared_rows(_came_last, document=self.pk, day=day):
            withdrawn_on = as_day(withdrawn)
            if withdrawn_on is None or withdrawn_on > day:
                found = shown if key == shown.pk else Issue.objects.defer(*HEAVY).get(pk=key)
        self.__dict__["_in_force"] = (day, found)
        return found

    def has_reader(self, user: Any) -> bool:
        """Whether the person reads this document while it is in force: `readable_by` asked of one."""
        if not user.is_authenticated:
            return False
        authority = user.authority
        if not user.is_system and authority.holders & authority.ancestors_inside(self.unit_id):
            return True
        return bool(Document.objects.readable_by(user).filter(pk=self.pk).exists())


ONCE_APPROVED = (IssueStatus.APPROVED, IssueStatus.WITHDRAWN)


def _came_last(document: int, day: dt.date) -> Any:
    came = Issue.objects.filter(document_id=document, status__in=ONCE_APPROVED, effective_on__lte=day)
    return came.order_by("-effective_on", "-pk").values_list("pk", "withdrawn_on")[:1]


"""Issues that came, or will come, into force on their day."""

HEAVY = ("body", "body_html", "body_text", "search_text")
"""Columns of an issue that lists and cached pages do not read."""


class IssueQuerySet(ReachQuerySet):
    """Chainable reads of issues."""

    def effective_on(self, day: dt.date) -> "IssueQuerySet":
        """In force on the day: the latest whose effective date has come, unless withdrawn. At most one a document.

        Withdrawing the latest does not bring the one before back.
        """
        came = Q(status__in=ONCE_APPROVED, effective_on__lte=day)
        later = Issue.objects.filter(came, document=OuterRef("document")).filter(
            Q(effective_on__gt=OuterRef("effective_on"))
            | Q(effective_on=OuterRef("effective_on"), pk__gt=OuterRef("pk"))
        )
        return self.filter(came, ~Exists(later)).filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))


class Issue(Reachable):
    """One issue of a document: frozen content and its hash from review on."""

    SEARCH_FIELDS = ("title_vi", "title_en", "body_text")
    UNIT_FIELDS = ("document__unit_id",)

    document = models.ForeignKey(Document, models.PROTECT, related_name="issues", verbose_name=_("document"))
    issue_number = models.CharField(_("issue"), max_length=10)
    amendment_number = models.CharField(_("amendment"), max_length=10, blank=True, default="00")
    title_vi = models.CharField(_("title in Vietnamese"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    status = models.CharField(max_length=20, choices=IssueStatus.choices, default=IssueStatus.DRAFT, editable=False)
    summary_of_change = models.TextField(_("summary of change"), blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewer")
    )
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    replacement = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("replaced by")
    )
    procedure_code = models.CharField(_("code of the administrative procedure"), max_length=40, blank=True)
    field = models.CharField(_("field"), max_length=150, blank=True)
    level = models.CharField(_("level"), max_length=30, choices=ProcedureLevel.choices, blank=True)
    online_level = models.CharField(_("online level"), max_length=5, choices=OnlineLevel.choices, blank=True)
    time_limit_days = models.DecimalField(
        _("legal time limit in working days"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    decided_on = models.DateField(_("procedure announced on"), null=True, blank=True)
    published_on = models.DateField(_("procedure published on"), null=True, blank=True)
    body = models.JSONField(_("content"), default=list, blank=True, editable=False)
    body_html = models.TextField(editable=False, blank=True)
    body_text = models.TextField(editable=False, blank=True)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = models.Manager.from_queryset(IssueQuerySet)()  # type: ignore[misc]  # the plugin's class variable

    class Meta(Reachable.Meta):
        verbose_name = _("issue of a document")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "issue_number", "amendment_number"],
                condition=~Q(status=IssueStatus.ABANDONED),
                name="issue_number_once",
            ),
            models.CheckConstraint(
                condition=~Q(status=IssueStatus.APPROVED) | (Q(effective_on__isnull=False) & ~Q(content_hash="")),
                name="approved_issue_has_date_and_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document.number} ({self.issue_number}.{self.amendment_number})"

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title_vi, self.title_en)

    def get_absolute_url(self) -> str:
        return record_address("issue", self.uid)

    def participants(self) -> dict[str, set[int]]:
        named = set(self.reviewers.filter(ended_at=None).values_list("person_id", flat=True)) if self.pk else set()
        return {"author": {self.author_id}, "reviewer": named | ({self.reviewer_id} if self.reviewer_id else set())}

    def holds_or_is_coming(self) -> bool:
        """Whether people work by it today, or will: it is in force, or approved for a later day."""
        if self.status == IssueStatus.APPROVED and self.effective_on is not None and self.effective_on > clock.today():
            return True
        in_force = self.document.issue_in_force()
        return in_force is not None and in_force.pk == self.pk

    @property
    def numbers(self) -> str:
        """Issue and amendment as written on the document, such as 02.00."""
        return ".".join(filter(None, [self.issue_number, self.amendment_number]))


class IssueFile(FileLink):
    """A file under the same control as the issue's text (purpose "content"); its hash goes into the issue's."""

    record = models.ForeignKey(Issue, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file of an issue")


class DocumentClause(ClauseReference):
    """A clause that a document answers to; beside the record, outside an issue's hash."""

    record = models.ForeignKey(Document, models.PROTECT, related_name="clause_references")

    class Meta(ClauseReference.Meta):
        verbose_name = _("clause of a document")
        constraints = reference_constraints("document")
