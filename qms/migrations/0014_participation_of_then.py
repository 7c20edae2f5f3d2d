"""Since when somebody is named on a record, and who was named before: looking back at a day asks for it.

Rows that stand already keep no moment: since when they named somebody was not kept.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import qms.clock
from qms.history.tables import CreateTables


class Migration(migrations.Migration):
    dependencies = [("qms", "0013_training")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AddField("participation", "named_at", models.DateTimeField(null=True)),
            ],
            state_operations=[
                migrations.AddField(
                    "participation", "named_at", models.DateTimeField(default=qms.clock.now, null=True)
                ),
            ],
        ),
        CreateTables(
            [
                migrations.CreateModel(
                    name="PastParticipation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=60)),
                        ("record_id", models.BigIntegerField()),
                        ("capacity", models.CharField(max_length=40)),
                        ("named_at", models.DateTimeField(default=qms.clock.now, null=True)),
                        ("left_at", models.DateTimeField()),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["user", "kind", "record_id"], name="past_participation_of_person")
                        ],
                    },
                ),
            ]
        ),
    ]
