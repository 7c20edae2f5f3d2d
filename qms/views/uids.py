"""Reading the uid of another record from an address."""

import uuid

from django.http import Http404


def uid_or_404(text: str) -> uuid.UUID:
    """The uid in a query such as ?line=. Raises Http404 where it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None
