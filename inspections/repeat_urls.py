"""Addresses of joined findings, cause categories and repeats."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
