"""Work on all reports of a period in the background, asked for from the page of its scheme."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from qms import jobs, policy
from qms.models.people import User
from qms.models.period_schemes import ReportPeriod
from qms.views.reach import get_visible
from qms.views.report_schemes import schemes_seen


class PeriodJob(View):
    """Open, count again, print."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, uid: Any, kind: str) -> HttpResponseRedirect:
        """Begin it, and lead to its page."""
        rows = ReportPeriod.objects.filter(scheme__in=schemes_seen(request.user).values("pk"))
        period = get_visible(ReportPeriod, request.user, uid, "scheme", rows=rows)
        titles = {
            "open": ("open_reports", _("Open the reports of %(period)s")),
            "recount": ("recount_reports", _("Count the reports of %(period)s again")),
            "print": ("print_reports", _("Print the reports of %(period)s")),
        }
        if kind not in titles:
            raise Http404
        policy.require(request.user, "qms.keep_report_scheme", period.scheme)
        name, title = titles[kind]
        by, title = cast(User, request.user), title % {"period": period.code}
        row = jobs.start(name, by=by, title=title, period=str(period.uid))
        return HttpResponseRedirect(reverse("job", args=[row.uid]))
