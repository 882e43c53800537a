"""All tables at once, for a database that has none. One that was begun by the migrations named here goes on by these."""

from django.conf import settings
from django.db import migrations

from corpus.migrations._change_triggers import SAYINGS, installing, remove
from corpus.migrations._tables import (
    CreateTables,
    affiliations,
    articles,
    copies,
    documents,
    entities,
    groups,
    jobs,
    names,
    quotations,
    readings,
    requests,
    review,
    runs,
    search,
    sources,
    subscriptions,
    utterances,
)


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("corpus", name)
        for name in (
            "0001_initial",
            "0002_groups",
            "0003_search",
            "0004_answered_requests",
            "0005_week_precision",
            "0006_refusals",
            "0007_identity",
            "0008_duplicate_permissions",
            "0009_listing_orders",
            "0010_facets",
            "0011_lookups",
            "0012_word_count",
            "0013_curation",
            "0014_curation_ids",
            "0015_curation_named",
            "0016_review_desk",
            "0017_saved_filters",
            "0018_runs",
            "0019_erasure",
            "0020_months",
            "0021_token_uses",
            "0022_copies",
            "0023_changes",
            "0024_watch",
            "0025_subscriptions",
            "0026_lineage",
            "0027_without_pause",
            "0028_compared",
            "0029_sources",
            "0030_sources_checked",
            "0031_leading_fingerprints",
            "0032_leading_index",
        )
    ]

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("knox", "0009_extend_authtoken_field"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *search.COLLATION,
        CreateTables(
            *entities.TABLES,
            *names.TABLES,
            *articles.TABLES,
            *documents.TABLES,
            *copies.TABLES,
            *affiliations.TABLES,
            *utterances.TABLES,
            *quotations.TABLES,
            *readings.TABLES,
            *review.TABLES,
            *requests.TABLES,
            *jobs.TABLES,
            *runs.TABLES,
            *sources.TABLES,
            *subscriptions.TABLES,
        ),
        *sources.NAMES,
        *search.TABLES,
        migrations.RunPython(installing(SAYINGS), remove),
        *groups.ROWS,
    ]
