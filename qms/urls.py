"""Addresses of qms: home, people and units, documents, actions, imports, history, notices, files, health."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
