"""A file before it is brought in: what would happen to each row, cells mended in place, rows decided on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from qms.forms.imports import CommitForm
from qms.import_enums import StagingState
from qms.importing import staging as stagings
from qms.importing.hidden_sheets import hidden_told
from qms.importing.problems import ImportRefused
from qms.importing.staged_reading import asked_of
from qms.importing.verdicts import VERDICTS
from qms.models.imports import ImportStaging
from qms.registry import registry
from qms.views.import_cells import grid
from qms.views.import_changes import asked_changes, bulk_changes, for_all
from qms.views.import_files import ICONS, LABELS, TONES, WORKING, about, own_staging, working

ROWS = 50  # rows of a preview on one page
FILTERS = (*VERDICTS, "noted")


@require_safe
def import_preview(request: HttpRequest, uid: Any) -> HttpResponse:
    """What would happen to each row; or how far it is; or what has been done."""
    staging = own_staging(request, uid)
    if staging.state in WORKING:
        return working(request, staging)
    if staging.state == StagingState.REFUSED:
        return refused(request, staging)
    if staging.state != StagingState.READY:
        return render(request, "qms/imports/done.html", about(staging) | done(staging))
    return show(request, staging, request.GET)


def hidden(staging: ImportStaging) -> dict[str, Any]:
    """A sentence on the sheets that were not read because they are hidden, and where the first of them is chosen."""
    names = stagings.hidden_sheets(staging)
    place = list(stagings.understood(staging)).index(names[0]) if names else 0
    return {"told": hidden_told(names), "place": place}


def refused(request: HttpRequest, staging: ImportStaging) -> HttpResponse:
    """Why it cannot be read as such a register, and what may be done about it."""
    context = about(staging) | {"told": bool(stagings.understood(staging)), "mended": len(staging.mends)}
    context["hidden"] = hidden(staging)
    return render(request, "qms/imports/refused.html", context)


def done(staging: ImportStaging) -> dict[str, Any]:
    """How many rows of each verdict there were, and what they became."""
    if staging.state != StagingState.DONE:
        return {}
    counts = [(LABELS[name], staging.counts[name], TONES[name]) for name in VERDICTS if staging.counts.get(name)]
    asked = asked_of(staging)
    return {"counts": counts, "run": staging.run, "made": registry.import_kinds[staging.kind].made(asked)}


def show(
    request: HttpRequest,
    staging: ImportStaging,
    look: QueryDict,
    *,
    form: CommitForm | None = None,
    typed: QueryDict | None = None,
    status: int = 200,
) -> HttpResponse:
    """The preview; `look` says which rows, `typed` is what stands in fields that could not be taken."""
    chosen, q = asked_rows(look)
    page = stagings.rows(staging, verdict=chosen, q=q, page=look.get("page"), size=ROWS)
    counts = dict.fromkeys(VERDICTS, 0) | staging.counts
    context = about(staging) | {
        "counts": [(name, LABELS[name], counts[name], TONES[name], ICONS[name]) for name in VERDICTS if counts[name]],
        "total": staging.rows_total,
        "chosen": chosen,
        "q": q,
        "page_obj": page,
        "warnings": staging.warnings,
        "hidden": hidden(staging),
        "questions": [one for one in stagings.questions(staging) if one["needed"] or one["answer"] is None],
        "rejected": counts["reject"],
        "undecided": counts["decide"],
        "changes": counts["create"] + counts["update"],
        "may_commit": stagings.may_commit(staging),
        "bulk": for_all(staging),
        "form": form or CommitForm(initial={"expected": staging.digest}),
        **grid(staging, page.object_list, typed=typed, opened=look.get("open", ""), wrong_first=chosen == "reject"),
    }
    return render(request, "qms/imports/preview.html", context, status=status)


def asked_rows(look: QueryDict) -> tuple[str, str]:
    """Which verdict and which words are looked for."""
    chosen = look.get("verdict", "")
    return (chosen if chosen in FILTERS else ""), look.get("q", "").strip()[:200]


@require_POST
def import_rows(request: HttpRequest, uid: Any) -> HttpResponse:
    """Take corrections and decisions from the grid, many at once; then the rows again as they stand now."""
    staging, asked = own_staging(request, uid), request.POST
    chosen, q = asked_rows(asked)
    found = stagings.rows(staging, verdict=chosen, q=q, page=asked.get("page"), size=ROWS)
    try:
        after = taken(staging, found.object_list, asked)
    except ImportRefused as refusal:
        messages.error(request, refusal.sentence)
        staging = own_staging(request, uid)
        if staging.state != StagingState.READY:
            return redirect("import_preview", uid=uid)
        return show(request, staging, asked, typed=asked, status=409)
    if after is None:
        messages.info(request, _("Nothing was corrected or decided."))
    elif after.state == StagingState.READY:
        messages.success(request, standing(after))
    return redirect(rows_address(uid, asked))


def taken(staging: ImportStaging, rows: Any, asked: QueryDict) -> ImportStaging | None:
    """The file after what was asked; None where nothing was. Raises ImportRefused."""
    decisions, mends = asked_changes(staging, rows, asked)
    after = None
    if decisions:
        after = stagings.decide(staging, decisions)
    if mends:
        after = stagings.mend(after or staging, mends)
    if (bulk := bulk_changes(asked)) and (after or staging).state == StagingState.READY:
        verdict, why, decision = bulk
        after = stagings.decide_all(after or staging, verdict, decision, why=why)
    return after


def standing(staging: ImportStaging) -> str:
    """What still stands in the way, in words."""
    wrong, undecided = staging.counts.get("reject", 0), staging.counts.get("decide", 0)
    if not wrong and not undecided:
        return _("Taken. Nothing stands in the way any more.")
    said = []
    if wrong:
        said.append(ngettext("%(count)s row is wrong.", "%(count)s rows are wrong.", wrong) % {"count": wrong})
    if undecided:
        text = ngettext("%(count)s row waits for your decision.", "%(count)s rows wait for your decision.", undecided)
        said.append(text % {"count": undecided})
    return " ".join([_("Taken."), *said])


def rows_address(uid: Any, asked: QueryDict) -> str:
    """The rows that were looked at."""
    query = QueryDict(mutable=True)
    for name in ("verdict", "q", "page"):
        if asked.get(name):
            query[name] = str(asked[name])
    return f"{reverse('import_preview', args=[uid])}{'?' if query else ''}{query.urlencode()}#rows"
