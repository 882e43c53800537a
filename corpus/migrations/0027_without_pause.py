"""Indexes and checks on articles and utterances, made while others write. Cut short, it begins where it left off."""

from django.db import migrations, models

from corpus.indexing import AddCheckWithoutPause, AddIndexWithoutPause
from corpus.migrations._change_triggers import SAYINGS, installing, remove_on_sqlite


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("corpus", "0026_lineage")]

    operations = [
        migrations.RunPython(remove_on_sqlite, installing(SAYINGS)),
        AddIndexWithoutPause(
            model_name="article",
            index=models.Index(fields=["copies_count", "id"], name="art_by_copies"),
        ),
        AddIndexWithoutPause(
            model_name="article",
            index=models.Index(
                condition=models.Q(("copy_of__isnull", False)), fields=["copy_of"], name="art_by_original"
            ),
        ),
        AddCheckWithoutPause(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("copy_kept__isnull", True),
                        ("copy_of__isnull", True),
                        ("copy_retitled", False),
                        ("copy_share__isnull", True),
                        ("copy_kind", ""),
                    ),
                    models.Q(
                        ("copy_kept__isnull", False),
                        ("copy_of__isnull", False),
                        ("copy_share__isnull", False),
                        ("copy_kind__in", ["same", "edited", "cut", "extended", "reworked"]),
                    ),
                    _connector="OR",
                ),
                name="art_copy_whole",
            ),
        ),
        AddCheckWithoutPause(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("copy_share__gte", 0.0), ("copy_share__lte", 1.0)), name="art_copy_share"
            ),
        ),
        AddCheckWithoutPause(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("copy_kept__gte", 0.0), ("copy_kept__lte", 1.0)), name="art_copy_kept"
            ),
        ),
        AddCheckWithoutPause(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("copy_of", models.F("id")), _negated=True), name="art_copy_of_another"
            ),
        ),
        AddCheckWithoutPause(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("copy_of__isnull", True), ("copies_count", 0), _connector="OR"),
                name="art_copy_of_original",
            ),
        ),
        AddIndexWithoutPause(
            model_name="utterance",
            index=models.Index(
                models.OrderBy(models.F("outlet_count"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="utt_by_outlets",
            ),
        ),
        AddIndexWithoutPause(
            model_name="utterance",
            index=models.Index(condition=models.Q(("words_disputed", True)), fields=["id"], name="utt_words_disputed"),
        ),
        AddIndexWithoutPause(
            model_name="utterance",
            index=models.Index(
                condition=models.Q(("speaker_disputed", True)), fields=["id"], name="utt_speaker_disputed"
            ),
        ),
        AddCheckWithoutPause(
            model_name="utterance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("variant_of__isnull", True),
                    models.Q(
                        ("outlet_count", 0),
                        ("speaker_disputed", False),
                        ("times_printed", 0),
                        ("variant_count", 0),
                        ("words_disputed", False),
                    ),
                    _connector="OR",
                ),
                name="utt_variant_is_not_counted",
            ),
        ),
        AddCheckWithoutPause(
            model_name="utterance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("variant_of__isnull", True),
                    models.Q(("variant_of", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="utt_no_variant_of_itself",
            ),
        ),
        migrations.RunPython(installing(SAYINGS), remove_on_sqlite),
    ]
