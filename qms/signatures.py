"""Electronic signatures: the password or a code again, each time, over the hash of exactly what was shown."""

import datetime as dt
import uuid
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, override, pgettext_lazy
from django.utils.translation import gettext as _

from qms import clock
from qms.history import bulk, canonical
from qms.history.recording import Change, current_change, recording
from qms.history.sealing import seal_soon
from qms.history.timeline import signatures_on
from qms.models.people import ActingFor, User
from qms.models.system import Signature
from qms.prepared import prepared_records
from qms.second_factor import take_code
from qms.wrong_proofs import count_wrong, refuse_while_paused

PASSWORD, CODE = "password", "code"
METHODS = {PASSWORD: pgettext_lazy("signed by", "password"), CODE: pgettext_lazy("signed by", "second factor")}
"""How a signer proved who they are."""


@dataclass(frozen=True)
class SignatureIntent:
    """A checked wish to sign: made by a form before the transaction, used by one operation."""

    signer: Any
    content_hash: str
    at: dt.datetime
    method: str = "password"
    batch: uuid.UUID = field(default_factory=uuid.uuid4)


def facts_signed(record: Any) -> dict[str, Any]:
    """What a signature on the record covers: its facts as they stand, and what else it says of itself."""
    facts = {
        "model": record._meta.label_lower,
        "record": str(record.uid),
        "version": record.version,
        "head": record.head_hash,
    }
    return facts | record.signed_facts() if hasattr(record, "signed_facts") else facts


def content_hash(record: Any) -> str:
    """SHA-256 over what a signature on the record covers."""
    return canonical.digest(canonical.chain_text(**facts_signed(record)))


def intend(user: Any, password: str, *, shown_hash: str, code: str = "", about: Any = None) -> SignatureIntent:
    """Check the password, or a code of the second factor where one is given, and make the intent.

    Raises ValidationError whose `code` names the field at fault: password, code, or paused after too many wrong ones.
    Hashing a password is slow on purpose, so it happens here, before any write transaction.
    """
    refuse_while_paused(user)
    method = CODE if code else PASSWORD
    if not (take_code(user, code) if code else user.check_password(password)):
        count_wrong(user, "signature", about=about)
        said = {
            PASSWORD: _("That is not your password. Nothing was signed."),
            CODE: _("That code is wrong, or it has served already. Wait for the next one. Nothing was signed."),
        }
        raise ValidationError(said[method], code=method)
    return SignatureIntent(user, shown_hash, clock.now(), method)


def acting_for(signer: Any, record: Any) -> tuple[User | None, str]:
    """For whom the signer signs, and in which form: only when they hold no right of their own to be named."""
    appointment = (
        ActingFor.objects.standing_on(signer.authority.day).filter(deputy=signer).select_related("principal").first()
    )
    return (appointment.principal, appointment.form) if appointment else (None, "")


def signing_of(record: Any, signer: Any, meaning: Any) -> dict[str, str]:
    """What somebody about to sign is told: meaning in both languages, name, title, for whom."""
    also = "vi" if get_language() == "en" else "en"
    with override(also):
        meaning_also = str(meaning)
    principal, form = acting_for(signer, record)
    return {
        "meaning": str(meaning),
        "meaning_also": meaning_also if meaning_also != str(meaning) else "",
        "also": also,
        "what": str(record),
        "name": signer.get_full_name(),
        "title": signer.position,
        "acting": f"{form} {principal.position or principal}" if principal else "",
    }


def record_signature(record: Any, intent: SignatureIntent, *, step: str, meaning: str) -> Signature:
    """Write who signed what, as whom, meaning what, when, over which content. Called inside an operation."""
    signature = _signature(record, intent, acting_for(intent.signer, record), step=step, meaning=meaning)
    signature.content_hash = intent.content_hash
    with _acting(signature):
        signature.save()
    seal_soon()
    return signature


def record_signatures(records: Sequence[Any], intent: SignatureIntent, *, step: str, meaning: str) -> list[Signature]:
    """One act of signing over a list: a signature on each record, over the record's own `content_hash`."""
    if not records:
        return []
    acting = acting_for(intent.signer, records[0])
    signatures = [_signature(record, intent, acting, step=step, meaning=meaning) for record in records]
    for record, signature in zip(records, signatures, strict=True):
        signature.content_hash = record.content_hash
    seal_soon()
    with _acting(signatures[0]):
        return bulk.create(signatures)


def _acting(signature: Signature) -> AbstractContextManager[Change]:
    """The change in progress, done for whom the signature says."""
    change = current_change()
    return recording(by=change.by, operation=change.operation, on_behalf_of=signature.on_behalf_of)


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
    return prepared_records(signatures_on(record._meta.label_lower), uid=record.uid)
