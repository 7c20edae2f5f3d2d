"""Judgements of effect: each kept with its sample, the verifier told once on the day, criterion fixed by approval."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from inspections.models import EffectCheck, Nonconformity
from inspections.operations import nonconformity as ncs
from inspections.operations.effect_checks import Sample, tell_effect_days
from qms import clock
from qms.models import Notice
from qms.workflow import StepRefused
from tests.factories import PASSWORD, save
from tests.scenes import nonconformity


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def step_url(record, name):
    return reverse("nonconformity_step", args=[record.uid, name])


def test_every_judgement_is_kept_in_its_round(org):
    record = nonconformity(org, "effectiveness_check")

    record = ncs.report_not_effective(record, by=org.verifier1, reason="Còn trễ", sample=Sample(20, 120, 4))

    check = EffectCheck.objects.get()
    assert (check.loop, check.verdict, check.judged_by) == (1, "not_effective", org.verifier1)
    assert (check.examined, check.of, check.failed, check.criterion) == (20, 120, 4, record.criterion)
    assert record.loop == 2


@pytest.mark.parametrize(
    "sample", [Sample(21, 20), Sample(20, 20, 21), Sample(None, 20), Sample(20), Sample(None, None, 1)]
)
def test_a_sample_that_cannot_be_is_refused_and_nothing_is_written(org, sample):
    record = nonconformity(org, "effectiveness_check")

    with pytest.raises(StepRefused):
        ncs.report_not_effective(record, by=org.verifier1, reason="Còn trễ", sample=sample)

    assert not EffectCheck.objects.exists()
    assert Nonconformity.objects.get(pk=record.pk).status == "effectiveness_check"


def test_the_form_says_on_the_number_what_is_wrong_and_keeps_what_was_typed(org):
    record = nonconformity(org, "effectiveness_check")
    client, url = signed_in(org.verifier1), step_url(record, "effective")
    sent = {"examined": "30", "of": "20", "effect_evidence": "Sổ theo dõi", "password": PASSWORD}
    sent["shown"] = client.get(url).context["form"].initial["shown"]

    page = client.post(url, sent)

    assert "30 examined of only 20" in page.content.decode()
    assert "Sổ theo dõi" in page.content.decode()
    assert client.post(url, sent | {"of": "200", "failed": "0"}).status_code == 302
    assert EffectCheck.objects.get().verdict == "effective"
    shown = client.get(reverse("nonconformity", args=[record.uid])).content.decode()
    assert "Examined 30 of 200, failed: 0" in shown


def test_the_verifier_is_told_once_on_the_day_though_it_runs_twice(org):
    record = nonconformity(org, "effectiveness_check")
    day = clock.today() + dt.timedelta(days=3)
    save(record, check_on=day)

    assert tell_effect_days() == 0
    with clock.at(clock.end_of(day - dt.timedelta(days=1)) + dt.timedelta(hours=8)):
        assert tell_effect_days() == 1
        assert tell_effect_days() == 0

    assert Notice.objects.get(kind="effect_day").user_id == record.verifier_id


def test_criterion_and_day_change_only_with_the_plan(org):
    record = nonconformity(org, "in_progress")
    was = record.criterion
    later = clock.today() + dt.timedelta(days=40)
    client = signed_in(org.manager1)

    sent = {"handler": org.owner1.pk, "criterion": "Khác", "check_on": later.isoformat()}
    client.post(step_url(record, "name_handler"), sent)
    assert Nonconformity.objects.get(pk=record.pk).criterion == was

    given = {"reason": "Tiêu chí khó đo", "criterion": "Không quá 1%", "check_on": later.strftime("%d/%m/%Y")}
    page = client.post(step_url(record, "change_plan"), given)
    assert page.status_code == 302, page.content.decode()[:300]
    record = Nonconformity.objects.get(pk=record.pk)
    assert (record.status, record.criterion, record.check_on) == ("plan_proposed", "Không quá 1%", later)
