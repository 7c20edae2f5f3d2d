"""/cms/ is deny by default: an address of Wagtail's admin that is not listed here is not found."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

OPEN_TO_AUTHORS: frozenset[str] = frozenset()


class AdminDoorsMiddleware:
    """Let authors through the listed doors only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict) -> HttpResponse | None:
        """Refuse what is not listed."""
        match = request.resolver_match
        if match and match.namespaces[:1] == ["wagtailadmin"] and match.view_name not in OPEN_TO_AUTHORS:
            raise Http404
        return None
