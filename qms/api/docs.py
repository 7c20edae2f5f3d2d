"""The interface explained to whoever writes a program: a page of our own from the schema, without any script."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase


class PlainDocs(DocsBase):
    """Lists every operation with its parameters and answers."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """The page."""
        context = {"api": api, "schema_url": self.get_openapi_url(api, kwargs), "operations": operations_of(api)}
        return render(request, "qms/api/docs.html", context)


def operations_of(api: NinjaAPI) -> list[dict[str, Any]]:
    """Each operation of the schema as the page shows it."""
    paths = api.get_openapi_schema()["paths"]
    return [
        {
            "method": method.upper(),
            "path": path,
            "name": details["operationId"],
            "about": details.get("description", ""),
            "parameters": [_parameter(one) for one in details.get("parameters", [])],
            "answers": sorted(details["responses"].items()),
        }
        for path, methods in paths.items()
        for method, details in methods.items()
    ]


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    return {"name": parameter["name"], "where": parameter["in"], "required": parameter.get("required", False)}
