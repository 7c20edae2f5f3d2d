"""System check: the store of seals is there and reaches as far as the database knows."""

from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connection

from qms.history import seals
from qms.history.seal_files import SealStoreFault


@register(Tags.database)
def check_seals(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[Error]:
    """A store that is missing, older than the database, or another one is an error once anything was sealed."""
    table = seals.seal_model()._meta.db_table
    if "default" not in (databases or ()) or table not in connection.introspection.table_names():
        return []
    try:
        seals.check()
    except (SealStoreFault, OSError) as fault:
        return [Error(str(fault), hint="See docs/running.md: seals.", id="qms.E004")]
    return []
