"""Addresses of plan, notice, meetings and attendance of a visit."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
