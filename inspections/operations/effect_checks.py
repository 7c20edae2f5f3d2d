"""Judgements of effect, each kept with its sample; and the day on which an effect can be judged, told once."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.enums import EffectVerdict, NonconformityStatus
from inspections.models import EffectCheck, Nonconformity
from qms import clock
from qms.history.recording import operation
from qms.models.system import Notice
from qms.notices import notify
from qms.workflow import StepRefused

MOST = 500  # told in one run; the next run goes on


@dataclass(frozen=True)
class Sample:
    """How many were examined, of how many, and how many of them failed the criterion."""

    examined: int | None = None
    of: int | None = None
    failed: int | None = None

    def faults(self) -> dict[str, str]:
        """What is wrong with it, by the number's name."""
        found = {}
        if self.examined is None:
            counted = self.of is not None or self.failed is not None
            return {"examined": _("Say how many were examined.")} if counted else {}
        if self.of is None:
            found["of"] = _("Say of how many they were taken.")
        elif self.examined > self.of:
            found["examined"] = _("%(examined)d examined of only %(of)d: correct one of the two numbers.") % {
                "examined": self.examined,
                "of": self.of,
            }
        if self.failed is not None and self.failed > self.examined:
            found["failed"] = _("%(failed)d failed of only %(examined)d examined: correct one of the two numbers.") % {
                "failed": self.failed,
                "examined": self.examined,
            }
        return found


UNCOUNTED = Sample()


@operation("judge_effect")
def write_effect_check(
    nonconformity: Nonconformity,
    verdict: EffectVerdict,
    evidence: str,
    sample: Sample,
    *,
    by: Any,
    loop: int | None = None,
) -> EffectCheck:
    """Keep one judgement with its sample, in the transaction of the step that it decided."""
    faults = sample.faults()
    if faults:
        raise StepRefused(list(faults.values()))
    check = EffectCheck(
        nonconformity=nonconformity, loop=loop or nonconformity.loop, judged_by=by, judged_on=clock.today(),
        criterion=nonconformity.criterion, examined=sample.examined, of=sample.of, failed=sample.failed,
        evidence=evidence, verdict=verdict,
    )  # fmt: skip
    check.save()
    return check


def tell_effect_days() -> int:
    """Scheduled: tell each verifier once that the day of the check has come. Returns how many were told."""
    waiting = Nonconformity.objects.filter(
        status=NonconformityStatus.EFFECTIVENESS_CHECK, check_on__lte=clock.today(), ended_at=None
    ).exclude(verifier=None)
    return sum(_tell(key) for key in list(waiting.order_by("check_on", "pk").values_list("pk", flat=True)[:MOST]))


@transaction.atomic
def _tell(key: int) -> int:
    """Tell under the record's lock: a second run, or one after a crash, finds the notice and stays silent."""
    record = Nonconformity.objects.locked().get(pk=key)
    if record.status != NonconformityStatus.EFFECTIVENESS_CHECK or record.check_on is None or record.verifier is None:
        return 0
    since = clock.end_of(record.check_on - dt.timedelta(days=1))
    kinds = ("effect_day", "effect_to_verify")
    told = Notice.objects.filter(record_uid=record.uid, user_id=record.verifier_id, kind__in=kinds)
    return (
        0 if told.filter(created_at__gte=since).exists() else notify("effect_day", about=record, to=[record.verifier])
    )
