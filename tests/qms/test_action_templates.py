"""Action templates: who keeps them; taking over keeps what was typed; planning with steps and what is awaited."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from qms import clock
from qms.models import Action, ActionTemplate
from qms.operations import action_templates
from qms.policy import Refused
from qms.workflow import StepRefused
from tests.factories import ActionTemplateFactory, DocumentFactory, IssueFactory
from tests.scenes import nonconformity
from tests.shared_organisation import org, shared_organisation

__all__ = ["org", "shared_organisation"]


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def template(org, **values):
    return ActionTemplate(unit=org.department, title_vi="Tập huấn", days=10, **values)


def test_the_officer_of_the_holder_keeps_them(org):
    for person in (org.manager1, org.reader1, org.officer2):
        with pytest.raises(Refused):
            action_templates.save_template(template(org), by=person)
    made = action_templates.save_template(template(org, steps=" Một \n\n Hai"), by=org.officer1)
    with pytest.raises(StepRefused):
        action_templates.save_template(template(org), by=org.officer1)

    ended = action_templates.end_template(made, by=org.officer1, reason="Không dùng nữa")

    assert made.steps == "Một\nHai"
    assert ended.history.latest("sequence").history_change_reason == "Không dùng nữa"
    assert list(action_templates.live_templates(org.manager1)) == []
    with pytest.raises(StepRefused):
        action_templates.end_template(made, by=org.officer1, reason="x")
    assert action_templates.save_template(template(org, details="mới"), by=org.officer1).pk == made.pk
    assert [row.details for row in action_templates.live_templates(org.manager1)] == ["mới"]


def test_only_a_holder_has_templates_and_steps_are_short(org):
    faults = action_templates.template_faults(ActionTemplate(unit=org.division, steps="x" * 301))

    assert len(faults) == 2


@pytest.mark.django_db
def test_officer_writes_changes_and_ends_one_on_its_pages(organisation):
    client = signed_in(organisation.officer1)
    typed = {"unit": organisation.department.pk, "title_vi": "Tập huấn", "steps": "Một\nHai", "days": 15}
    assert client.post(reverse("action_template_new"), typed | {"days": "99999"}).status_code == 200
    assert client.post(reverse("action_template_new"), typed).status_code == 302
    made = ActionTemplate.objects.get()
    edit, end = (
        reverse("action_template_edit", args=[made.uid]), reverse("action_template_step", args=[made.uid, "end"]),
    )  # fmt: skip
    assert client.post(edit, typed | {"days": 5, "version": made.version}).status_code == 302
    page = signed_in(organisation.reader1).get(reverse("action_templates")).content.decode()

    assert "Due after 5 days" in page
    assert edit not in page
    assert signed_in(organisation.officer2).get(edit).status_code == 404
    assert signed_in(organisation.manager1).get(edit).status_code == 403
    assert signed_in(organisation.manager1).get(reverse("action_template_new")).status_code == 403
    assert client.post(end, {"reason": ""}).status_code == 200
    assert client.post(end, {"reason": "Hết dùng"}).status_code == 302
    assert "No templates yet" in client.get(reverse("action_templates")).content.decode()


@pytest.mark.django_db
def test_taking_over_fills_what_is_empty_and_keeps_what_was_typed(organisation):
    made = ActionTemplateFactory(unit=organisation.department, title_vi="Tập huấn lại", days=20)
    client = signed_in(organisation.manager1)
    typed = {"template": made.pk, "title": "Lời của tôi", "owner": organisation.owner1.pk, "take_over": "1"}

    page = client.post(reverse("action_new"), typed)
    values = page.context["form"].initial

    due = clock.today() + dt.timedelta(days=20)
    assert page.status_code == 200
    assert (values["title"], values["details"], values["due_on"]) == ("Lời của tôi", "Mời chuyên gia", due)
    assert f'value="{due.isoformat()}"' in page.content.decode()
    assert values["lines"].splitlines() == ["Lập kế hoạch", "Tổ chức", "Đánh giá"]
    assert f'value="{organisation.owner1.pk}" selected' in page.content.decode()
    assert not page.context["form"].errors
    assert 'name="take_over"' in page.content.decode()
    for key in ("", "x", "9" * 30):
        assert client.post(reverse("action_new"), typed | {"template": key}).status_code == 200
    assert not Action.objects.exists()


@pytest.mark.django_db
def test_a_planned_action_gets_steps_and_what_it_waits_for(organisation):
    record = nonconformity(organisation, "contained")
    document = DocumentFactory(unit=organisation.department, number="QT-05")
    IssueFactory(document=document, approved=True, effective_on=clock.today() - dt.timedelta(days=30))
    client = signed_in(organisation.manager1)
    url = reverse("corrective_action_new", args=[record.uid])
    typed = {
        "cause": record.causes.get().pk, "title": "Sửa QT-05", "owner": organisation.owner1.pk,
        "due_on": (clock.today() + dt.timedelta(days=9)).isoformat(), "lines": "Soạn\nTrình",
        "waits_for": f"qms.document:{document.uid}",
    }  # fmt: skip

    refused = client.post(url, typed | {"waits_for": "qms.document:nonsense"})
    answer = client.post(url, typed)
    made = Action.objects.get(title="Sửa QT-05")

    assert refused.status_code == 200
    assert "Soạn" in refused.content.decode()
    assert answer.status_code == 302
    assert [step.text for step in made.steps.all()] == ["Soạn", "Trình"]
    assert (made.waits_for_kind, made.waits_for_uid, made.status) == ("qms.document", document.uid, "proposed")
