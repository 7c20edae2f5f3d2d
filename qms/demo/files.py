"""Files that the demonstration attaches."""

from pathlib import Path

from django.conf import settings


def content_of(name: str) -> bytes:
    """What a file of fixtures/demo/files holds."""
    return (Path(settings.BASE_DIR) / "fixtures" / "demo" / "files" / name).read_bytes()
