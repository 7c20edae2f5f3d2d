"""Addresses of programmes, inspections, sessions, checklists and findings."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
