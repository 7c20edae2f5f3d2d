"""What a person was told: inbox with filters, marking as read, and how they want to be told."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qms.folding import fold
from qms.forms.notices import InboxForm, LanguageForm
from qms.models.system import Notice
from qms.notice_kinds import group_of, groups_of
from qms.notices import inbox, mark_one_read, mark_read
from qms.operations.choosing_notices import Choice, choose_notices, language_of
from qms.phrases import notice_text
from qms.registry import registry
from qms.views.reach import signed_in

PAGE = 50  # notices
SEARCHED = 2000  # of the newest
NEWEST = ("-created_at", "-pk")  # first; what was brought in later may have happened earlier
DIGITS = 18  # of a key


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """The person's notices, newest first: all or unread, of a group, by words of number and content."""
    user = signed_in(request)
    every = inbox(user)
    newest = every.order_by("-pk").values_list("pk", flat=True).first() or 0
    form = InboxForm(request.GET)
    narrowed = form.is_valid() and any(form.cleaned_data.values())
    found = _narrowed(every, form).order_by(*NEWEST)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows: list[dict[str, Any]] = [{"notice": one, "text": notice_text(one)} for one in page.object_list]
    context = {"page_obj": page, "rows": rows, "newest": newest, "form": form, "narrowed": narrowed}
    return render(request, "qms/notices.html", context)


def _narrowed(rows: Any, form: InboxForm) -> Any:
    if not form.is_valid():
        return rows
    show, group, words = (form.cleaned_data[name] for name in ("show", "group", "q"))
    if show == "unread":
        rows = rows.filter(read_at=None)
    if group:
        kinds = set(rows.order_by().values_list("kind", flat=True).distinct())
        rows = rows.filter(kind__in=[kind for kind in kinds if str(group_of(kind)) == group])
    return rows.filter(pk__in=_saying(rows, words)) if words else rows


def _saying(rows: Any, words: str) -> list[int]:
    """Keys of those that say every word as the reader reads them; accents and case do not matter."""
    wanted = fold(words).split()
    found = []
    for notice in rows.order_by(*NEWEST)[:SEARCHED]:
        said = fold(f"{notice.number} {notice_text(notice)}")
        if all(word in said for word in wanted):
            found.append(notice.pk)
    return found


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark one notice as read, or everything up to the newest notice shown."""
    user = signed_in(request)
    one, text = request.POST.get("one", ""), request.POST.get("up_to", "")
    if _is_key(one):
        mark_one_read(user, int(one))
    elif _is_key(text):
        mark_read(user, up_to=int(text))
    return HttpResponseRedirect(f"{reverse('notices')}{_query(request)}")


@require_GET
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Go where a notice of one's own leads, which reads it."""
    notice = get_object_or_404(Notice, pk=pk, user=signed_in(request))
    mark_one_read(signed_in(request), notice.pk)
    return HttpResponseRedirect(notice.url)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= DIGITS


def _query(request: HttpRequest) -> str:
    form = InboxForm(request.POST)
    kept = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    return f"?{urlencode(kept)}" if kept else ""


@require_http_methods(["GET", "HEAD", "POST"])
def notice_choices(request: HttpRequest) -> HttpResponse:
    """Every kind with its two switches, and the language of the mails; kept all at once."""
    user = signed_in(request)
    if request.method == "POST":
        form = LanguageForm(request.POST)
        if form.is_valid():
            choose_notices(user, _chosen(request), form.cleaned_data["language"])
            messages.success(request, _("Your choices are kept."))
            return HttpResponseRedirect(reverse("notice_choices"))
    else:
        form = LanguageForm(initial={"language": language_of(user)})
    return render(request, "qms/notice_choices.html", {"groups": groups_of(user), "form": form, "address": user.email})


def _chosen(request: HttpRequest) -> dict[str, Choice]:
    """The switches of every kind that the page showed: a switch that is off is not sent."""
    product, mail = set(request.POST.getlist("product")), set(request.POST.getlist("mail"))
    shown = [kind for kind in request.POST.getlist("kind") if kind in registry.notice_phrases]
    return {kind: Choice(kind in product, kind in mail) for kind in shown}
