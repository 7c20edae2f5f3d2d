"""The second factor: six digits from an application, new every 30 seconds (RFC 6238); each code serves once."""

import datetime as dt
import hmac
from typing import Any

import pyotp
import segno
from django.conf import settings
from django.db import transaction

from qms import clock
from qms.models.evidence import SecondFactor

STEP = 30  # seconds
SKEW = 1  # steps that a telephone's clock may be early or late
ISSUER = "ISO 9001 tracker"


def factor_of(person: Any) -> SecondFactor | None:
    """The person's confirmed second factor that has not been ended."""
    return SecondFactor.objects.filter(person_id=person.pk, confirmed_at__isnull=False, ended_at=None).first()


def new_secret() -> str:
    """A fresh secret as text that people can type into an application."""
    return str(pyotp.random_base32())


def code_image(person: Any, secret: str) -> str:
    """The picture that an application reads, as an address of data."""
    address = pyotp.TOTP(secret).provisioning_uri(name=person.username, issuer_name=ISSUER)
    return str(segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="white"))


def grouped(secret: str) -> str:
    """The secret in groups of four, for whoever types it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def step_of(secret: str, code: str, after: int = 0) -> int | None:
    """The time step later than `after` whose code this is, within the skew of clocks; None for a wrong code.

    Telephones count by the world's clock, not by the day that a demonstration plays on.
    """
    typed = "".join(code.split())
    moment = clock.now() - dt.timedelta(seconds=settings.QMS_CLOCK_OFFSET_SECONDS)
    present = int(moment.timestamp()) // STEP
    codes = pyotp.TOTP(secret)
    steps = range(max(present - SKEW, after + 1), present + SKEW + 1)
    right = [step for step in steps if hmac.compare_digest(codes.generate_otp(step).encode(), typed.encode())]
    return right[0] if right else None


@transaction.atomic
def take_code(person: Any, code: str) -> bool:
    """Whether this is a code of the person's application that has not served yet; from now on it has."""
    factor = factor_of(person)
    if factor is None:
        return False
    factor = SecondFactor.objects.locked().get(pk=factor.pk)
    step = step_of(factor.totp_secret, code, factor.last_step) if factor.ended_at is None else None
    if step is None:
        return False
    factor.last_step = step
    factor.save(update_fields={"last_step"})
    return True
