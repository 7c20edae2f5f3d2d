"""What would move and what waits: preview by holder and kind, the queue of identical cases, one decision at a time."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from qms import policy
from qms.forms.transition_queue import DecideForm, QueueFilter, choices_said
from qms.models.clause_moves import ClauseDecision
from qms.models.organisation import Unit
from qms.models.transition import TransitionProgramme
from qms.operations.clause_decisions import ClauseDraft, decide, needs_reason
from qms.registry import registry
from qms.rules.transition_moves import Scope
from qms.transition.listing import references_of
from qms.transition.plan import Plan, Totals
from qms.transition.queue_items import Item, item_called, items_of, next_asking
from qms.views.attempts import attempt
from qms.views.reach import get_visible, signed_in
from qms.views.transition_part import Part, part_of

PAGE = 100  # items of the queue shown at once
MOST_RECORDS = 30  # records of a case that are named
RELATED = ("unit", "from_edition__standard", "to_edition__standard")


class PartView(View):
    """Base: a programme within reach, and the part of it that the person looks at."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        self.programme = get_visible(TransitionProgramme, request.user, kwargs["uid"], *RELATED)
        data = request.POST if request.method == "POST" else request.GET
        self.part: Part = part_of(signed_in(request), self.programme, data.get("unit_of", data.get("unit", "")))
        if not self.part.units:
            raise Http404  # no holder of theirs takes part

    def context(self) -> dict[str, Any]:
        """What every page of a part shows."""
        unit = self.part.unit
        return {
            "programme": self.programme,
            "part": self.part,
            "unit": unit,
            "unit_query": f"?unit={unit.uid}" if unit else "",
        }


def unit_form(part: Part, data: Any) -> QueueFilter:
    """Only the choice of a unit."""
    form = QueueFilter(data, units=part.units, unit=part.unit)
    for name in ("show", "kind", "group"):
        del form.fields[name]
    return form


@dataclass(frozen=True)
class Line:
    """One line of the preview. `decided`: how many references have a decision of somebody."""

    label: str
    totals: Totals
    decided: int
    url: str = ""


class TransitionPreview(PartView):
    """By holder and by kind of record: automatic, to confirm, to decide; decided, ready, carried over."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """The totals."""
        planned = self.part.planned()
        context = self.context() | {
            "filter": unit_form(self.part, request.GET),
            "totals": planned.totals,
            "decided": sum(case.count for case in planned.cases if case.decision is not None),
            "kinds": by_kind(planned),
            "holders": by_holder(planned, self.part, self.programme),
        }
        return render(request, "qms/transition/preview.html", context)


def by_kind(planned: Plan) -> list[Line]:
    """One line for each kind of record."""
    decided = _decided(planned, lambda case: case.kind)
    return [
        Line(str(registry.moving_kinds[label].title), totals, decided.get(label, 0))
        for label, totals in planned.by_kind().items()
    ]


def by_holder(planned: Plan, part: Part, programme: TransitionProgramme) -> list[Line]:
    """One line for each holder that has references, the one with most to decide first."""
    decided = _decided(planned, lambda case: case.holder.unit_id)
    totals = planned.by_holder()
    address = reverse("transition_queue", args=[programme.uid])
    lines = [
        Line(str(holder.unit), totals[key], decided.get(key, 0), f"{address}?unit={holder.unit.uid}")
        for holder in part.holders
        if (key := holder.unit_id) in totals
    ]
    return sorted(lines, key=lambda line: -line.totals.asks)


def _decided(planned: Plan, key: Any) -> dict[Any, int]:
    found: dict[Any, int] = {}
    for case in planned.cases:
        if case.decision is not None:
            found[key(case)] = found.get(key(case), 0) + case.count
    return found


class TransitionQueue(PartView):
    """Identical cases as one item, the most frequent first."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """The queue, narrowed as asked."""
        planned = self.part.planned()
        form = QueueFilter(request.GET, units=self.part.units, unit=self.part.unit)
        items = form.narrow(items_of(planned.cases))
        context = self.context() | {
            "filter": form,
            "totals": planned.totals,
            "items": items[:PAGE],
            "left_out": max(0, len(items) - PAGE),
            "total": len(items),
            "show": form.chosen()["show"],
            "decide_query": decide_query(self.part, form),
            "ticked": request.GET.get("tick") == "all",
        }
        return render(request, "qms/transition/queue.html", context)


def decide_query(part: Part, form: QueueFilter) -> str:
    """What a decision's page takes along, so that the next case is of the same list."""
    chosen = {name: value for name, value in form.chosen().items() if value and name != "show"}
    return urlencode(chosen | ({"unit": str(part.unit.uid)} if part.unit else {}))


