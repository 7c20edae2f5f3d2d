"""The training threshold of a QMS holder: warns whoever approves that few have read it; it stops nothing."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms.models.document_care import DocumentScheme


def training_warnings(issues: Sequence[Any]) -> dict[int, str]:
    """By key of the issue: how many of its readers confirmed, where the holder's threshold is not reached."""
    thresholds = thresholds_of({issue.document.unit_id for issue in issues})
    if not thresholds:
        return {}
    from qms.reading import share_confirmed  # noqa: PLC0415 - asked only where a holder set a threshold

    found = {}
    for issue in issues:
        threshold = thresholds.get(issue.document.unit_id)
        if threshold is None:
            continue
        confirmed, expected = share_confirmed(issue)
        if expected and confirmed * 100 < threshold * expected:
            found[issue.pk] = _said(confirmed, expected, threshold)
    return found


def _said(confirmed: int, expected: int, threshold: int) -> str:
    text = _(
        "%(confirmed)d of %(expected)d readers (%(share)d %%) have confirmed that they read it; %(threshold)d %% is "
        "asked for. The date of the decision holds all the same."
    )
    share = confirmed * 100 // expected
    return text % {"confirmed": confirmed, "expected": expected, "share": share, "threshold": threshold}


def thresholds_of(unit_ids: set[int]) -> dict[int, int]:
    """By unit: the threshold of the holder whose QMS it belongs to, where one is set."""
    rows = DocumentScheme.objects.filter(
        training_threshold__gt=0, unit__below__unit_id__in=unit_ids, unit__below__inside=True
    )
    found = rows.values_list("unit__below__unit_id", "training_threshold")
    return {unit_id: threshold for unit_id, threshold in found if threshold is not None}
