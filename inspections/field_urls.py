"""Addresses of the phone: the shell, taking along, conflicts."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
