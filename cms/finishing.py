"""What Wagtail calls when a workflow of its own ends; named in the settings, so it may import no models."""

from typing import Any


def keep_unpublished(workflow_state: Any, user: Any = None) -> None:
    """Publish nothing: an approved issue is read from the register, and takes effect on its own day."""
