"""Nobody comes in without signing in, except through the doors named here."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

OPEN_NAMES = frozenset(
    {"login", "logout", "set_language", "healthz", "readyz", "service_worker", "web_manifest", "printed", "by_link"}
)
PUBLIC_NAMES = frozenset(
    {
        "public", "public_document", "public_print", "public_file", "public_declarations", "public_declaration",
        "sitemap", "robots",
    }
)  # fmt: skip
"""The public part: the same for everybody, so nobody's session is even looked at."""


class SignInRequiredMiddleware:
    """Send strangers to the sign-in page; answer scripts with 401, never with a redirect."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict) -> HttpResponse | None:
        """Decide once the address is known."""
        match = request.resolver_match
        if match and match.view_name in PUBLIC_NAMES:
            return None
        if request.user.is_authenticated or (match and match.view_name in OPEN_NAMES):
            return None
        if request.path.startswith("/api/") or request.headers.get("accept", "").startswith("application/json"):
            return JsonResponse({"detail": _("Sign in first.")}, status=401)
        return redirect_to_login(request.get_full_path())
