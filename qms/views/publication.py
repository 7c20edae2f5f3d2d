"""What is open without an account: the list of published documents, each document, sitemap and robots."""

from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as draw_sitemap
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from qms import clock
from qms.documents import CONTENT_FILE, safe_html
from qms.forms.public_search import PublicSearchForm
from qms.models.documents import Document, Issue
from qms.reports.documents import LibraryReport
from qms.reports.passages import search_words
from qms.reports.publication import moved_to, public_documents, public_issue, public_list, was_shown
from qms.views.document_lists import add_passages
from qms.views.facts import facts_of, label_of
from qms.views.issue_state import withdrawn_said
from qms.views.public_pages import asked_language, page, public

PAGE = 30  # documents
CACHED = 24 * 3600  # seconds; the key changes with the record
PROFILE = ("procedure_code", "field", "level", "online_level")
DAYS = ("signed_on", "effective_on")


@public
def public_library(request: HttpRequest) -> HttpResponse:
    """Published documents, by words, field, unit and level."""
    form = PublicSearchForm(request.GET)
    report = LibraryReport()
    rows = form.narrow(public_list()).order_by(*report.order)
    words = form.cleaned_data.get("q", "")
    rows = report.search(rows, words, None) if search_words(words) else rows
    pages = Paginator(rows, PAGE)
    page_obj: Any = pages.get_page(request.GET.get("page"))
    listed = list(page_obj.object_list)
    if words:
        add_passages(listed, words, Issue.objects.effective_on(clock.today()))
    narrowed = any(value for name, value in request.GET.items() if name not in {"lang", "page"})
    context = {
        "form": form,
        "documents": listed,
        "page_obj": page_obj,
        "total": pages.count,
        "narrowed": narrowed,
        "no_index": narrowed or page_obj.number > 1,
        "description": _("Procedures and declarations of the quality management system that are open to everybody."),
    }
    return page(request, "qms/public/list.html", context)


@public
def public_document(request: HttpRequest, slug: str) -> HttpResponse:
    """The issue in force of a published document; what was public once says what became of it."""
    document = Document.objects.filter(public_slug=slug).select_related("unit").first()
    if document is None or document.public_since is None or document.public_since > clock.today():
        return gone_or_moved(request, slug, document)
    issue = public_issue(document)
    if issue is None:
        return withdrawn(request, document)
    context = {
        "document": document,
        "issue": issue,
        "title": issue.title,
        "facts": public_facts(issue),
        "body": clean_body(issue),
        "files": list(content_files(issue)),
        "description": described(document, issue),
    }
    return page(request, "qms/public/document.html", context)


def public_facts(issue: Issue) -> list[tuple[str, Any]]:
    """What everybody wants to know of a procedure first: where, which, how long, since when."""
    facts = [(_("Issue"), issue.numbers), (_("Unit"), issue.document.unit.name), *facts_of(issue, PROFILE)]
    if issue.time_limit_days is not None:
        facts.append((label_of(Issue, "time_limit_days"), number_format(issue.time_limit_days.normalize())))
    return facts + facts_of(issue, DAYS)


def gone_or_moved(request: HttpRequest, slug: str, document: Document | None) -> HttpResponse:
    """An address that was public: on to the document's new one, or in words that it is closed. Else not found."""
    known = document if document is not None else moved_to(slug)
    if known is None:
        return page(request, "qms/public/missing.html", {"no_index": True}, status=404)
    if document is None and public_documents().filter(pk=known.pk).exists():
        query = f"?lang={asked_language(request)}" if request.GET.get("lang") else ""
        return HttpResponsePermanentRedirect(reverse("public_document", args=[known.public_slug]) + query)
    return page(request, "qms/public/gone.html", {"no_index": True}, status=410)


def withdrawn(request: HttpRequest, document: Document) -> HttpResponse:
    """A public document without an issue in force: withdrawn, or, while it never was in force, not found."""
    issue = was_shown(document)
    if issue is None:
        return page(request, "qms/public/missing.html", {"no_index": True}, status=404)
    replacement = issue.replacement
    shown = replacement is not None and public_documents().filter(pk=replacement.pk).exists()
    context = {
        "no_index": True,
        "document": document,
        "title": issue.title,
        "said": withdrawn_said(issue),
        "replacement": replacement if shown else None,
    }
    return page(request, "qms/public/gone.html", context, status=410)


def found(slug: str) -> Issue:
    """The issue in force of the public document at the address. Raises Http404."""
    document = public_documents().filter(public_slug=slug).first()
    issue = public_issue(document) if document is not None else None
    if issue is None:
        raise Http404
    return issue


def content_files(issue: Issue) -> Any:
    """Files that are part of the issue."""
    links = issue.file_links.filter(purpose=CONTENT_FILE, ended_at=None)
    return links.select_related("file").order_by("name", "pk")


def clean_body(issue: Issue) -> SafeString:
    """The text, cleaned once for each state of the record."""
    key = f"public:{issue.uid}:{issue.head_hash}"
    body = cache.get(key)
    if body is None:
        body = safe_html(issue.body_html)
        cache.set(key, body, CACHED)
    return mark_safe(body)  # noqa: S308 - cleaned before it was kept


def described(document: Document, issue: Issue) -> str:
    """One sentence for search engines."""
    told = {"number": document.number, "title": issue.title, "unit": document.unit.name}
    return _("%(number)s: %(title)s. %(unit)s.") % told


class PublicSitemap(Sitemap):
    """The list and each published document."""

    def items(self) -> list[Any]:
        return [None, *public_list().order_by("number_order", "id")]

    def location(self, item: Any) -> str:
        return reverse("public") if item is None else reverse("public_document", args=[item.public_slug])

    def lastmod(self, item: Any) -> Any:
        return None if item is None else max(item.effective_on, item.public_since)

    def get_domain(self, site: Any = None) -> str:
        """The installation's own name, whatever the request says."""
        return settings.QMS_BASE_URL.rstrip("/").partition("://")[2]

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.QMS_BASE_URL.partition("://")[0]


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Addresses of the public part."""
    return draw_sitemap(request, {"public": PublicSitemap})


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Only the public part is for search engines."""
    base = settings.QMS_BASE_URL.rstrip("/")
    lines = ["User-agent: *", f"Allow: {reverse('public')}", "Disallow: /", f"Sitemap: {base}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