class ClauseDecide(PartView):
    """One item of the queue: its rows of the correspondence, the suggestion, and the form."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        data = request.POST if request.method == "POST" else request.GET
        self.planned = self.part.planned()
        self.items = items_of(self.planned.cases)
        self.item = self.asked(data.get("item", ""))
        self.filter = QueueFilter(data, units=self.part.units, unit=self.part.unit)

    def asked(self, key: str) -> Any:
        """The item of that key, 404 for an unknown one; without a key the first that waits, None when there is none."""
        if not key:
            return next_asking(self.items, "")
        item = item_called(self.items, key) or one_record(self.items, key, self.programme, signed_in(self.request))
        if item is None:
            raise Http404
        return item

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """The form with the suggestion chosen; nothing waits: back to the queue."""
        if self.item is None:
            return HttpResponseRedirect(reverse("transition_queue", args=[self.programme.uid]))
        if not self.part.may_decide:
            policy.require(request.user, "qms.decide_clause", Scope(self.programme, self.part.unit))
        return self.show(self.form(initial={"unit": str(self.default_unit().uid)}))

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """Decide, then on to the next case of the list."""
        if self.item is None:
            raise Http404
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        draft = ClauseDraft(
            self.programme,
            form.chosen_unit(),
            self.item.clause,
            form.chosen(),
            reason=form.cleaned_data["reason"],
            **form.scope(),
        )
        why = [text for text in needs_reason([draft]) if text and not draft.reason.strip()]
        if why:
            form.add_error("reason", why[0])
            return self.show(form)
        _made, status = attempt(form, None, lambda: decide([draft], by=request.user))
        if status != 200:
            return self.show(form, status)
        names = {"clause": self.item.clause.number, "targets": choices_said(draft.targets)}
        messages.success(request, _("Decided: %(clause)s → %(targets)s.") % names)
        return HttpResponseRedirect(self.onward())

    def form(self, *data: Any, **kwargs: Any) -> DecideForm:
        """The form over this item."""
        return DecideForm(*data, item=self.item, table=self.planned.table, units=self.offered_units(), **kwargs)

    def offered_units(self) -> list[Unit]:
        """For whom it may hold: the leading unit or the chosen one with all below, or one of the item's holders."""
        own = {holder.unit_id for holder in self.item.holders}
        if self.item.record_id is not None:
            return [holder.unit for holder in self.item.holders if holder.unit in self.part.decides]
        chosen = self.part.unit
        wanted = [unit for unit in self.part.decides if unit.pk in own or unit == chosen]
        leading = [unit for unit in self.part.decides if unit.pk == self.programme.unit_id]
        return list(dict.fromkeys([*leading, *wanted]))

    def default_unit(self) -> Unit:
        """The unit that was chosen, where the decision may hold for it."""
        units = self.offered_units()
        return self.part.unit if self.part.unit in units else units[0]

    def onward(self) -> str:
        """The next case that waits, in the same list; the queue when there is none."""
        items = self.filter_items(items_of(self.part.planned().cases))
        following = next_asking(items, self.item.key)
        query = decide_query(self.part, self.filter)
        if following is None:
            messages.info(self.request, _("Nothing waits for a decision in this list any more."))
            return f"{reverse('transition_queue', args=[self.programme.uid])}?{query}"
        return f"{reverse('clause_decide', args=[self.programme.uid])}?{query}&{urlencode({'item': following.key})}"

    def filter_items(self, items: list[Item]) -> list[Item]:
        """The items of the list from which one came, whether or not they wait."""
        chosen = self.filter.chosen()
        found = [one for one in items if chosen["kind"] in ("", one.kind)]
        return [one for one in found if chosen["group"] in ("", one.passage.group)]

    def show(self, form: DecideForm, status: int = 200) -> HttpResponse:
        """The page."""
        asking = [one for one in self.filter_items(self.items) if one.asks]
        skip = next_asking(self.filter_items(self.items), self.item.key)
        query = decide_query(self.part, self.filter)
        address = reverse("clause_decide", args=[self.programme.uid])
        context = self.context() | {
            "item": self.item,
            "form": form,
            "boxes": boxes(form, self.item),
            "rows": self.item.passage.rows,
            "records": records_of(self.item, self.programme, signed_in(self.request)),
            "standing": standing(self.item, signed_in(self.request)),
            "left": len(asking),
            "query": query,
            "hidden": {"unit_of": str(self.part.unit.uid) if self.part.unit else ""}
            | {name: value for name, value in self.filter.chosen().items() if value and name != "show"},
            "skip_url": f"{address}?{query}&{urlencode({'item': skip.key})}" if skip else "",
            "queue_url": f"{reverse('transition_queue', args=[self.programme.uid])}?{query}",
        }
        return render(self.request, "qms/transition/decide.html", context, status=status)


