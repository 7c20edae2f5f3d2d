"""Addresses worked out once: every page writes some forty that take nothing, every list one for each of its records."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

NOBODY = UUID(int=0)


def page_address(name: str) -> str:
    """The address of a page that takes nothing; nothing where there is no such page."""
    return _of_page(name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


def record_address(name: str, uid: UUID) -> str:
    """The address of a page that takes a record's uid. Raises NoReverseMatch where there is none."""
    before, after = _of_record(name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())
    return f"{before}{uid}{after}"


@lru_cache(maxsize=500)
def _of_page(name: str, urlconf: Any, _prefix: str) -> str:
    try:
        return reverse(name, urlconf)
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=500)
def _of_record(name: str, urlconf: Any, _prefix: str) -> tuple[str, str]:
    before, _uid, after = reverse(name, urlconf, args=[NOBODY]).partition(str(NOBODY))
    return before, after
