"""Where seals are kept: outside the database, in a folder by default, or in any storage that the settings name."""

import json
import os
from pathlib import Path
from typing import Any


def seal_storage(data_dir: Path) -> dict[str, Any]:
    """The storage of seals.

    QMS_SEALS_DIR names a folder (better on another machine's disk); QMS_SEALS_STORAGE a storage as JSON
    {"BACKEND": ..., "OPTIONS": {...}}, such as an S3-compatible one with object lock.
    """
    if declared := os.environ.get("QMS_SEALS_STORAGE"):
        storage: dict[str, Any] = json.loads(declared)
        return storage
    folder = os.environ.get("QMS_SEALS_DIR") or data_dir / "seals"
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": folder, "base_url": None},
    }
