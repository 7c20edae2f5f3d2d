"""The site that Wagtail needs: a home page and the shelf of documents; groups that open its building."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from wagtail.models import GroupPagePermission, Page, Site

from cms.models import DocumentIndexPage, HomePage
from qms.operations.people import GROUPS


def ensure_site() -> DocumentIndexPage:
    """Make home page, shelf and site where they are missing. Returns the shelf."""
    root = Page.get_first_root_node()
    home = HomePage.objects.first()
    if home is None:
        home = root.add_child(instance=HomePage(title="QMS", slug="qms", live=False))
    shelf = DocumentIndexPage.objects.first()
    if shelf is None:
        shelf = home.add_child(instance=DocumentIndexPage(title="Tài liệu", slug="tai-lieu", live=False))
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    if site.root_page_id != home.pk:
        site.root_page = home
        site.save()
    return shelf


def ensure_groups() -> None:
    """Officers and authors enter Wagtail's admin, where "change" on the shelf opens histories at all.

    Which page they see and change is our rules' answer (cms.permissions, cms.doors); nobody may add or publish.
    """
    entry = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin").first()
    change, _made = Permission.objects.get_or_create(  # made by Wagtail only after our turn
        content_type=ContentType.objects.get_for_model(Page),
        codename="change_page",
        defaults={"name": "Can change page"},
    )
    shelf = DocumentIndexPage.objects.get()
    for name in sorted(set(GROUPS.values())):
        group, _made = Group.objects.get_or_create(name=name)
        if entry is not None:
            group.permissions.set([entry])
        GroupPagePermission.objects.get_or_create(group=group, page=shelf, permission=change)


def prepare_workshop(using: str = "default", **kwargs: Any) -> None:
    """After each migrate: idempotent, and silent while the tables are not there (migrating backwards)."""
    tables = set(connections[using].introspection.table_names())
    if {"cms_documentpage", "wagtailcore_site", "wagtailcore_grouppagepermission", "auth_group"} <= tables:
        ensure_site()
        ensure_groups()
