"""Who chooses among which kinds of registers, and gets their templates."""

import io

from django.urls import reverse
from openpyxl import load_workbook


def test_address_gives_the_template_of_a_unit_within_reach(client, organisation):
    client.force_login(organisation.officer1)
    answer = client.get(reverse("import_template", args=["actions"]) + "?unit=S1")
    assert answer.status_code == 200
    assert load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0].freeze_panes
    assert client.get(reverse("import_template", args=["actions"]) + "?unit=S2").status_code == 404
    assert client.get(reverse("import_template", args=["nothing"])).status_code == 404
    client.force_login(organisation.admin)
    assert client.get(reverse("import_template", args=["people"])).status_code == 200
    client.force_login(organisation.reader1)
    assert client.get(reverse("import_template", args=["actions"])).status_code == 403


def test_administrators_choose_among_their_own_kinds_and_officers_among_theirs(client, organisation):
    client.force_login(organisation.admin)
    kinds = dict(client.get(reverse("imports")).context["form"].fields["kind"].choices)
    assert set(kinds) == {"units", "people"}
    client.force_login(organisation.officer1)
    kinds = dict(client.get(reverse("imports")).context["form"].fields["kind"].choices)
    assert {"actions", "risks", "programme"} < set(kinds)
    assert not {"units", "people"} & set(kinds)
