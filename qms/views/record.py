"""The page of one record: number, title, status, facts, steps, timeline, links."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from qms.history.as_of import later_rows
from qms.history.later import said_later
from qms.history.timeline import timeline
from qms.looks import status_look
from qms.registry import registry
from qms.views.facts import facts_of
from qms.views.panels import record_panels
from qms.views.reach import asked_day, get_visible
from qms.views.steps import StepSpec, step_beside
from qms.workflow import Step, Workflow


class RecordView(View):
    """Set `model`, `related`, `workflow`, `fact_fields`; override the small methods for more.

    Steps link to the address named `<url name of the record>_step` with uid and step.
    """

    model: Any = None
    related: Sequence[str] = ()
    workflow: Workflow | None = None
    fact_fields: Sequence[str] = ()
    template_name = "qms/generic/record.html"
    step_url_name = ""
    beside_specs: dict[str, StepSpec] = {}
    """The steps beside the lifecycle, by name: forms that stand on the record's page with their reasons."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """The record within reach, today's or as of a day."""
        as_of = asked_day(request)
        self.as_of = as_of
        record = self.get_record(uid)
        context = self.base_context(record, as_of)
        return render(request, self.template_name, context | self.more(record))

    def get_record(self, uid: Any) -> Any:
        """The record, or 404."""
        return get_visible(self.model, self.request.user, uid, *self.related, rows=self.rows())

    def rows(self) -> Any:
        """Where the record is looked for; None: what the person reaches."""
        return None

    def base_context(self, record: Any, as_of: dt.date | None) -> dict[str, Any]:
        """What the record template takes."""
        return {
            "record": record,
            "number": getattr(record, "number", ""),
            "title": self.title(record),
            "status": self.status(record),
            "facts": self.facts(record),
            "steps": self.steps(record) if as_of is None else [],
            "timeline": self.timeline(record, as_of),
            "links": self.links(record),
            "print_urls": self.print_urls(record),
            "record_actions": self.record_actions(record) if as_of is None else [],
            "record_panels": record_panels(record, self.request.user),
            "as_of": as_of,
            "as_of_query": f"?as_of={as_of.isoformat()}" if as_of else "",
            "as_of_banner": self.banner(record, as_of) if as_of else "",
        }

    def timeline(self, record: Any, as_of: dt.date | None) -> Any:
        """The record's history in words; None where it is not shown."""
        return timeline(record, until=as_of)

    def title(self, record: Any) -> str:
        """The heading."""
        return str(getattr(record, "title", "") or record)

    def status(self, record: Any) -> dict[str, str] | None:
        """Label, tone and icon of the status."""
        return status_look(record, self.workflow.state_field) if self.workflow else None

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        """(label, value) pairs."""
        return facts_of(record, self.fact_fields)

    def steps(self, record: Any) -> list[Step]:
        """Open and blocked steps, each with its address."""
        if self.workflow is None:
            return []
        steps = self.workflow.steps(record, self.request.user)
        return [replace(step, url=self.step_url(record, step.name)) for step in steps]

    @property
    def page_name(self) -> str:
        """The name of this page's address."""
        match = self.request.resolver_match
        return str(match.url_name) if match else ""

    def step_url(self, record: Any, name: str) -> str:
        """The address of a step's form."""
        return reverse(self.step_url_name or f"{self.page_name}_step", args=[record.uid, name])

    def beside(self, record: Any, name: str) -> Step:
        """A step of `besides`, as this person sees it."""
        return step_beside(self.beside_specs[name], record, self.request.user, self.step_url(record, name))

    def links(self, record: Any) -> list[tuple[str, str]]:
        """(label, address) pairs of related records."""
        return []

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        """(label, address) pairs of printed forms."""
        return []

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        """Buttons that other apps offer on this record."""
        user = self.request.user
        return [(one.label, one.url(record)) for one in registry.record_actions if one.applies(record, user)]

    def more(self, record: Any) -> dict[str, Any]:
        """More context of a particular record."""
        return {}

    def banner(self, record: Any, as_of: dt.date) -> str:
        """How many later changes concern the record."""
        return said_later(self.later(record, as_of))

    def later(self, record: Any, as_of: dt.date) -> int:
        """Changes of the record that were recorded after the day."""
        return later_rows(self.model, self.request.user, as_of, record.pk)
