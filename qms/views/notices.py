"""What a person was told, and marking it as read."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from qms.notices import mark_read
from qms.phrases import notice_text
from qms.views.reach import signed_in

PAGE = 50  # notices


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """The person's notices, newest first."""
    page = Paginator(signed_in(request).notices.order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    rows: list[dict[str, Any]] = [{"notice": one, "text": notice_text(one)} for one in page.object_list]
    newest = rows[0]["notice"].pk if rows else 0
    return render(request, "qms/notices.html", {"page_obj": page, "rows": rows, "newest": newest})


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark everything up to the newest notice shown as read."""
    text = request.POST.get("up_to", "")
    if text.isascii() and text.isdigit() and len(text) < 19:
        mark_read(signed_in(request), up_to=int(text))
    return HttpResponseRedirect(reverse("notices"))
