"""Evidence for the reform index: the table of holders, one holder's year with its records, and its pack."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from qms import clock, jobs, policy
from qms.models.organisation import Unit
from qms.operations.print_templates import form_for
from qms.packing.job import KIND, ask_for_pack
from qms.par.criteria import criteria_of, is_example, set_for, sets_of_criteria
from qms.par.holders import holders_seen
from qms.par.naming import named
from qms.par.standing import HolderYear, day_of, stand
from qms.par.words import counted, lacking_said, look, what_said
from qms.printing.par_form import PAR_EVIDENCE
from qms.reports.par import ParReport, holder_url, owed, proved
from qms.reports.printed_par import holder_entries, proof_entries
from qms.reports.printed_registers import register_of
from qms.views.printed_lists import PrintedList
from qms.views.printing import KINDS, answer
from qms.views.reach import asked_day, get_visible, signed_in
from qms.views.taking_away import with_query

EARLIEST = 2000
LATEST = 5  # packs shown


def asked_year(asked: Any) -> int:
    """The year asked for, else the last that has ended: of that the index asks."""
    text = asked.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    this = clock.today().year
    return year if EARLIEST <= year <= this else this - 1


def further(year: int, url: Any) -> dict[str, str]:
    """The addresses of the year before and, where it has begun, the next."""
    return {"before_url": url(year - 1), "after_url": url(year + 1) if year < clock.today().year else ""}


def title_said(year: int) -> str:
    """What page and paper are called."""
    return _("Evidence for the reform index of %(year)d") % {"year": year}


class ParBoard(PrintedList):
    """Holders and criteria of a year."""

    template_name = "qms/par/list.html"
    printed_form = PAR_EVIDENCE

    def get_report(self) -> ParReport:
        asked_day(self.request)
        year = asked_year(self.request.GET)
        return ParReport(year, set_for(year, self.request.GET.get("set", "")))

    def filtered(self, report: Any, rows: Any, as_of: Any) -> tuple[Any, Any]:
        filterset, rows = super().filtered(report, rows, as_of)
        given = filterset.form.cleaned_data
        return filterset, report.keep(rows, given.get("show") or "", given.get("lacks") or "")

    def entries(self, records: Any, as_of: Any) -> Any:
        return list(holder_entries(records))

    def printed_title(self, report: Any) -> str:
        return title_said(report.year)

    printed_name = printed_title

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        keys = set(context["table"].data.data.order_by().values_list("pk", flat=True))
        return {
            "title": title_said(report.year),
            "year": report.year,
            "day": day_of(report.year),
            "edition": report.edition,
            "is_example": report.edition is not None and is_example(report.edition),
            "shares": report.shares(keys),
            **further(report.year, lambda year: with_query(self.request, year=str(year), page="")),
        }


class ParHolder(View):
    """One holder's year: each criterion, what proves it, what is lacking and who can mend it."""

    papers = (("Word", "docx"), ("PDF", "pdf"))

    def get(self, request: HttpRequest, uid: Any) -> HttpResponseBase:
        """The page."""
        self.as_of = asked_day(request)
        self.unit = get_visible(Unit, request.user, uid, rows=holders_seen(request.user))
        if request.GET.get("print"):
            return self.printed(request.GET["print"])
        return render(request, "qms/par/holder.html", self.context())

    def printed(self, kind: str) -> HttpResponseBase:
        """The proofs with their records on paper."""
        if kind not in KINDS:
            raise Http404
        title = title_said(self.year)
        rows = list(proof_entries(self.unit, self.found, self.records))

        def build(_unit: Any) -> Any:
            return register_of(self.request, title, [title, str(self.edition or "")], rows, self.unit, self.as_of)

        form = form_for(PAR_EVIDENCE, self.unit.pk)
        return answer(self.request, self.unit, form, build, kind, name=f"{title} {self.unit.code}")

    @cached_property
    def year(self) -> int:
        """Which year."""
        return asked_year(self.request.GET)

    @cached_property
    def edition(self) -> Any:
        """The set of criteria."""
        return set_for(self.year, self.request.GET.get("set", ""))

    @cached_property
    def found(self) -> HolderYear:
        """How the holder stands."""
        return stand(criteria_of(self.edition) if self.edition else [], [self.unit.pk], self.year)[self.unit.pk]

    @cached_property
    def own(self) -> bool:
        """Whether the person reaches the holder's records; those above it see numbers alone."""
        return bool(policy.may(self.request.user, "qms.make_pack", self.unit))

    @cached_property
    def records(self) -> dict[str, Any]:
        """The records of each proof by name."""
        proofs = {one.kind.key: one for judged in self.found.judged for one in judged.proofs}
        return named(self.request.user, proofs.values()) if self.own else {}

    def context(self) -> dict[str, Any]:
        """What the template takes."""
        user, unit, edition, found, own = signed_in(self.request), self.unit, self.edition, self.found, self.own
        latest = jobs.own_jobs(user).filter(kind=KIND, title__contains=unit.name)[:LATEST] if own else []
        return {
            "unit": unit,
            "year": self.year,
            "day": day_of(self.year),
            "edition": edition,
            "is_example": edition is not None and is_example(edition),
            "sets": [(one, holder_url(unit, self.year, one)) for one in sets_of_criteria()],
            "criteria": [self.told(judged) for judged in found.judged],
            "proved": proved(found),
            "owed": owed(found),
            "lacking": found.lacking,
            "own": own,
            "may_pack": own and edition is not None and self.as_of is None,
            "latest": latest,
            "print_urls": [(label, with_query(self.request, print=kind)) for label, kind in self.papers],
            **further(self.year, lambda year: holder_url(unit, year, None)),
            "board_url": f"{reverse('par')}?year={self.year}" + (f"&as_of={self.as_of}" if self.as_of else ""),
            "as_of": self.as_of,
            "as_of_query": f"?as_of={self.as_of.isoformat()}" if self.as_of else "",
        }

    def told(self, judged: Any) -> dict[str, Any]:
        """One criterion in words."""
        return {
            "judged": judged,
            "look": look(judged.state),
            "proofs": [
                {
                    "proof": proof,
                    "look": look(proof.state),
                    "counted": counted(proof),
                    "lacking": lacking_said(proof) if proof.state == "lacking" else "",
                    "url": f"{reverse(proof.kind.url_name)}?unit={self.unit.pk}",
                    "records": [(one, what_said(one.shown.what)) for one in self.records.get(proof.kind.key, ())],
                }
                for proof in judged.proofs
            ],
        }


class ParPack(View):
    """Have the pack of a holder's year made."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """Begin the job and lead to its page."""
        user = signed_in(request)
        unit = get_visible(Unit, user, uid, rows=holders_seen(user))
        year = asked_year(request.POST)
        edition = set_for(year, request.POST.get("set", ""))
        if edition is None:
            raise Http404
        return redirect("job", ask_for_pack(unit, edition, None, by=user, year=year).uid)
