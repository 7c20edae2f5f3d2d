"""The public part: what an officer opens is open to everybody, in both languages, without a cookie; nothing else is."""

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLResolver

from qms import clock
from qms.enums import DocumentKind
from qms.models import Document
from qms.operations import publication as operations
from qms.policy import Refused
from qms.workflow import Conflict, StepRefused
from tests.factories import DocumentFactory, IssueFactory, save
from tests.factories_documents import IssueFileFactory

pytestmark = pytest.mark.django_db

OPEN = {
    "login", "logout", "set_language", "healthz", "readyz", "service_worker", "web_manifest", "printed", "by_link",
    "public", "public_document", "public_print", "public_file", "public_declarations", "public_declaration",
    "public_feedback", "public_feedback_follow", "sitemap", "robots",
}  # fmt: skip


@pytest.fixture(autouse=True)
def vietnamese(settings):
    """The language of an installation; tests elsewhere speak English."""
    settings.LANGUAGE_CODE = "vi"


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def in_force(org, number="QT-31", *, document=None, day=0, **values):
    document = document or DocumentFactory(
        number=number, unit=org.department, author=org.inspector1, title_vi="Cấp giấy phép lao động", title_en=""
    )
    return IssueFactory(document=document, approved=True, effective_on=clock.today() - dt.timedelta(days=day), **values)


def published(org, number="QT-31", slug="", **values):
    """An issue in force of a document that its officer opened to the public."""
    issue = in_force(org, number, **values)
    document = operations.publish_document(issue.document, slug, by=org.officer1)
    issue.document = document
    return issue


def address(issue, name="public_document", *more):
    return reverse(name, args=[issue.document.public_slug, *more])


# Opening and closing


def test_officer_opens_it_under_a_clean_address_and_closes_it(organisation):
    issue = in_force(organisation, "QT-31/LĐVL")
    officer, stranger = signed_in(organisation.officer1), Client()
    url = reverse("document_step", args=[issue.document.uid, "publish"])

    offered = officer.get(url).context["form"]["slug"].value()
    assert offered == "qt-31-ldvl-cap-giay-phep-lao-dong"
    assert officer.post(url, {"slug": "Giấy phép!"}).status_code == 200
    assert officer.post(url, {"slug": "giay-phep"}).status_code == 302
    assert stranger.get("/public/giay-phep/").status_code == 200
    assert "giay-phep" in officer.get(issue.document.get_absolute_url()).content.decode()

    closing = reverse("document_step", args=[issue.document.uid, "unpublish"])
    assert officer.post(closing, {"reason": ""}).status_code == 200
    assert officer.post(closing, {"reason": "Đang sửa"}).status_code == 302
    gone = stranger.get("/public/giay-phep/")
    assert gone.status_code == 410
    assert "Cấp giấy phép" not in gone.content.decode()
    assert stranger.get(reverse("public")).content.decode().count("QT-31") == 0
    row = issue.document.history.first()
    assert (row.history_user, row.history_change_reason) == (organisation.officer1, "Đang sửa")


@pytest.mark.parametrize("name", ["reader1", "manager1", "head1", "inspector1", "officer2"])
def test_nobody_but_the_officer_over_the_unit_opens_it(organisation, name):
    issue = in_force(organisation)
    person = getattr(organisation, name)

    with pytest.raises(Refused):
        operations.publish_document(issue.document, "x", by=person)
    answer = signed_in(person).post(reverse("document_step", args=[issue.document.uid, "publish"]), {"slug": "x"})
    assert answer.status_code in (403, 404, 409)
    assert not Document.objects.exclude(public_slug="").exists()


def test_address_is_one_documents_for_ever(organisation):
    first, second = published(organisation, slug="giay-phep"), in_force(organisation, "QT-32")
    operations.unpublish_document(first.document, by=organisation.officer1, reason="x")

    with pytest.raises(StepRefused, match="giay-phep"):
        operations.publish_document(second.document, "giay-phep", by=organisation.officer1)
    for slug in ("A", "a--b", "-a", "a-", "a b", "a/b", "đ", "a" * 121):
        with pytest.raises(StepRefused):
            operations.publish_document(second.document, slug, by=organisation.officer1)
    twin = DocumentFactory(number="QT-32", unit=organisation.division, title_vi=second.document.title_vi)
    one, two = operations.offered_slug(second.document), operations.offered_slug(twin)
    operations.publish_document(second.document, by=organisation.officer1)
    assert (one, two, operations.offered_slug(twin)) == (one, one, f"{one}-2")


def test_forms_and_documents_from_outside_are_not_published(organisation):
    for kind in DocumentKind.values:
        document = DocumentFactory(unit=organisation.department, kind=kind, number=f"K-{kind}")
        if kind in operations.PUBLISHABLE:
            assert operations.publish_document(document, by=organisation.officer1).public_since == clock.today()
        else:
            with pytest.raises(StepRefused):
                operations.publish_document(document, by=organisation.officer1)


