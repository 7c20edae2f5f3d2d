"""Addresses of inspections: programmes, inspections, findings, nonconformities."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
