"""Trying an operation for a form: whatever is refused comes back as sentences on the form, nothing is half written."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qms.history.recording import ReasonMissing
from qms.policy import Refused
from qms.workflow import Conflict, StepRefused

logger = logging.getLogger(__name__)


def attempt(form: Any, record: Any, work: Callable[[], Any]) -> tuple[Any, int]:
    """Run `work` in one transaction. Returns (result, 200), or (None, status) with the errors on the form."""
    try:
        with transaction.atomic():
            return work(), 200
    except Conflict as refusal:
        _say(form, refusal.reasons)
        if record is not None and record.pk:
            form.show_again(type(record)._default_manager.get(pk=record.pk))
        return None, 409
    except StepRefused as refusal:
        _say(form, refusal.reasons, refusal.who)
        return None, 409
    except Refused as refusal:
        _say(form, [str(refusal)], str(refusal.decision.who))
        return None, 403
    except ReasonMissing as missing:
        form.add_error("reason" if "reason" in form.fields else None, str(missing))
        return None, 400
    except ValidationError as error:
        _place(form, error)
        return None, 400
    except IntegrityError:
        logger.warning("A constraint refused what a form let through", exc_info=True)
        form.add_error(None, _("These values do not go together, or the same record exists already."))
        return None, 409


def _say(form: Any, reasons: list[str], who: str = "") -> None:
    for reason in reasons:
        form.add_error(None, reason)
    if who:
        form.add_error(None, _("Who can: %(who)s") % {"who": who})


def _place(form: Any, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, faults in error.error_dict.items():
        form.add_error(name if name in form.fields else None, faults)
