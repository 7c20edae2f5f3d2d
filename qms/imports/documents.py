"""Master lists of documents: each row a brought-in document with its issue, or an earlier issue of one."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock
from qms.enums import DocumentKind, ExternalStatus, IssueStatus
from qms.history import bulk
from qms.importing.cells import as_text, say
from qms.importing.columns import Register
from qms.importing.linking import no_such
from qms.importing.reading import ReadRegister
from qms.importing.register_kind import Asked, ImportKind, PlannedPreview, PlannedRow
from qms.imports.document_columns import register_of_documents
from qms.imports.document_drafts import change_of, drafts_of
from qms.imports.document_plan import DocumentPlan, order_of
from qms.imports.document_rows import About, read_rows, said_standing
from qms.imports.document_standing import Standing, compare
from qms.models.documents import Document, Issue
from qms.operations.bringing_documents import bring_in_documents
from qms.operations.document_schemes import scheme_of
from qms.operations.importing_documents import update_brought_in_documents
from qms.operations.workshop import workshop


class DocumentsKind(ImportKind):
    """Documents (7.5). Approved where issue and day are given, else drafts; what moved on here stays as it is."""

    kind = "documents"
    label = gettext_lazy("documents")
    list_url = "document_register"

    def get_register(self) -> Register:
        return register_of_documents()

    def plan(self, read: ReadRegister, asked: Asked) -> PlannedPreview:
        about = About(asked)
        rows, headings = read_rows(read, about)
        standing = Standing(about, rows)
        for row in rows:
            if row.plan.head is None:
                self.meet(row, standing)
        for row in rows:
            if row.plan.head is not None:
                self.meet_earlier(row, standing)
        for row in rows:
            row.reject_where_wrong()
        preview = PlannedPreview(rows, warnings_of(read, rows, headings), list(read.columns().items()))
        preview.about = about
        return preview

    def meet(self, row: PlannedRow, standing: Standing) -> None:
        """New, changed or unchanged."""
        plan, document = row.plan, standing.of(row)
        if document is None:
            judge_new(row)
        elif document.brought_in and document.source_hash == plan.source_hash:
            plan.record = document
            row.verdict = "unchanged"
        else:
            compare(plan, document, standing)
            judge_known(row, kept=standing.is_kept(document))

    def meet_earlier(self, row: PlannedRow, standing: Standing) -> None:
        """The row of an earlier issue comes in with a new document; beside a known one it must be known too."""
        plan, document = row.plan, standing.of(row)
        if document is None:
            return
        known = {order_of(one.issue_number, one.amendment_number)[:2] for one in standing.issues.get(document.pk, [])}
        if plan.order[:2] in known:
            row.verdict = "unchanged"
        else:
            text = _(
                "%(number)s stands here without this issue; an older one is not added afterwards. Leave the row out."
            )
            say(row, "issue", text % {"number": plan.number}, level="error")

    def shown(self, name: str, value: Any) -> str:
        """Kinds, standings and issues by their words."""
        if name == "kind" and value in DocumentKind.values:
            return str(DocumentKind(value).label)
        if name in ("issue", "amendment") and isinstance(value, tuple):
            return ".".join(filter(None, value))
        return as_text(value)

    def end(self, records: list[Any], *, by: Any) -> None:
        """Issues never came into force; the documents end and free their numbers, and are still read."""
        if not isinstance(records[0], Issue):
            super().end(records, by=by)
            return
        for issue in records:
            issue.status = IssueStatus.ABANDONED
        bulk.update(records, ["status"])

    def worked_on(self, model: Any, keys: list[int]) -> list[Any]:
        """Documents whose pages were written on since they came."""
        if model is not Document:
            return []
        documents = list(Document.objects.filter(pk__in=keys).order_by("pk"))
        writers = workshop().writers_of(documents)
        return [document for document in documents if writers.get(document.pk)]

    def write(self, preview: PlannedPreview, *, by: Any) -> None:
        scheme = scheme_of(preview.asked.unit)
        new = [row for row in preview.rows_with("create") if row.plan.head is None]
        if new:
            bring_in_documents(drafts_of(new, preview.asked, scheme, by), by=by)
        if changed := preview.rows_with("update"):
            changes = [change_of(row, preview.asked, scheme) for row in changed]
            update_brought_in_documents(changes, by=by)


def judge_new(row: PlannedRow) -> None:
    """What a new document needs, and what its state rests on."""
    plan = row.plan
    if "title_vi" not in plan.said and "title" not in plan.row.problems:
        say(row, "title", _("No title is given. Write the document's title."), level="error")
    author = as_text(plan.row.values.get("author"))
    if author and "author_id" not in plan.said:
        say(row, "author", no_such(author))
    if plan.guess is not None:
        plan.row.addresses.setdefault("kind", plan.row.addresses.get("number", ""))
        say(row, "kind", plan.guess.sentence)
        row.cells["kind"].becomes = plan.kind
    said_standing(row)
    ended = plan.status == IssueStatus.WITHDRAWN
    if ended and plan.effective_on and "withdrawn_on" not in plan.issue:
        text = _("No day of its end is given: it counts as withdrawn from %(day)s on.")
        say(row, "standing", text % {"day": f"{clock.today():%d/%m/%Y}"})
    if plan.external_status == ExternalStatus.REPLACED and not plan.said.get("replaced_by"):
        say(row, "external_status" if plan.outside else "standing", _("What replaces it is not named."))


def judge_known(row: PlannedRow, *, kept: bool) -> None:
    """What stands here and was moved here stays; else the list's word counts."""
    plan = row.plan
    if kept:
        row.verdict = "unchanged"
        if plan.differs:
            told = {"number": plan.record.number, "names": ", ".join(names_of(plan))}
            text = _(
                "%(number)s was written or changed here and differs in: %(names)s. It stays as it is; "
                "change it on its page."
            )
            say(row, "number", text % told)
        return
    if plan.new_issue:
        judge_issue(row)
    row.verdict = "update" if plan.differs or plan.says_more_than(plan.record.source_text) else "unchanged"


