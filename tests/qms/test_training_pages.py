"""Who judges a training sees what they judge; one's own result is another's; what is over says so at once."""

from django.urls import reverse

from tests import scenes
from tests.factories import TrainingPersonFactory
from tests.qms.test_trainings import days, hold, planned, signed_in


def body(client, name, *args):
    answer = client.get(reverse(name, args=args))
    return answer.status_code, " ".join(answer.content.decode().split())


def test_holding_says_what_it_gives_and_leaves_ones_own_result_out(org):
    made = planned(org, org.reader1, org.manager1)
    client = signed_in(org.manager1)
    step = reverse("training_step", args=[made.uid, "hold"])

    page = client.get(step)
    assert f"until {days(700):%d/%m/%Y}" in page.content.decode()
    rows = {row.user.username: f"result_{row.uid}" for row in made.people.all()}
    fields = page.context["form"].fields
    assert (fields[rows["manager1"]].disabled, fields[rows["reader1"]].disabled) == (True, False)
    sent = {"version": made.version, "held_on": "2020-07-15", rows["reader1"]: "passed", rows["manager1"]: "passed"}
    assert client.post(step, sent).status_code == 302
    assert {row.user.username: row.result for row in made.people.all()} == {"reader1": "passed", "manager1": ""}
    rows = client.get(reverse("training_people", args=[made.uid])).context["form"].rows
    assert [row.fields["result"].disabled for row in rows.initial_forms] == [
        row.initial["user"] == org.manager1.pk for row in rows.initial_forms
    ]
    other = planned(org, valid_to=None, edition=None)
    assert "gives no competence" in body(client, "training_step", other.uid, "hold")[1]


def test_who_judges_sees_people_results_and_competences(org):
    made = hold(planned(org, org.reader1, org.owner1), org.officer1, reader1="passed", owner1="failed")

    status, text = body(signed_in(org.head1), "training_step", made.uid, "judge")

    assert status == 200
    for said in (str(org.reader1), str(org.owner1), "Competent", f"Competence valid to: {days(700):%d/%m/%Y}"):
        assert said in text, said


def test_a_judged_training_refuses_its_form_before_anything_is_typed(org):
    made = scenes.training(org, "judged")
    TrainingPersonFactory(training=made, user=org.owner1)

    for name in ("training_edit", "training_people"):
        status, text = body(signed_in(org.officer1), name, made.uid)
        assert status == 403, name
        assert "Judged" in text
        assert "a quality officer" in text
