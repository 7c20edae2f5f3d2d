"""Wagtail pages: the workshop of controlled documents."""

from cms.models.document_page import DocumentPage
from cms.models.home_page import HomePage
from cms.models.index_page import DocumentIndexPage

__all__ = ["DocumentIndexPage", "DocumentPage", "HomePage"]
