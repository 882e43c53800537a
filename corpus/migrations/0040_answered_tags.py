"""The ETag of an answer that is kept, so that one that is sent again leads on to the next write as the first did."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("corpus", "0039_uploaded_tables")]

    operations = [
        migrations.AddField(
            model_name="answeredrequest",
            name="etag",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="Of the answer: what the next write to the record names.",
                max_length=100,
            ),
        ),
    ]
