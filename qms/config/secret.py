"""The installation's own secret, made once and kept in the data folder."""

import os
import secrets
from pathlib import Path


def installation_secret(data_dir: Path, name: str = "secret", *, size: int = 48) -> str:
    """Read the secret called `name`, or make it of `size` random bytes (readable by the owner only)."""
    path = data_dir / name
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(size))
    return path.read_text().strip()
