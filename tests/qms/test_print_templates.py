"""The holder's own Word templates through their pages: who may, what is refused, trying, putting in place, back."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document as Word

from qms.models import ImportStaging, PrintTemplate
from qms.operations.print_templates import form_for, set_print_template
from qms.printing import CORRECTIVE_ACTION_REQUEST, FORMS, PROGRAMME_GRID, paths, render_docx
from tests.factories import InspectionFactory, NonconformityFactory, ProgrammeFactory
from tests.qms.test_printing_own_templates import related, template, with_parts

pytestmark = pytest.mark.django_db

CAR = "corrective_action_request"
PAGE = "print_template"
OWN = "MẪU RIÊNG CỦA SỞ"


@pytest.fixture
def officer(organisation, client):
    client.force_login(organisation.officer1)
    return client


def own_template():
    return template(OWN + " {{ title }}", rows=[("{{ head.unit }}", "{{ title }}")])


def chosen(client, content, *, form=CAR, name="", **options):
    upload = SimpleUploadedFile("mẫu-02.docx", content)
    return client.post(reverse(PAGE, args=[form]), {"file": upload, "name": name}, **options)


def text_of(content):
    word = Word(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(part.text for part in word.paragraphs), *cells])


def test_officer_lists_every_form(officer, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        page = officer.get(reverse("print_templates"))
    assert page.status_code == 200
    for name in FORMS:
        assert reverse(PAGE, args=[name]) in page.content.decode()


@pytest.mark.parametrize("who", ["manager1", "reader1", "head1", "admin", "inspector1"])
def test_others_are_told_who_can(who, organisation, client):
    client.force_login(getattr(organisation, who))
    for url in (reverse("print_templates"), reverse(PAGE, args=[CAR]), reverse("print_template_ours", args=[CAR])):
        assert client.get(url).status_code == 403
    assert chosen(client, own_template()).status_code == 403
    assert client.post(reverse("print_template_end", args=[CAR]), {"reason": "x"}).status_code == 403


def test_officer_of_another_unit_does_not_find_it(organisation, client):
    client.force_login(organisation.officer2)
    for name in ("print_templates", "print_template_own"):
        args = [CAR] if name != "print_templates" else []
        url = reverse(name, args=args, query={"unit": organisation.department.uid})
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_page_of_a_form_lists_its_variables_and_offers_ours(form, officer):
    page = officer.get(reverse(PAGE, args=[form])).content.decode()
    assert "{{ title }}" in page
    ours = officer.get(reverse("print_template_ours", args=[form]))
    assert ours.content == (paths.TEMPLATES / FORMS[form].docx_template).read_bytes()


def test_unknown_form_is_not_found(officer):
    assert officer.get(reverse(PAGE, args=["no_such_form"])).status_code == 404


def test_own_template_is_tried_then_put_in_place_then_taken_back(officer, organisation):
    answer = chosen(officer, own_template(), name="Mẫu 02")
    staging = ImportStaging.objects.get()
    assert answer.headers["Location"] == reverse("print_template_file", args=[CAR, staging.uid])
    assert not PrintTemplate.objects.exists()
    for language in ("vi", "en"):
        sample = officer.get(reverse("print_template_sample", args=[CAR, staging.uid, language]))
        assert OWN in text_of(sample.content)
    assert officer.get(answer.headers["Location"]).status_code == 200

    placed = officer.post(answer.headers["Location"], {"reason": "Theo Quyết định 15"}, follow=True)
    own = PrintTemplate.objects.get()
    assert (own.form, own.unit, own.name) == (CAR, organisation.department, "Mẫu 02")
    assert own.added_by == organisation.officer1
    assert own.history.get().history_change_reason == "Theo Quyết định 15"
    assert "Mẫu 02" in placed.content.decode()
    nonconformity = NonconformityFactory(unit=organisation.division, raised_by_unit=organisation.department)
    printed = officer.get(reverse("nonconformity_print", args=[nonconformity.uid, "docx"]))
    assert OWN in text_of(printed.content)
    assert OWN in text_of(officer.get(reverse("print_template_own", args=[CAR])).content)
    assert officer.get(answer.headers["Location"]).status_code == 404

    assert officer.post(reverse("print_template_end", args=[CAR]), {"reason": ""}).status_code == 422
    assert PrintTemplate.objects.filter(ended_at=None).exists()
    officer.post(reverse("print_template_end", args=[CAR]), {"reason": "Mẫu đã cũ"})
    own.refresh_from_db()
    assert own.ended_at
    assert own.history.latest("pk").history_change_reason == "Mẫu đã cũ"
    assert form_for(CORRECTIVE_ACTION_REQUEST, organisation.division.pk) is CORRECTIVE_ACTION_REQUEST


def test_new_template_ends_the_one_before(organisation):
    first, second = own_template(), template("Bản hai {{ title }}")
    for content in (first, second):
        set_print_template(organisation.department, CAR, content, "application/x", "Mẫu", by=organisation.officer1)
    assert PrintTemplate.objects.filter(ended_at=None).count() == 1
    printed = render_docx(form_for(CORRECTIVE_ACTION_REQUEST, organisation.section.pk), FORMS[CAR].sample("vi"))
    assert "Bản hai" in text_of(printed)
    assert form_for(CORRECTIVE_ACTION_REQUEST, organisation.division2.pk) is CORRECTIVE_ACTION_REQUEST
    assert form_for(PROGRAMME_GRID, organisation.division.pk) is PROGRAMME_GRID


DTD = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'


@pytest.mark.parametrize(
    ("form", "factory", "address"),
    [
        (CAR, NonconformityFactory, "nonconformity_print"),
        ("inspection_report", InspectionFactory, "inspection_print"),
        ("programme_grid", ProgrammeFactory, "programme_print"),
    ],
)
def test_prints_of_inspections_use_the_own_template(form, factory, address, officer, organisation):
    place = {"unit": organisation.department}
    record = (
        factory(**place) if factory is ProgrammeFactory else factory(**place, raised_by_unit=organisation.department)
    )
    set_print_template(organisation.department, form, own_template(), "application/x", "Mẫu", by=organisation.officer1)
    printed = officer.get(reverse(address, args=[record.uid, "docx"]))
    assert OWN in text_of(printed.content)


HOSTILE = {
    "entities": with_parts(own_template(), **{"word__styles.xml": lambda _old: DTD}),
    "empty": b"",
    "no Word file": b"%PDF-1.7 nothing",
    "old Word file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "cut off": own_template()[:900],
    "reaches into Python": template("{{ ''.__class__.__mro__[1].__subclasses__() }}"),
    "hidden attribute": template("{{ title._x }}"),
    "unknown variable": template("{{ tittle }}"),
    "wrong syntax": template("{{ title"),
    "endless": template("{% for a in range(10**9) %}{% for b in range(10**9) %}x{% endfor %}{% endfor %}"),
    "includes a file": template("{% include '/etc/passwd' %}"),
    "sets": template("{% set x = 1 %}"),
    "fetches a picture": related("image", "https://example.org/x.png"),
    "attached template": related("attachedTemplate", "https://example.org/x.dotm"),
    "macros": with_parts(own_template(), **{"word__vbaProject.bin": lambda _old: "x"}),
    "bomb": with_parts(own_template(), **{"word__media__x.xml": lambda _old: "0" * 90_000_000}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_template_is_refused_with_a_sentence(name, officer):
    answer = chosen(officer, HOSTILE[name], name="Tên đã gõ")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "field-error" in page
    assert 'value="Tên đã gõ"' in page
    assert not ImportStaging.objects.exists()
    assert not PrintTemplate.objects.exists()


def test_nothing_chosen_is_said_on_the_field(officer):
    answer = officer.post(reverse(PAGE, args=[CAR]), {"name": "x"})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()


def test_required_parts_of_a_controlled_document_may_not_be_left_out(officer):
    assert chosen(officer, template("{{ title }}"), form="controlled_document").status_code == 422


def test_chosen_file_is_its_choosers_alone(officer, organisation, client, as_system):
    chosen(officer, own_template())
    staging = ImportStaging.objects.get()
    client.force_login(organisation.officer2)
    for name, args in (("print_template_file", []), ("print_template_sample", ["vi"])):
        assert client.get(reverse(name, args=[CAR, staging.uid, *args])).status_code == 404
    assert client.post(reverse("print_template_file", args=[CAR, staging.uid])).status_code == 404
    client.force_login(organisation.officer1)
    assert client.get(reverse("print_template_file", args=["decision", staging.uid])).status_code == 404


@pytest.mark.parametrize("name", ["print_template_end"])
def test_going_back_is_no_link(name, officer):
    assert officer.get(reverse(name, args=[CAR])).status_code == 405
