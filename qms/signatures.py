"""Electronic signatures: the password again, each time, over the hash of exactly what was shown."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qms import clock
from qms.history import bulk, canonical
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
    """SHA-256 over the record's facts as they stand, and what else it says a signature on it covers."""
    facts = {
        "model": record._meta.label_lower,
        "record": str(record.uid),
        "version": record.version,
        "head": record.head_hash,
    }
    if hasattr(record, "signed_facts"):
        facts |= record.signed_facts()
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
    signature = _signature(record, intent, acting_for(intent.signer, record), step=step, meaning=meaning)
    signature.content_hash = intent.content_hash
    signature.save()
    return signature


def record_signatures(records: Sequence[Any], intent: SignatureIntent, *, step: str, meaning: str) -> list[Signature]:
    """One act of signing over a list: a signature on each record, over the record's own `content_hash`."""
    if not records:
        return []
    acting = acting_for(intent.signer, records[0])
    signatures = [_signature(record, intent, acting, step=step, meaning=meaning) for record in records]
    for record, signature in zip(records, signatures, strict=True):
        signature.content_hash = record.content_hash
    return bulk.create(signatures)


def _signature(record: Any, intent: SignatureIntent, acting: tuple[User | None, str], **what: str) -> Signature:
    principal, form = acting
    return Signature(
        kind=record._meta.label_lower,
        record_uid=record.uid,
        signer=intent.signer,
        on_behalf_of=principal,
        acting_form=form,
        name=intent.signer.get_full_name(),
        title_vi=intent.signer.position_vi,
        title_en=intent.signer.position_en,
        method=intent.method,
        signed_at=intent.at,
        batch=intent.batch,
        **what,
    )


def signatures_of(record: Any) -> list[Signature]:
    """The signatures on a record, oldest first."""
    return list(Signature.objects.filter(kind=record._meta.label_lower, record_uid=record.uid))
