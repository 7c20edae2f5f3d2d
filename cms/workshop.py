"""What the workshop does for the register of documents; qms asks for it through the registry."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms import checks
from cms.comparing import Comparison, Side
from cms.comparing import compare as compare_sides
from cms.following import follow
from cms.models import DocumentIndexPage, DocumentPage
from cms.publishing import freeze, freeze_body, stream
from cms.sections import body_from
from cms.site import ensure_site
from qms.documents import CONTENT_FILE, FrozenContent, NoContent
from qms.enums import DocumentKind, IssueStatus, Role
from qms.models import Document
from qms.models.reach import inside_subtree
from qms.operations.issue_files import has_content_file
from qms.registry import Workshop

PAGE_FACTS = ("pk", "document_id", "drafted_after")


def open_page(document: Any, body: list[dict[str, Any]], *, by: Any) -> DocumentPage:
    """Make the page of a new document with these sections. It is never live."""
    shelf = DocumentIndexPage.objects.first() or ensure_site()
    page = DocumentPage(
        document=document,
        title=title_of(document),
        slug=slugify(f"{document.number}-{document.pk}"),
        live=False,
        has_unpublished_changes=True,
        owner=by,
        body=stream(body),
    )
    with disable_reference_index_auto_update():  # saving the revision writes it, once
        shelf.add_child(instance=page)
    revision = page.save_revision(user=by, log_action=True, clean=False)
    if not body:
        _begin_draft(page, revision)
    return page


def _begin_draft(page: DocumentPage, revision: Revision) -> None:
    """Whoever saves after this revision writes the present draft."""
    DocumentPage.objects.filter(pk=page.pk).update(drafted_after=revision.pk)


def refill(document: Any, body: list[dict[str, Any]] | None, *, by: Any) -> None:
    """Begin a new draft: from `body` (the content in force) where given, else from what the page holds."""
    page = _page(document)
    if page is None:
        open_page(document, body or [], by=by)
        return
    draft = page.get_latest_revision_as_object()
    draft.title = draft.draft_title = title_of(document)
    if body is not None:
        draft.body = stream(body)
    with disable_reference_index_auto_update():
        draft.save()
    revision = draft.save_revision(user=by, log_action=True, clean=False)
    _begin_draft(draft, revision)


def gap(issue: Any) -> str | None:
    """The required sections that are not written, in one sentence; None when all are there.

    Other documents than procedures may consist of a file alone.
    """
    page = _page(issue.document)
    if page is None:
        written_or_file = issue.body_html or has_content_file(issue)
        return None if written_or_file else _("Write the content first: the issue is empty.")
    body = page.get_latest_revision_as_object().body
    written = {child.block_type for child in body}
    missing = [str(title) for title in missing_sections(issue.document.kind, written)]
    if not missing or (issue.document.kind != DocumentKind.PROCEDURE and has_content_file(issue)):
        return None
    return _("Write these sections first: %(sections)s.") % {"sections": ", ".join(missing)}


def missing_sections(kind: str, written: set[str]) -> list[str]:
    """Headings that a document of the kind must have and has not. A procedure has its three, others any content."""
    if kind == DocumentKind.OBJECTIVES:
        return [] if written & {"objectives", "contents"} else [_("Quality objectives")]
    if kind != DocumentKind.PROCEDURE:
        return [] if written else [_("Contents")]
    missing = [_("Purpose")] if "purpose" not in written else []
    missing += [_("Scope")] if "scope" not in written else []
    return missing + ([] if written & {"contents", "steps"} else [_("Contents")])


def freeze_document(document: Any) -> FrozenContent:
    """The latest draft of the document's page, frozen. Raises NoContent when there is no page."""
    page = _page(document)
    if page is None:
        raise NoContent(document)
    return freeze(page.get_latest_revision_as_object())


def writers(document: Any) -> set[int]:
    """Keys of the people who saved the page since the present draft began."""
    page = _page(document)
    if page is None:
        return set()
    revisions = Revision.objects.for_instance(page).filter(pk__gt=page.drafted_after)
    return set(revisions.exclude(user=None).values_list("user_id", flat=True))


def writers_of(documents: Iterable[Any]) -> dict[int, set[int]]:
    """The same for many documents, by key, in two queries."""
    pages = DocumentPage.objects.filter(document__in=[document.pk for document in documents])
    begun = {str(page): (document, after) for page, document, after in pages.values_list(*PAGE_FACTS)}
    found: dict[int, set[int]] = {document: set() for document, _after in begun.values()}
    revisions = Revision.objects.page_revisions().filter(object_id__in=list(begun)).exclude(user=None)
    earliest = min((after for _document, after in begun.values()), default=0)
    for page, user, key in revisions.filter(pk__gt=earliest).values_list("object_id", "user_id", "pk"):
        document, after = begun[page]
        if key > after:
            found[document].add(user)
    return found


def compare(old: Any, new: Any) -> Comparison:
    """What a reader sees between two issues."""
    return compare_sides(side_of(old), side_of(new))


def side_of(issue: Any) -> Side:
    """The issue as it is compared: what the page holds while it is a draft, with its controlled files."""
    files = issue.file_links.filter(purpose=CONTENT_FILE, ended_at=None)
    named = ("author", "approved_by", "signed_on", "withdrawn_on")
    return Side(
        title_vi=issue.title_vi,
        title_en=issue.title_en,
        issue_number=issue.issue_number,
        amendment_number=issue.amendment_number,
        effective_on=issue.effective_on,
        body=checks.body_of(issue),
        files=list(files.order_by("name").values_list("name", "file__sha256")),
        facts=[
            (_("Reviewers"), ", ".join(reviewers_of(issue))),
            *((issue._meta.get_field(name).verbose_name, _fact(getattr(issue, name))) for name in named),
        ],
    )


def reviewers_of(issue: Any) -> list[str]:
    """Everybody who reviews or reviewed the issue, in their order."""
    places = [str(place.person) for place in issue.reviewers.filter(ended_at=None).select_related("person")]
    return places or ([str(issue.reviewer)] if issue.reviewer_id else [])


def _fact(value: Any) -> Any:
    return str(value) if isinstance(value, models.Model) else value


def editor_url(document: Any) -> str:
    """Where the document is written."""
    page = _page(document)
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else ""


def is_open(document: Any) -> bool:
    """Whether an issue of the document is a draft."""
    return bool(document.issues.filter(status=IssueStatus.DRAFT).exists())


def writable_by(user: Any) -> models.QuerySet:
    """Documents that the person may write: the list form of the rule qms.write_document."""
    units = inside_subtree(user.authority.units_as(Role.OFFICER))
    mine = models.Q(author_id__in=user.authority.person_ids) | models.Q(unit_id__in=units)
    return Document.objects.filter(mine, ended_at=None)


def title_of(document: Any) -> str:
    """The page's title: number and Vietnamese title."""
    return f"{document.number} {document.title_vi}"[:255]


def _page(document: Any) -> DocumentPage | None:
    return DocumentPage.objects.filter(document=document).first()


WORKSHOP = Workshop(
    open=open_page,
    refill=refill,
    gap=gap,
    freeze=freeze_document,
    freeze_body=freeze_body,
    body_from=body_from,
    writers=writers,
    url=editor_url,
    writers_of=writers_of,
    follow=follow,
    warnings=checks.warnings,
    compare=compare,
    compare_template="cms/compare/comparison.html",
)
