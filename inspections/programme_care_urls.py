"""Addresses of proposal, coverage, versions and mass planning of programmes."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
