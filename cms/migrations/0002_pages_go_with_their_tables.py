"""Backwards only: take our pages out of Wagtail's tree before their tables go."""

from django.db import migrations


def remove_pages(apps, schema_editor):
    """Delete our pages' rows and what Wagtail keeps about them; going forwards, the site is made after migrating."""
    Page = apps.get_model("wagtailcore", "Page")
    Revision = apps.get_model("wagtailcore", "Revision")
    ContentType = apps.get_model("contenttypes", "ContentType")
    kinds = list(ContentType.objects.filter(app_label="cms").values_list("pk", flat=True))
    ours = Page.objects.filter(content_type_id__in=kinds)
    tops = ours.filter(depth=2).count()
    ours.update(latest_revision=None, live_revision=None)
    Revision.objects.filter(content_type_id__in=kinds).delete()
    for model in ("DocumentPage", "DocumentIndexPage", "HomePage"):
        apps.get_model("cms", model).objects.all().delete()
    ours.delete()
    for root in Page.objects.filter(depth=1):
        root.numchild -= tops
        root.save(update_fields=["numchild"])


class Migration(migrations.Migration):
    dependencies = [("cms", "0001_initial"), ("contenttypes", "0002_remove_content_type_name")]
    operations = [migrations.RunPython(migrations.RunPython.noop, remove_pages)]
