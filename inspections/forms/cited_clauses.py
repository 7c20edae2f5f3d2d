"""Clauses typed by their numbers: the fields that qms has for every record."""

from qms.forms.cited_clauses import clauses_field, clean_cited, edition_field, find_clauses, usual_edition

__all__ = ["clauses_field", "clean_cited", "edition_field", "find_clauses", "usual_edition"]
