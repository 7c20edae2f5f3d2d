"""Registers of people: accounts without a password, where they work, their roles, what they may inspect."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice, zip_longest
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qms import clock, policy
from qms.importing.cells import as_text, say
from qms.importing.linking import STANDARD
from qms.importing.register_kind import Asked, PlannedPreview, PlannedRow
from qms.importing.text import fold
from qms.imports.declared import About, DeclaredKind, faulty
from qms.imports.declared_export import DeclaredExport, columns_of
from qms.imports.fields import Field
from qms.imports.people_fields import FIELDS, PersonRow
from qms.models.organisation import Unit
from qms.models.people import MACHINE_ACCOUNTS, Competence, Membership, RoleAssignment, User
from qms.models.standards import Edition, Standard
from qms.operations.bringing_organisation import bring_in_appointments, bring_in_people, end_organisation
from qms.reports.declaration import BATCH

USERNAME = re.compile(r"[\w.@+-]{1,150}")
PARTS = (
    # model, what makes two rows one, columns of its first and last day
    (Membership, ("unit_id",), "works_from", "works_to"),
    (RoleAssignment, ("role", "unit_id"), "role_from", "role_to"),
    (Competence, ("standard_id", "edition_id"), "competence_from", "competence_to"),
)


def dated_rows(model: Any, keys: Iterable[int]) -> dict[int, list[Any]]:
    """By person: rows of a model that were not taken back; one query."""
    found: dict[int, list[Any]] = defaultdict(list)
    related = ("standard", "edition__standard") if model is Competence else ("unit",)
    for row in model.objects.filter(user_id__in=list(keys)).select_related(*related).order_by("valid_from", "pk"):
        if row.valid_to is None or row.valid_to >= row.valid_from:
            found[row.user_id].append(row)
    return found


class PeopleKind(DeclaredKind):
    """People and roles. Administrators only; nobody changes their own; no password comes from a file."""

    kind = "people"
    label = gettext_lazy("people and roles")
    permission = "qms.manage_people"
    needs_unit = False
    list_url = "people"
    fields = FIELDS
    recognises = (("username", "full_name"), ("full_name", "email"), ("username", "role"))
    keeps = ("username", "full_name", "email")
    known_by = ("username", "email", "unit", "role", "role_unit", "role_from", "competence", "competence_from")

    def about(self, asked: Asked) -> About:
        about = About(asked)
        about.people_here = {}  # type: ignore[attr-defined]
        for user in User.objects.order_by("-is_active", "pk"):
            about.people_here.setdefault(fold(user.username), user)  # type: ignore[attr-defined]
            if user.email:
                about.people_here.setdefault(fold(user.email), user)  # type: ignore[attr-defined]
        about.standards = {one.code: one.pk for one in Standard.objects.all()}  # type: ignore[attr-defined]
        editions = Edition.objects.select_related("standard")
        about.editions = {one.code: (one.standard_id, one.pk) for one in editions}  # type: ignore[attr-defined]
        about.valid_units = set(Unit.objects.valid_on(clock.today()).values_list("pk", flat=True))  # type: ignore[attr-defined]
        return about

    def meet(self, rows: list[PlannedRow], about: About) -> None:
        """By account, else by e-mail."""
        for row in rows:
            values = row.plan.row.values
            names = [fold(text) for name in ("username", "email") if (text := as_text(values.get(name)))]
            row.plan.record = next((about.people_here[name] for name in names if name in about.people_here), None)  # type: ignore[attr-defined]
        keys = {row.plan.record.pk for row in rows if row.plan.record is not None}
        about.parts = {model: dated_rows(model, keys) for model, *_rest in PARTS}  # type: ignore[attr-defined]

    def said_by(self, record: Any, one: Field) -> Any:
        return one.says(PersonRow(record))

    def says_the_same(self, row: PlannedRow, one: Field) -> bool:
        return bool(one.attr) and super().says_the_same(row, one)

    def read_together(self, rows: list[PlannedRow], about: About) -> None:
        first: dict[str, PlannedRow] = {}
        for row in rows:
            self.read_person(row, about)
            self.read_parts(row, about)
            said = row.plan.said
            key = fold(row.plan.record.username if row.plan.record is not None else said.get("username", ""))
            before = first.setdefault(key, row)
            if before is not row and key:
                row.plan.said["same_as"] = before
                self.same_person(row, before)

    def same_person(self, row: PlannedRow, before: PlannedRow) -> None:
        """Two rows of one person do not contradict each other."""
        for one in self.fields:
            mine, theirs = (as_text(each.plan.row.values.get(one.name)) for each in (row, before))
            if one.attr and mine and theirs and mine != theirs:
                text = _("Row %(row)s says “%(other)s” of the same person. Write it the same in both rows.")
                say(row, one.name, text % {"row": before.number, "other": theirs}, level="error")

    def read_person(self, row: PlannedRow, about: About) -> None:
        """An account that can be one; nobody's own; no account of the installation."""
        said, person = row.plan.said, row.plan.record
        name = as_text(row.plan.row.values.get("username"))
        if name and not USERNAME.fullmatch(name):
            text = _("“%(name)s” is no account name: letters, figures and . @ + - _ only, without blanks.")
            say(row, "username", text % {"name": name}, level="error")
        if person is not None and person.username in MACHINE_ACCOUNTS:
            say(row, "username", _("This account is the installation's own."), level="error")
        if person is not None and name and fold(name) != fold(person.username):
            text = _("This e-mail belongs to the account “%(name)s”.")
            say(row, "email", text % {"name": person.username}, level="error")
        if email := said.get("email"):
            try:
                validate_email(email)
            except ValidationError:
                say(row, "email", _("“%(text)s” is no e-mail address.") % {"text": email}, level="error")
        if person is not None and not person.is_active and "username" not in faulty(row):
            said["is_active"] = True
            say(row, "username", _("This account was deactivated; with this list it is active again."))

    def read_parts(self, row: PlannedRow, about: About) -> None:
        """What the row gives of each kind of appointment: a new row, a new last day of a known one, or nothing new."""
        said = row.plan.said
        found: list[tuple[Any, dict[str, Any], Any]] = []
        if unit := said.get("unit"):
            found.append((Membership, {"unit_id": unit}, None))
        if role := said.get("role"):
            self.add_role(row, role, found, about)
        if text := said.get("competence"):
            self.add_competence(row, text, found, about)
        said["parts"] = []
        days = {model: (begins, ends) for model, _same, begins, ends in PARTS}
        for model, same, _nothing in found:
            begins, ends = days[model]
            self.add_part(row, model, same, said.get(begins), ends, about)

    def add_role(self, row: PlannedRow, role: str, found: list[Any], about: About) -> None:
        unit = row.plan.said.get("role_unit") or row.plan.said.get("unit")
        if unit is None:
            if not {"role_unit", "unit"} & faulty(row):
                say(row, "role_unit", _("Say in which unit the person has the role."), level="error")
        elif unit not in about.valid_units and "role_to" not in row.plan.said:  # type: ignore[attr-defined]
            say(row, "role_unit", _("This unit has ended: no role is given in it."), level="error")
        else:
            found.append((RoleAssignment, {"role": role, "unit_id": unit}, None))

    def add_competence(self, row: PlannedRow, text: str, found: list[Any], about: About) -> None:
        """A standard by its code, or one edition of it."""
        code = text.strip()
        if (match := STANDARD.search(code)) and code not in about.standards and code not in about.editions:  # type: ignore[attr-defined]
            code = f"{match.group(1)}:{match.group(2)}" if match.group(2) else match.group(1)
        if code in about.editions:  # type: ignore[attr-defined]
            standard, edition = about.editions[code]  # type: ignore[attr-defined]
        elif code in about.standards:  # type: ignore[attr-defined]
            standard, edition = about.standards[code], None  # type: ignore[attr-defined]
        else:
            known = ", ".join(sorted({*about.standards, *about.editions})[:12])  # type: ignore[attr-defined]
            told = _("“%(text)s” is no standard that is kept here. Those are: %(known)s.")
            say(row, "competence", told % {"text": text, "known": known}, level="error")
            return
        found.append((Competence, {"standard_id": standard, "edition_id": edition}, None))

    def add_part(
        self, row: PlannedRow, model: Any, same: dict[str, Any], begins: dt.date | None, ends: str, about: About
    ) -> None:
        """A known row of the same kind, from the same day where one is given, else a new one."""
        said, person = row.plan.said, row.plan.record
        rows = about.parts[model].get(person.pk, []) if person is not None else []  # type: ignore[attr-defined]
        alike = [one for one in rows if all(getattr(one, name) == value for name, value in same.items())]
        known = next((one for one in alike if begins is None or one.valid_from == begins), None)
        last = said.get(ends)
        first = known.valid_from if known is not None else begins or clock.today()
        if last is not None and last < first:
            say(row, ends, _("The last day cannot be before the first."), level="error")
        elif known is None:
            basis = {"basis": said.get("competence_basis", "")} if model is Competence else {}
            said["parts"].append((model, same | basis | {"valid_from": first, "valid_to": last}))
        elif last is not None and known.valid_to != last:
            said["parts"].append((known, {"valid_to": last}))

    def judge(self, row: PlannedRow, about: About) -> None:
        said, plan = row.plan.said, row.plan
        before, parts = said.pop("same_as", None), said.pop("parts", [])
        active = said.pop("is_active", None)
        super().judge(row, about)
        if before is not None and plan.record is None:
            plan.changes, row.verdict = {"same_as": before.number}, "reject" if row.has_errors else "update"
        plan.changes = {
            name: value for name, value in plan.changes.items() if name == "same_as" or self.field(name).attr
        }
        if active and before is None:
            plan.changes["is_active"] = True
        if parts:
            plan.changes["parts"] = [told(part) for part in parts]
        plan.parts, plan.before = parts, before
        if row.verdict in ("update", "unchanged"):
            row.verdict = "update" if plan.changes else "unchanged"
        self.judge_own(row, about)

    def judge_own(self, row: PlannedRow, about: About) -> None:
        """Nobody gives themselves anything."""
        if row.verdict == "update" and row.plan.record is not None:
            decision = policy.may(about.asked.by, "qms.manage_people", row.plan.record)
            if not decision:
                row.verdict, row.sentence = "reject", str(decision.reason)

    def warnings(self, rows: list[PlannedRow], about: About) -> list[str]:
        if not (new := sum(row.verdict == "create" for row in rows)):
            return []
        text = ngettext(
            "%(count)s new account has no password: give its first password on the person's page.",
            "%(count)s new accounts have no password: give their first passwords on their pages.",
            new,
        )
        return [text % {"count": new}]

    def write(self, preview: PlannedPreview, *, by: Any) -> None:
        new, changed = preview.rows_with("create"), preview.rows_with("update")
        people = {id(row): person_of(row) for row in new}
        touched: dict[int, User] = {}
        for row in changed:
            if row.plan.record is not None:
                put(row.plan.record, row.plan.changes)
                if set(row.plan.changes) - {"parts", "same_as"}:
                    touched[row.plan.record.pk] = row.plan.record
        bring_in_people(list(people.values()), list(touched.values()), by=by)
        fresh, ended = [], []
        for row in (*new, *changed):
            person = row.plan.record or people[id(row if row.verdict == "create" else row.plan.before)]
            for part, values in row.plan.parts:
                if isinstance(part, type):
                    fresh.append(part(user=person, **values))
                else:
                    part.valid_to = values["valid_to"]
                    ended.append(part)
        bring_in_appointments(once_each(fresh), ended, by=by)

    def end(self, records: list[Any], *, by: Any) -> None:
        end_organisation(records, by=by)