def test_what_changed_meanwhile_is_not_overwritten(organisation):
    issue = in_force(organisation)
    save(issue.document, title_en="Changed")

    with pytest.raises(Conflict):
        operations.publish_document(issue.document, "x", by=organisation.officer1, version=1)
    with pytest.raises(StepRefused):
        operations.unpublish_document(issue.document, by=organisation.officer1, reason="x")


# What the public sees


def test_public_page_shows_the_issue_in_force_without_a_cookie_and_may_be_kept(organisation):
    old = published(organisation, body_html="<p>Cũ</p>", day=30)
    new = in_force(
        organisation,
        document=old.document,
        body_html="<p>Mới</p><script>x</script>",
        field="Việc làm",
        level="province",
    )
    IssueFactory(document=old.document, body_html="<p>Dự thảo</p>")
    client = Client()

    page = client.get(address(new.document and old))
    text = page.content.decode()

    assert page.status_code == 200
    assert "Mới" in text
    assert "Cũ" not in text
    assert "Dự thảo" not in text
    assert "<script" not in text
    assert not client.cookies
    assert "cookie" not in page.headers.get("Vary", "").lower()
    assert "public" in page.headers["Cache-Control"]
    assert page.headers["Content-Language"] == "vi"
    assert '<meta name="description" content="QT-31: Cấp giấy phép lao động.' in text
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{address(old)}">' in text
    again = client.get(address(old), headers={"if-none-match": page.headers["ETag"]})
    assert again.status_code == 304


def test_public_page_speaks_english_when_asked(organisation):
    issue = published(organisation)
    page = Client().get(address(issue), {"lang": "en"})

    assert page.headers["Content-Language"] == "en"
    assert "In force from" in page.content.decode()
    assert Client().get(address(issue), {"lang": "xx"}).headers["Content-Language"] == "vi"
    assert "?lang=en" in Client().get(reverse("public")).content.decode()


def test_public_page_is_the_same_for_somebody_signed_in(organisation):
    issue = published(organisation)

    assert signed_in(organisation.officer1).get(address(issue)).content == Client().get(address(issue)).content


def test_public_list_is_searched_and_filtered(organisation):
    published(organisation, "QT-31", field="Việc làm", level="province", body_text="Hành động khắc phục")
    published(organisation, "QT-32", field="Người có công", level="commune")
    in_force(organisation, "QT-33", body_text="khắc phục")
    client = Client()

    def found(**query):
        return sorted(set(re.findall(r"QT-\d\d", client.get(reverse("public"), query).content.decode())))

    assert found() == ["QT-31", "QT-32"]
    assert found(q="khac phuc") == ["QT-31"]
    assert found(field="Người có công") == ["QT-32"]
    assert found(level="province") == ["QT-31"]
    assert found(unit=organisation.department.code) == ["QT-31", "QT-32"]
    assert found(unit=organisation.department2.code, level="nothing", page="x") == ["QT-31", "QT-32"]
    assert found(q="nothing like it") == []
    assert "<mark>" in client.get(reverse("public"), {"q": "khac phuc"}).content.decode()


def test_public_list_asks_a_fixed_number_of_times(organisation):
    def count():
        with CaptureQueriesContext(connection) as caught:
            assert Client().get(reverse("public"), {"q": "tiep nhan"}).status_code == 200
        return len(caught)

    published(organisation, "QT-1")
    one = count()
    for number in range(3):
        published(organisation, f"QT-2{number}")
    assert count() == one <= 8


def test_not_yet_in_force_or_never_public_says_nothing(organisation):
    coming = DocumentFactory(number="QT-40", unit=organisation.department, author=organisation.inspector1)
    IssueFactory(document=coming, approved=True, effective_on=clock.today() + dt.timedelta(days=5))
    coming = operations.publish_document(coming, by=organisation.officer1)
    client = Client()

    unknown = client.get("/public/nothing-here/")
    answer = client.get(f"/public/{coming.public_slug}/")

    assert (unknown.status_code, answer.status_code) == (404, 404)
    assert coming.title_vi not in answer.content.decode()
    assert answer.content.replace(coming.public_slug.encode(), b"") == unknown.content.replace(b"nothing-here", b"")
    for name in ("public_print",):
        assert client.get(reverse(name, args=[coming.public_slug])).status_code == 404


def test_withdrawn_document_says_since_when_and_what_replaces_it(organisation):
    other = published(organisation, "QT-50")
    issue = published(organisation, "QT-49")
    save(issue.document, public_since=clock.today() - dt.timedelta(days=9))
    save(issue, status="withdrawn", withdrawn_on=clock.today(), replacement=other.document)

    answer = Client().get(address(issue), {"lang": "en"})
    text = answer.content.decode()

    assert answer.status_code == 410
    assert "QT-49" in text
    assert "Withdrawn on" in text
    assert address(other) in text
    assert Client().get(address(issue, "public_print")).status_code == 404


