"""Who may do what in qms: importing this package declares every rule."""

from qms.rules import actions, documents, organisation

__all__ = ["actions", "documents", "organisation"]
