"""The navigation: entries under headings, in their order, each once."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from qms.navigation import GROUPS
from qms.registry import registry

pytestmark = pytest.mark.django_db


def test_entries_stand_under_their_headings_in_order(org):
    client = Client()
    client.force_login(org.officer1)
    page = client.get(reverse("actions")).content.decode()
    side = page.split('class="shell-side"')[1].split("</nav>")[0]
    assert re.findall(r'nav-heading">([^<]+)<', side) == [str(heading) for _begins, heading in GROUPS if heading]
    improvement = side.split('nav-heading">')[3].split("</ul>")[0]
    assert re.findall(r'<a href="([^"]+)"', improvement)[:3] == [
        reverse(name) for name in ("nonconformities", "repeats", "actions")
    ]
    assert re.findall(r'<a href="([^"]+)" aria-current', side) == [reverse("actions")]


def test_no_two_entries_claim_one_place():
    places = [entry.order for entry in registry.navigation]
    assert len(set(places)) == len(places)
