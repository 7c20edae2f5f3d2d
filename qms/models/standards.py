"""Standards as data: editions, clause trees, what each clause asks for, and how editions correspond."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qms.enums import Basis, InformationKind, Relation
from qms.history.tracked import TrackedManager, TrackedModel, TrackedQuerySet


def in_language(vi: str, en: str) -> str:
    """The text in the reader's language, or the other where that is missing."""
    return (en or vi) if get_language() == "en" else (vi or en)


class Standard(TrackedModel):
    """A management-system standard or any other set of criteria."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=250)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)

    class Meta(TrackedModel.Meta):
        verbose_name = _("standard")
        ordering = ["code"]

    def __str__(self) -> str:
        return in_language(self.name_vi, self.name_en)


class StandingManager(TrackedManager):
    """What is not taken back; `everything` has the rest. Nothing cites what was taken back."""

    def get_queryset(self) -> Any:
        """Rows that have not ended."""
        return super().get_queryset().filter(ended_at=None)


class Edition(TrackedModel):
    """One edition of a standard, such as 9001:2015. `ended_at`: brought in and taken back; loaded again it stands."""

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="editions", verbose_name=_("standard"))
    year = models.CharField(_("year"), max_length=10)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=250)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)
    published_on = models.DateField(_("published"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[Any] = StandingManager()
    everything = TrackedManager()

    class Meta(TrackedModel.Meta):
        base_manager_name = "everything"
        verbose_name = _("edition")
        ordering = ["standard__code", "year"]
        constraints = [models.UniqueConstraint(fields=["standard", "year"], name="edition_once")]

    def __str__(self) -> str:
        return in_language(self.name_vi, self.name_en)

    @property
    def code(self) -> str:
        """Such as 9001:2015, as commands and workbooks write it."""
        return f"{self.standard.code}:{self.year}"


class ClauseQuerySet(TrackedQuerySet):
    """Chainable reads of clauses."""

    def auditable(self) -> "ClauseQuerySet":
        """Leaf clauses that carry a requirement."""
        return self.filter(auditable=True)

    def under(self, clause: "Clause") -> "ClauseQuerySet":
        """The clause and everything below it in its edition."""
        return self.filter(edition_id=clause.edition_id).filter(
            models.Q(pk=clause.pk) | models.Q(number__startswith=f"{clause.number}.")
        )


class Clause(TrackedModel):
    """A numbered clause of an edition. Titles and numbers only: the text of ISO standards is copyrighted."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="clauses", verbose_name=_("edition"))
    number = models.CharField(_("number"), max_length=40)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField()
    title_vi = models.CharField(_("title in Vietnamese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    titled = models.BooleanField(default=True, help_text=_("False where the standard prints a number without a title."))
    auditable = models.BooleanField(_("carries a requirement"), default=True)
    question_vi = models.TextField(_("question in Vietnamese"), blank=True)
    question_en = models.TextField(_("question in English"), blank=True)
    max_score = models.DecimalField(_("maximum score"), max_digits=7, decimal_places=2, null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = StandingManager.from_queryset(ClauseQuerySet)()  # type: ignore[misc]  # the plugin's class variable
    everything = TrackedManager()

    class Meta(TrackedModel.Meta):
        base_manager_name = "everything"
        verbose_name = _("clause")
        ordering = ["edition", "position"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="clause_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def title(self) -> str:
        """The title, or our label where the standard prints none."""
        return in_language(self.title_vi, self.title_en)

    @property
    def question(self) -> str:
        """What an inspector asks, in own words; falls back to the title."""
        return in_language(self.question_vi, self.question_en) or self.title


class InformationDemand(TrackedModel):
    """Documented information that a clause asks for (7.5.1 a; 4.2.1 in 2008)."""

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="demands", verbose_name=_("clause"))
    kind = models.CharField(_("kind"), max_length=20, choices=InformationKind.choices)
    item = models.CharField(_("item"), max_length=20, blank=True)
    text_vi = models.CharField(_("text in Vietnamese"), max_length=300)
    text_en = models.CharField(_("text in English"), max_length=300, blank=True)

    class Meta(TrackedModel.Meta):
        verbose_name = _("documented information asked for")
        constraints = [
            models.UniqueConstraint(fields=["clause", "kind", "item", "text_vi"], name="information_demand_once")
        ]

    def __str__(self) -> str:
        return in_language(self.text_vi, self.text_en)


class Correspondence(TrackedModel):
    """One row of the table between two editions; a missing side means withdrawn or new."""

    from_edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("from edition"))
    to_edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("to edition"))
    from_clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="leads_to")
    to_clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="comes_from")
    relation = models.CharField(_("relation"), max_length=20, choices=Relation.choices)
    note_vi = models.CharField(_("note in Vietnamese"), max_length=400, blank=True)
    note_en = models.CharField(_("note in English"), max_length=400, blank=True)
    change_degree = models.CharField(_("degree of change"), max_length=20, blank=True)
    basis = models.CharField(_("evidence"), max_length=20, blank=True)
    own_word = models.CharField(
        _("relation in the source's word"),
        max_length=40,
        blank=True,
        default="",
        help_text=_("Such as equal, subset, superset or intersect; ours stands beside it."),
    )
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        verbose_name = _("correspondence")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_clause__isnull=False) | models.Q(to_clause__isnull=False),
                name="correspondence_has_a_side",
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_clause or '-'} > {self.to_clause or '-'}"

    @property
    def basis_shown(self) -> str:
        """What the row rests on, in words; another's own word as it is."""
        return str(Basis(self.basis).label) if self.basis in Basis.values else self.basis


class CorrespondenceVersion(TrackedModel):
    """One state of the table between two editions: the first as loaded, each correction the next, with its reason.

    `digest` is the SHA-256 over the standing rows in order; `changes` lists what this version changed.
    """

    from_edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("from edition"))
    to_edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("to edition"))
    number = models.PositiveIntegerField(_("version"))
    reason = models.TextField(_("reason"), blank=True)
    made_by = models.ForeignKey("qms.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    made_at = models.DateTimeField(_("made at"))
    changes = models.JSONField(default=list, blank=True)
    digest = models.CharField(max_length=64)

    class Meta(TrackedModel.Meta):
        ordering = ["-number"]
        verbose_name = _("version of a correspondence")
        constraints = [
            models.UniqueConstraint(fields=["from_edition", "to_edition", "number"], name="correspondence_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.from_edition} > {self.to_edition} v{self.number}"
