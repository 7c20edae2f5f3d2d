"""System checks: tracked models keep their guarded managers, and history tables their triggers."""

from typing import Any

from django.apps import apps
from django.core.checks import Error, Tags, Warning, register
from django.db import connection

from qms.history.roles import rights_too_many
from qms.history.tracked import TrackedModel, TrackedQuerySet
from qms.history.triggers import missing_triggers


def tracked_models() -> list[type[TrackedModel]]:
    """Every concrete tracked model of the product."""
    return [model for model in apps.get_models() if issubclass(model, TrackedModel)]


@register()
def check_managers(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A tracked model whose manager can update rows silently is an error."""
    faults = []
    for model in tracked_models():
        for name, manager in (("base", model._base_manager), ("default", model._default_manager)):
            if not isinstance(manager.get_queryset(), TrackedQuerySet):
                faults.append(Error(f"{model._meta.label}: its {name} manager is not guarded.", id="qms.E001"))
    return faults


@register("database")
def check_triggers(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[Error]:
    """History tables without triggers are an error once they exist."""
    if not databases or "default" not in databases:
        return []
    existing = set(connection.introspection.table_names())
    return [
        Error(f"{table}: no trigger keeps its rows; run migrate.", id="qms.E002")
        for table in missing_triggers()
        if table in existing
    ]


@register(Tags.database, deploy=True)
def check_role(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[Warning]:
    """On PostgreSQL the product runs as a role that cannot change history: asked by `check --deploy --database`."""
    if connection.vendor != "postgresql" or "default" not in (databases or ()):
        return []
    tables = rights_too_many()
    if not tables:
        return []
    sentence = f"{connection.settings_dict['USER']} may change {len(tables)} tables that are only ever added to."
    return [Warning(sentence, hint="See `database_roles` and docs/running.md.", id="qms.W003")]
