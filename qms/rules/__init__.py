"""Who may do what in qms: importing this package declares every rule."""

from qms.rules import actions, decisions, documents, imports, organisation

__all__ = ["actions", "decisions", "documents", "imports", "organisation"]
