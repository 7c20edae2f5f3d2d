"""Wagtail pages: the workshop of controlled documents, and the tasks of its workflow."""

from cms.models.document_page import DocumentPage
from cms.models.home_page import HomePage
from cms.models.index_page import DocumentIndexPage
from cms.models.tasks import ApprovalTask, ReviewTask

__all__ = ["ApprovalTask", "DocumentIndexPage", "DocumentPage", "HomePage", "ReviewTask"]
