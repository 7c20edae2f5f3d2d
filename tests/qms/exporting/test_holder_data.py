"""One holder's whole data out of one installation and into another: numbers told apart, all or nothing."""

import io
import json
import zipfile

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from inspections.models import Finding, FindingFile, Nonconformity
from qms.holder_data.book import MANIFEST
from qms.models import Unit, User
from qms.operations.files import attach_files
from qms.operations.people import account
from tests.factories import FindingFactory, NonconformityFactory
from tests.organisation import build_organisation

PNG = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
TEXTS = {
    "PH-2020-S1-0004": "=Sổ trễ hạn",
    "PH-2020-S1-0001": "Hai hồ sơ; ba phiếu",
    "PH-2020-S1-0002": "Đã mất mục lục",
}


class Undone(Exception):
    """Takes everything back."""


@transaction.atomic
def take(target):
    """Make an installation, take its data out, take everything back."""
    org = build_organisation()
    home = {"unit": org.division, "raised_by_unit": org.department}
    made = [FindingFactory(**home, number=number, statement=text) for number, text in TEXTS.items()]
    NonconformityFactory(**home, number="KPH-2020-S1-0009", fact="Biểu mẫu cũ")
    attach_files(FindingFile, made[0], [(PNG, "application/pdf", "Biên bản.pdf")], by=org.officer1)
    call_command("export_holder", unit="S1", output=target, by="officer1", stdout=io.StringIO())
    raise Undone


@pytest.fixture
def taken(db, tmp_path):
    """A set of S1 from an installation that is gone: this one is empty again."""
    target = tmp_path / "set.zip"
    with pytest.raises(Undone):
        take(target)
    assert not Unit.objects.filter(code="S1").exists()
    return target


def bring(path, unit="S1"):
    out = io.StringIO()
    call_command("import_holder", path, unit=unit, by="system", stdout=out)
    return out.getvalue().splitlines()[-1]


def test_whole_data_comes_into_an_empty_installation(taken):
    account("system")
    first = bring(taken)
    found = dict(Finding.objects.values_list("external_ref", "statement"))
    assert found == TEXTS
    assert Nonconformity.objects.get(external_ref="KPH-2020-S1-0009").fact == "Biểu mẫu cũ"
    assert Unit.objects.get(code="S1-A").parent.holdings.exists()
    assert not User.objects.get(username="manager1").has_usable_password()
    link = FindingFile.objects.get()
    assert (link.record.external_ref, link.name, link.file.size) == ("PH-2020-S1-0004", "Biên bản.pdf", len(PNG))
    assert first.startswith("create=")
    assert bring(taken).startswith("create=0 update=0 unchanged=")
    assert Finding.objects.count() == len(TEXTS)


def test_spoilt_set_brings_nothing_in(taken, tmp_path):
    account("system")
    spoilt = tmp_path / "spoilt.zip"
    with zipfile.ZipFile(taken) as old, zipfile.ZipFile(spoilt, "w") as new:
        for one in old.namelist():
            content = old.read(one)
            new.writestr(one, content + b"x" if one == "nonconformities.xlsx" else content)
    with pytest.raises(CommandError, match=r"nonconformities\.xlsx"):
        bring(spoilt)
    assert not Unit.objects.filter(code="S1").exists()
    assert not Finding.objects.exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", json.dumps({"format": "x"}).encode()])
def test_what_is_no_set_is_refused_with_a_sentence(db, tmp_path, content):
    account("system")
    path = tmp_path / "a.zip"
    if content.startswith(b"{"):
        with zipfile.ZipFile(path, "w") as file:
            file.writestr(MANIFEST, content)
    else:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=r"a\.zip"):
        bring(path)


def test_set_of_another_holder_is_refused(taken):
    account("system")
    with pytest.raises(CommandError, match="S1"):
        bring(taken, unit="S2")


def test_page_has_the_set_made_for_who_reaches_the_records(org):
    client = Client()
    client.force_login(org.officer1)
    page = reverse("holder_data")
    assert client.get(page).status_code == 200
    answer = client.post(page, {"holder": str(org.department.uid)}, follow=True)
    assert answer.context["job"].state == "done"
    assert answer.context["job"].result_name.endswith(".zip")
    client.force_login(org.reader1)
    assert client.get(page).status_code == 403
