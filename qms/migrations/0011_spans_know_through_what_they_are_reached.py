"""Spans hold the record through which theirs is reached: a count as of a day asks no history."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("qms", "0010_plans_reviews_and_periodic_reports"),
    ]

    operations = [
        migrations.AddField(
            model_name="recordspan",
            name="through_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RemoveIndex(
            model_name="recordspan",
            name="span_of_unit",
        ),
        migrations.AddIndex(
            model_name="recordspan",
            index=models.Index(
                fields=["kind", "unit_id", "-valid_from", "valid_to", "record_id", "raised_by_unit_id", "through_id"],
                name="span_of_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="recordspan",
            index=models.Index(
                condition=models.Q(("through_id__isnull", False)), fields=["through_id"], name="span_through"
            ),
        ),
    ]
