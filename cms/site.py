"""The site that Wagtail needs: a home page and the shelf of documents; groups that open its building."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import connections
from wagtail.models import Page, Site

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
    """Officers and authors enter Wagtail's admin. Every right inside comes from our rules, so groups hold no more."""
    entry = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin").first()
    for name in sorted(set(GROUPS.values())):
        group, _made = Group.objects.get_or_create(name=name)
        if entry is not None:
            group.permissions.set([entry])


def prepare_workshop(using: str = "default", **kwargs: Any) -> None:
    """After each migrate: idempotent, and silent while the tables are not there (migrating backwards)."""
    tables = set(connections[using].introspection.table_names())
    if {"cms_documentpage", "wagtailcore_site", "auth_group"} <= tables:
        ensure_site()
        ensure_groups()
