"""Creating many tables, or adding many columns, in one step of a migration: the state is drawn once for all."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import AddField, CreateModel
from django.db.migrations.operations.base import Operation


class Together(Operation):
    """Generated operations applied in one step, over a state that is drawn once."""

    reversible = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.operations], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)


class CreateTables(Together):
    """The generated operations of new models (CreateModel, AddField, AddIndex, AddConstraint), applied together.

    Each operation by itself makes Django draw every related model anew; with people at the centre that is all of
    them, and an installation took minutes. What the tables end up as is the same.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for model in self._models(app_label, schema_editor, to_state):
            schema_editor.create_model(model)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for model in reversed(self._models(app_label, schema_editor, from_state)):
            schema_editor.delete_model(model)

    def _models(self, app_label: str, schema_editor: Any, state: Any) -> list[Any]:
        names = [operation.name for operation in self.operations if isinstance(operation, CreateModel)]
        models = [state.apps.get_model(app_label, name) for name in names]
        return [model for model in models if self.allow_migrate_model(schema_editor.connection.alias, model)]

    def describe(self) -> str:
        return f"Create {sum(isinstance(operation, CreateModel) for operation in self.operations)} tables"


class AddColumns(Together):
    """The generated AddField, AddIndex and AddConstraint (partial, unique) of standing tables, applied together.

    On SQLite each column is added where Django would write the whole table anew: rows stay where they are, and
    history tables keep their fence. Backwards the operations are undone one by one.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.operations:
            if isinstance(operation, AddField):
                model = to_state.apps.get_model(app_label, operation.model_name)
                self._add_column(schema_editor, model, model._meta.get_field(operation.name))
            else:
                operation.database_forwards(app_label, schema_editor, to_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        states = [to_state.clone()]
        for operation in self.operations:
            states.append(states[-1].clone())
            operation.state_forwards(app_label, states[-1])
        for number in range(len(self.operations), 0, -1):
            operation = self.operations[number - 1]
            operation.database_backwards(app_label, schema_editor, states[number], states[number - 1])

    def _add_column(self, schema_editor: Any, model: Any, field: Any) -> None:
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        if schema_editor.connection.vendor != "sqlite" or field.null:
            schema_editor.add_field(model, field)
            return
        definition, _params = schema_editor.column_sql(model, field)
        default = schema_editor.quote_value(schema_editor.effective_default(field))
        table, column = schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(field.column)
        schema_editor.execute(f"ALTER TABLE {table} ADD COLUMN {column} {definition} DEFAULT {default}", params=None)

    def describe(self) -> str:
        return f"Add {sum(isinstance(operation, AddField) for operation in self.operations)} columns"
