"""Electronic signatures: the password again, each time, over the hash of exactly what was shown."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qms import clock
from qms.history import canonical
from qms.models.people import ActingFor, User
from qms.models.system import Signature


@dataclass(frozen=True)
class SignatureIntent:
    """A checked wish to sign: made by a form before the transaction, used by one operation."""

    signer: Any
    content_hash: str
    at: dt.datetime
    method: str = "password"
    batch: uuid.UUID = field(default_factory=uuid.uuid4)


def content_hash(record: Any) -> str:
    """SHA-256 over the record's facts as they stand: what the signer was shown."""
    facts = {
        "model": record._meta.label_lower,
        "record": str(record.uid),
        "version": record.version,
        "head": record.head_hash,
    }
    return canonical.digest(canonical.chain_text(**facts))


def intend(user: Any, password: str, *, shown_hash: str) -> SignatureIntent:
    """Check the password and make the intent. Raises ValidationError naming the field's fault.

    Hashing a password is slow on purpose, so it happens here, before any write transaction.
    """
    if not user.check_password(password):
        raise ValidationError(_("That is not your password. Nothing was signed."), code="password")
    return SignatureIntent(user, shown_hash, clock.now())


def acting_for(signer: Any, record: Any) -> tuple[User | None, str]:
    """For whom the signer signs, and in which form: only when they hold no right of their own to be named."""
    appointment = (
        ActingFor.objects.standing_on(signer.authority.day).filter(deputy=signer).select_related("principal").first()
    )
    return (appointment.principal, appointment.form) if appointment else (None, "")


def record_signature(record: Any, intent: SignatureIntent, *, step: str, meaning: str) -> Signature:
    """Write who signed what, as whom, meaning what, when, over which content. Called inside an operation."""
    principal, form = acting_for(intent.signer, record)
    signature = Signature(
        kind=record._meta.label_lower,
        record_uid=record.uid,
        step=step,
        signer=intent.signer,
        on_behalf_of=principal,
        acting_form=form,
        name=intent.signer.get_full_name(),
        title_vi=intent.signer.position_vi,
        title_en=intent.signer.position_en,
        meaning=meaning,
        method=intent.method,
        signed_at=intent.at,
        content_hash=intent.content_hash,
        batch=intent.batch,
    )
    signature.save()
    return signature


def signatures_of(record: Any) -> list[Signature]:
    """The signatures on a record, oldest first."""
    return list(Signature.objects.filter(kind=record._meta.label_lower, record_uid=record.uid))
