"""The spans of findings and nonconformities that stand already are told their inspection, from their history."""

# ruff: noqa: S608 - the names are our own

from django.db import migrations

KINDS = ("finding", "nonconformity")
FILL = (
    "UPDATE qms_recordspan SET through_id = h.inspection_id FROM inspections_historical{kind} h"
    " WHERE qms_recordspan.kind = 'inspections.{kind}' AND h.history_id = qms_recordspan.history_id"
    " AND h.inspection_id IS NOT NULL"
)


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0004_clauses_of_questions"),
        ("qms", "0011_spans_know_through_what_they_are_reached"),
    ]

    operations = [migrations.RunSQL(FILL.format(kind=kind), migrations.RunSQL.noop) for kind in KINDS]
