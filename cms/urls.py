"""Addresses of the document workshop outside Wagtail's admin."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