def test_withdrawn_before_it_was_public_is_not_told(organisation):
    issue = published(organisation)
    save(issue, status="withdrawn", withdrawn_on=clock.today())

    answer = Client().get(address(issue))

    assert answer.status_code == 404
    assert issue.title_vi not in answer.content.decode()


def test_old_address_leads_to_the_new_one(organisation):
    issue = published(organisation, slug="old-one")
    operations.publish_document(issue.document, "new-one", by=organisation.officer1)

    moved = Client().get("/public/old-one/", {"lang": "en"})

    with pytest.raises(StepRefused):
        operations.publish_document(in_force(organisation, "QT-80").document, "old-one", by=organisation.officer1)
    assert (moved.status_code, moved.headers["Location"]) == (301, "/public/new-one/?lang=en")
    operations.unpublish_document(issue.document, by=organisation.officer1, reason="x")
    assert Client().get("/public/old-one/").status_code == 410


def test_print_is_drawn_for_everybody_once(organisation):
    issue = published(organisation)
    first = Client().get(address(issue, "public_print"))
    with CaptureQueriesContext(connection) as caught:
        second = Client().get(address(issue, "public_print"))

    assert first.status_code == 200
    assert first.content.startswith(b"%PDF")
    assert second.content == first.content
    assert len(caught) <= 4


def test_files_of_the_issue_in_force_are_open_through_the_public_address_only(organisation, settings, tmp_path):
    issue = in_force(organisation)
    other = in_force(organisation, "QT-60")
    mine, theirs = IssueFileFactory(record=issue), IssueFileFactory(record=other)
    note = IssueFileFactory(record=issue, purpose="review", name="noi-bo.docx")
    issue.document = operations.publish_document(issue.document, by=organisation.officer1)
    client = Client()

    answer = client.get(address(issue, "public_file", mine.uid))

    assert answer.status_code in (200, 404)  # 404 where the factory stored no bytes
    listed = client.get(address(issue)).content.decode()
    assert str(mine.uid) in listed
    assert str(note.uid) not in listed
    for link in (theirs, note):
        assert client.get(address(issue, "public_file", link.uid)).status_code == 404
    assert client.get(mine.get_absolute_url()).status_code == 302
    operations.unpublish_document(issue.document, by=organisation.officer1, reason="x")
    assert client.get(address(issue, "public_file", mine.uid)).status_code == 404


def test_sitemap_and_robots_name_the_public_part_only(organisation, settings):
    settings.QMS_BASE_URL = "https://qms.example.vn"
    issue = published(organisation)
    hidden = in_force(organisation, "QT-70")
    answer = Client().get("/sitemap.xml")
    text = answer.content.decode()

    assert re.findall(r"<loc>(.*?)</loc>", text) == [
        "https://qms.example.vn/public/", f"https://qms.example.vn{address(issue)}",
    ]  # fmt: skip
    assert str(hidden.document.uid) not in text
    robots = Client().get("/robots.txt").content.decode()
    assert "Disallow: /\n" in robots
    assert "Sitemap: https://qms.example.vn/sitemap.xml" in robots


# Nothing else is open


def patterns(resolver, names=(), prefix=""):
    """Every named address: its full name, and its route in full."""
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            space = (*names, one.namespace) if one.namespace else names
            yield from patterns(one, space, route)
        elif one.name:
            yield ":".join((*names, one.name)), one.pattern


EXAMPLES = {"uuid": str(uuid.uuid4()), "int": "1", "added": "role"}


def example(name, pattern):
    """An address of that name, with values that its converters take; None where they cannot be guessed."""
    values = {
        key: EXAMPLES.get(type(converter).__name__.removesuffix("Converter").lower(), "x")
        for key, converter in getattr(pattern, "converters", {}).items()
    }
    try:
        return reverse(name, kwargs=values)
    except NoReverseMatch:
        return None


def test_strangers_come_in_by_the_listed_names_only():
    client, tried, passed = Client(raise_request_exception=False), 0, set()
    for name, pattern in patterns(get_resolver()):
        path = example(name, pattern)
        if path is None:
            continue
        tried += 1
        answer = client.get(path)
        sent_away = answer.status_code == 302 and answer.headers["Location"].startswith(("/login/", "/cms/login"))
        if not sent_away and not (path.startswith("/api/") and answer.status_code == 401):
            passed.add(name)

    assert tried > 150
    assert passed <= OPEN | {"wagtailadmin_login"}, passed - OPEN
    assert {"public", "public_document", "sitemap", "robots", "printed"} <= passed


def test_scripts_without_an_account_are_told_so():
    for path in ("/api/v1/documents/", reverse("documents"), reverse("document_register")):
        answer = Client().get(path, headers={"accept": "application/json"})
        assert answer.status_code in (401, 404)