def judge_issue(row: PlannedRow) -> None:
    """A newer issue comes in with its days; an older one than the one here does not."""
    plan, there = row.plan, row.plan.standing_issue
    if plan.order < order_of(there.issue_number, there.amendment_number):
        plan.new_issue = False
        say(row, "issue", _("Issue %(issue)s stands here already and is newer. It stays.") % {"issue": there.numbers})
    elif plan.status not in (IssueStatus.APPROVED, IssueStatus.WITHDRAWN) or not plan.effective_on:
        plan.new_issue = False
        text = _("A newer issue comes in with its day of effect. Give the day, or start the issue on its page.")
        say(row, "issue", text)
    elif there.effective_on and plan.effective_on <= there.effective_on:
        text = _("Issue %(issue)s is in force from %(day)s on; a newer one must come after it. Correct the day.")
        told = {"issue": there.numbers, "day": f"{there.effective_on:%d/%m/%Y}"}
        say(row, "effective_on" if "effective_on" in plan.issue else "signed_on", text % told, level="error")


COLUMN_OF = {
    "title_vi": "title", "issue_number": "issue", "amendment_number": "amendment", "status": "standing",
    "author_id": "author", "issued_on": "signed_on",
}  # fmt: skip


def names_of(plan: DocumentPlan) -> list[str]:
    """Columns in which a row differs, as the product calls them."""
    register = register_of_documents()
    names = [COLUMN_OF.get(name, name) for name in (*plan.changes, *plan.issue_changes)]
    names += ["issue"] * plan.new_issue + ["clause"] * bool(plan.new_citations or plan.dropped)
    return [spoken for name in dict.fromkeys(names) for spoken in list(register.spoken([name]))]


def warnings_of(read: ReadRegister, rows: list[PlannedRow], headings: list[Any]) -> list[str]:
    """Sentences about the file as a whole."""
    said = []
    if not rows:
        said.append(_("The columns are there, but no row states a document: nothing is brought in."))
    if headings:
        numbers = ", ".join(str(row.number) for row in headings[:20])
        said.append(_("These rows give a title only and count as headings: %(rows)s.") % {"rows": numbers})
    if dateless := sum(row.verdict == "create" and row.plan.status == IssueStatus.DRAFT for row in rows):
        text = _("%(count)s documents come in as drafts: issue and day of effect are not both given.")
        said.append(text % {"count": dateless})
    return said
