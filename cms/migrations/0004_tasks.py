"""The tasks of the documents' workflow."""

import django.db.models.deletion
from django.db import migrations, models


def remove_workflow(apps, schema_editor):
    """Backwards only: take the workflow and its tasks out of Wagtail before their tables go; it is made anew later."""
    Task = apps.get_model("wagtailcore", "Task")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    ContentType = apps.get_model("contenttypes", "ContentType")
    kinds = list(ContentType.objects.filter(app_label="cms").values_list("pk", flat=True))
    tasks = list(Task.objects.filter(content_type_id__in=kinds).values_list("pk", flat=True))
    Workflow.objects.filter(workflow_tasks__task_id__in=tasks).delete()
    for model in ("ReviewTask", "ApprovalTask"):
        apps.get_model("cms", model).objects.all().delete()
    Task.objects.filter(pk__in=tasks).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0003_sections"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovalTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval of an issue",
                "verbose_name_plural": "approvals of issues",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.CreateModel(
            name="ReviewTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "review of an issue",
                "verbose_name_plural": "reviews of issues",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.RunPython(migrations.RunPython.noop, remove_workflow),
    ]