def boxes(form: DecideForm, item: Item) -> list[dict[str, Any]]:
    """Each clause to tick with the row of the correspondence that leads to it."""
    return [
        {"box": box, "clause": clause, "row": item.passage.row_to(clause.pk)}
        for box, clause in zip(form["targets"], form.offered, strict=True)
    ]


def standing(item: Item, user: Any) -> list[dict[str, Any]]:
    """The decisions that hold for the item now; a link where the person may open it."""
    seen = set(
        ClauseDecision.objects.visible_to(user)
        .filter(pk__in=[one.pk for one in item.decisions])
        .values_list("pk", flat=True)
    )
    targets = {case.decision.pk: case.targets or () for case in item.cases if case.decision is not None}
    return [
        {
            "decision": one,
            "targets": choices_said(targets[one.pk]),
            "url": one.get_absolute_url() if one.pk in seen else "",
        }
        for one in item.decisions
    ]


def on_own_side(item: Item, user: Any) -> list[Any]:
    """The item's cases in systems whose records the person reaches; other holders' records stay theirs."""
    authority = user.authority
    authority.learn_ancestors(case.holder.unit_id for case in item.cases)
    return [case for case in item.cases if authority.record_units & authority.ancestors_inside(case.holder.unit_id)]


def records_of(item: Item, programme: TransitionProgramme, user: Any) -> dict[str, Any]:
    """The records behind an item, as far as the person reaches them, each with the key of its own case."""
    named: list[dict[str, Any]] = []
    for case in on_own_side(item, user):
        kind = case.moving_kind
        rows = references_of(case, programme).order_by("pk")[: MOST_RECORDS - len(named)]
        numbers = dict(rows.model.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", kind.number))
        keys = dict(rows.model.objects.filter(pk__in=list(numbers)).values_list("pk", kind.record))
        named += [
            {
                "number": numbers[row.pk],
                "url": kind.url(row),
                "key": f"{item.clause.pk}.{item.kind}.{item.part or '-'}.{keys[row.pk]}",
            }
            for row in rows
        ]
        if len(named) >= MOST_RECORDS:
            break
    return {"named": named, "others": max(0, item.count - len(named))}


def one_record(items: list[Item], key: str, programme: TransitionProgramme, user: Any) -> Item | None:
    """One record of an item as an item of its own, where the person reaches it."""
    base, _dot, record = key.rpartition(".")
    if not record.isdecimal() or record == "0" or len(record) > 18:  # longer than a key of the database
        return None
    item = item_called(items, f"{base}.0")
    for case in on_own_side(item, user) if item else ():
        kind = case.moving_kind
        rows = references_of(case, programme).filter(**{kind.record: int(record)})
        found = list(rows.order_by("pk").values_list(kind.number, flat=True)[:1])
        if found and item:
            own = Item(item.kind, item.part, item.clause, item.passage, int(record), str(found[0]))
            own.cases = [replace(case, record_id=int(record), count=1, settled=0, undone=0)]
            return own
    return None