def told(part: tuple[Any, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    """A part as plain values."""
    model, values = part
    return (model.__name__ if isinstance(model, type) else f"{type(model).__name__} {model.pk}"), values


def once_each(rows: list[Any]) -> list[Any]:
    """What several rows of one person say alike is one."""
    seen: dict[tuple[Any, ...], Any] = {}
    names = {model: same for model, same, _begins, _ends in PARTS}
    for row in rows:
        said = tuple(getattr(row, name) for name in names[type(row)])
        seen.setdefault((type(row), row.user_id, *said, row.valid_from), row)
    return list(seen.values())


ATTRS = {one.name: one.attr for one in FIELDS if one.attr}


def put(person: User, said: dict[str, Any]) -> User:
    """What the row says of the person themselves."""
    for name, value in said.items():
        if name in ATTRS:
            setattr(person, ATTRS[name], value)
    person.is_active = person.is_active or bool(said.get("is_active"))
    return person


def person_of(row: PlannedRow) -> User:
    """The account of a new row."""
    return put(User(username=row.plan.said["username"], is_active=True), row.plan.said)


class PeopleExport(DeclaredExport):
    """People with their roles as they leave and come back unchanged."""

    name = "people"
    title = gettext_lazy("People and roles")
    model = User
    order = ("sort_key", "id")
    columns = columns_of(FIELDS)

    def visible(self, user: Any) -> QuerySet:
        """The people of units within reach; all of them for administrators."""
        people = User.objects.people()
        if user.is_system or user.authority.is_admin:
            return people
        return people.working_in(Unit.objects.visible_to(user).values("pk"), clock.today())

    def cells(self, rows: QuerySet, as_of: Any) -> Iterator[list[Any]]:
        people = rows.iterator(chunk_size=BATCH)
        while batch := list(islice(people, BATCH)):
            parts = [dated_rows(model, [person.pk for person in batch]) for model, *_rest in PARTS]
            for person in batch:
                for said in zip_longest(*(part[person.pk] for part in parts)) if any_of(parts, person) else [()]:
                    yield [column.value(PersonRow(person, *said)) for column in self.columns]


def any_of(parts: list[dict[int, list[Any]]], person: User) -> bool:
    """Whether the person has any appointment."""
    return any(part.get(person.pk) for part in parts)
