"""Fixtures of the inspections' tests."""

from tests.shared_organisation import org, shared_organisation

__all__ = ["org", "shared_organisation"]
