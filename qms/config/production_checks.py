"""What a production installation must have before it starts (threat 44: bad configuration)."""

from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 40  # characters
DEFAULT_KEYS = ("django-insecure", "changeme", "secret", "test")


def require_safe(
    *, debug: bool, secret_key: str, allowed_hosts: Sequence[str], clock_offset_seconds: int, demo: bool
) -> None:
    """Raise ImproperlyConfigured with every fault at once, each with its way out."""
    faults = []
    if debug:
        faults.append("DEBUG is on: unset QMS_DEBUG.")
    if len(secret_key) < SHORTEST_KEY or secret_key.lower().startswith(DEFAULT_KEYS):
        faults.append(f"The secret key is a default or too short: set QMS_SECRET_KEY to {SHORTEST_KEY} characters.")
    if not allowed_hosts or "*" in allowed_hosts:
        faults.append("No host list: set QMS_ALLOWED_HOSTS to the names people type, separated by commas.")
    if clock_offset_seconds or demo:
        faults.append("The clock is offset or the data folder holds a demo: use an empty QMS_DATA_DIR.")
    if faults:
        raise ImproperlyConfigured("Refusing to start:\n- " + "\n- ".join(faults))
