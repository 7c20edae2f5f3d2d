"""What was frozen is hashed again: approved issues, signed declarations, runs of a transition."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from qms.documents import body_hashes
from qms.enums import DeclarationStatus, IssueStatus
from qms.models.clause_moves import TransitionRun
from qms.models.declarations import Declaration
from qms.models.documents import Issue
from qms.operations.declarations import hash_of
from qms.registry import registry
from qms.transition.digest import digest_stands

BATCH = 50  # issues held in memory at once


def issue_faults(alias: str) -> Iterator[tuple[Any, str]]:
    """Issues in force or once in force whose content, titles or files are not those that were approved."""
    frozen = Issue.objects.using(alias).filter(status__in=(IssueStatus.APPROVED, IssueStatus.WITHDRAWN))
    rows = frozen.exclude(content_hash="").select_related("document").defer("body_text", "search_text").order_by("pk")
    source = rows.iterator(chunk_size=BATCH)
    while batch := list(islice(source, BATCH)):
        hashes = body_hashes(batch)
        for issue in batch:
            if hashes[issue.pk] != issue.content_hash:
                yield issue, _("the frozen content does not have the hash that was approved")


def declaration_faults(alias: str) -> Iterator[tuple[Any, str]]:
    """Signed declarations whose text or annex is not what was signed."""
    unsigned = (DeclarationStatus.DRAFTED, DeclarationStatus.GIVEN_UP)
    signed = Declaration.objects.using(alias).exclude(status__in=unsigned)
    for declaration in signed.exclude(content_hash="").order_by("pk").iterator(chunk_size=BATCH):
        if hash_of(declaration) != declaration.content_hash:
            yield declaration, _("text or annex do not have the hash that was signed")


def run_faults(alias: str) -> Iterator[tuple[Any, str]]:
    """Ended runs whose lines in the ledger are not those that they ended with."""
    for run in TransitionRun.objects.using(alias).exclude(digest="").order_by("pk").iterator(chunk_size=BATCH):
        if not digest_stands(run):
            yield run, _("the moves of the run do not have its digest")


def register() -> None:
    """Fill the registry."""
    registry.frozen_checks["qms.issue"] = issue_faults
    registry.frozen_checks["qms.declaration"] = declaration_faults
    registry.frozen_checks["qms.transitionrun"] = run_faults
