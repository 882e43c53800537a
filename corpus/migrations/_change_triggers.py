# ruff: noqa: S608 - the statements are made of the names below alone
"""The triggers that keep the feed of changes (corpus.models.change).

A migration that makes one of the tables anew on SQLite (most that alter or remove a column, or add a constraint) takes
its triggers along, and those of others stumble over it: ``remove`` is the first of its operations, ``installing`` the
last. So it is for one that adds a column that somebody sees. It puts in what 0041 does, or more: without what came later
the first triggers are installed, and `manage.py verify` names those that tell of less than they should.
"""

from django.db import NotSupportedError

WRITERS = 0x0C0B_0001  # the advisory lock of corpus.services.writing: places are given in the order of commits

# Records, by the columns that somebody sees. What counts for machines alone is left out.
SEEN = {
    "corpus_article": (
        "current_text_id headline publisher_id byline dateline published_at published_precision published_zone "
        "modified_at language section licence source_url source_key correction revision word_count quotation_count "
        "extractor extracted_at version removed_at updated_at copy_of_id copies_count"
    ),
    "corpus_quotation": (
        "article_id text_id words word_count start end prefix suffix kind attitude speaker_id speaker_type "
        "speaker_text speaker_start speaker_end speaker_role cue cue_start cue_end addressee_id addressee_text channel "
        "said_at said_precision published_at confidence confidence_span confidence_speaker confidence_kind status "
        "utterance_id extractor version updated_at"
    ),
    "corpus_entity": (
        "name description is_publisher body_access merged_into_id quotation_count mention_count version removed_at "
        "updated_at"
    ),
    "corpus_affiliation": (
        "person_id organisation_id title tense began_at began_precision ended_at ended_precision text_id start end "
        "stated_at confidence status version updated_at"
    ),
    "corpus_utterance": "speaker_id text times_printed first_at last_at",
}
# Columns that came later, by the migration that adds them.
SAYINGS = {"corpus_utterance": " variant_of_id outlet_count variant_count words_disputed speaker_disputed"}
DETECTED = {"corpus_article": " language_is_detected"}
# Rows that are a part of a record.
PARTS = {
    "corpus_author": ("corpus_article", "article_id"),
    "corpus_quotationspan": ("corpus_quotation", "quotation_id"),
    "corpus_candidate": ("corpus_quotation", "quotation_id"),
    "corpus_alias": ("corpus_entity", "entity_id"),
    "corpus_identifier": ("corpus_entity", "entity_id"),
}
# What shows something of another record, by the columns of that record which it shows. %s is that record's key.
SHOWING = {
    "corpus_entity": {
        "name": [
            "SELECT public_id FROM corpus_quotation WHERE speaker_id = %s",
            "SELECT public_id FROM corpus_quotation WHERE addressee_id = %s",
            "SELECT q.public_id FROM corpus_quotation q JOIN corpus_candidate c ON c.quotation_id = q.id "
            "WHERE c.entity_id = %s",
            "SELECT public_id FROM corpus_affiliation WHERE person_id = %s",
            "SELECT public_id FROM corpus_affiliation WHERE organisation_id = %s",
            "SELECT public_id FROM corpus_utterance WHERE speaker_id = %s",
            "SELECT public_id FROM corpus_article WHERE publisher_id = %s",
            "SELECT c.public_id FROM corpus_article c JOIN corpus_article a ON a.id = c.copy_of_id "
            "WHERE a.publisher_id = %s",
            "SELECT q.public_id FROM corpus_quotation q JOIN corpus_article a ON a.id = q.article_id "
            "WHERE a.publisher_id = %s",
            "SELECT f.public_id FROM corpus_affiliation f JOIN corpus_articletext t ON t.id = f.text_id "
            "JOIN corpus_article a ON a.id = t.article_id WHERE a.publisher_id = %s",
        ],
        "body_access": ["SELECT public_id FROM corpus_article WHERE publisher_id = %s"],
    },
    "corpus_article": {
        "headline published_at publisher_id removed_at": [
            "SELECT public_id FROM corpus_article WHERE copy_of_id = %s",
            "SELECT public_id FROM corpus_quotation WHERE article_id = %s",
            "SELECT f.public_id FROM corpus_affiliation f JOIN corpus_articletext t ON t.id = f.text_id "
            "WHERE t.article_id = %s",
        ]
    },
}
# What lists find records by that show nothing of it: the rest of their article, and how often their words are printed.
FINDING = {
    "corpus_article": {
        "copy_of_id section language word_count": ["SELECT public_id FROM corpus_quotation WHERE article_id = %s"]
    },
    "corpus_utterance": {"times_printed": ["SELECT public_id FROM corpus_quotation WHERE utterance_id = %s"]},
}
# Each printing of what is printed often would tell of all others: it tells of them while they are as few as this.
FEW = {"times_printed": 16}
COLLECTIONS = ("corpus_article", "corpus_entity", "corpus_quotation", "corpus_affiliation", "corpus_utterance")
ROWS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}


class Language:
    """How a database is told of triggers.

    ``later``: columns that came after the first of them. ``finding``: whether what records are found by is told too.
    """

    LEAST = "LEAST"

    def __init__(self, *later, finding=False):
        also = FINDING if finding else {}
        self.showing = {table: SHOWING.get(table, {}) | also.get(table, {}) for table in (*SHOWING, *FINDING)}
        added = {table: "".join(columns.get(table, "") for columns in later) for table in SEEN}
        self.seen = {table: columns + added[table] for table, columns in SEEN.items()}

    def few(self, columns, old, new):
        numbers = {column: most for column, most in FEW.items() if column in columns.split()}
        return "".join(f' AND {self.LEAST}({old}."{one}", {new}."{one}") <= {most}' for one, most in numbers.items())


class SQLite(Language):
    """A trigger for each row. Upserts, because a trigger takes over INSERT OR IGNORE from what fires it."""

    LEAST = "min"
    NOW = "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')"
    MOVED = "ON CONFLICT (record) DO UPDATE SET first = COALESCE(first, corpus_change.id), id = excluded.id, at = excluded.at"

    def statements(self):
        for table, columns in self.seen.items():
            for event, row in ROWS.items():
                when = f"WHEN {self.differs(columns)} " if event == "update" else ""
                yield self.trigger(f"note_{table}_{event}", table, event, when, [f"SELECT {row}.public_id AS record"])
        for part, (table, key) in PARTS.items():
            for event, row in ROWS.items():
                whole = f"SELECT public_id AS record FROM {table} WHERE id = {row}.{key}"
                yield self.trigger(f"note_{part}_{event}", part, event, "", [whole])
        for table, shown in self.showing.items():
            for number, (columns, selects) in enumerate(shown.items()):
                records = [
                    select.replace("public_id FROM", "public_id AS record FROM") % "NEW.id" for select in selects
                ]
                name = f"note_{table}_shown_{number}"
                when = f"WHEN ({self.differs(columns)}){self.few(columns, 'OLD', 'NEW')} "
                yield self.trigger(name, table, "update", when, records)

    def differs(self, columns):
        return " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns.split())

    def trigger(self, name, table, event, when, selects):
        notes = " ".join(
            f"INSERT INTO corpus_change (record, at) SELECT record, {self.NOW} FROM ({select}) WHERE true {self.MOVED};"
            for select in selects
        )
        return f"CREATE TRIGGER {name} AFTER {event} ON {table} {when}BEGIN {notes} END".replace("%%", "%")

    def backfill(self):
        for table in COLLECTIONS:
            yield f"INSERT INTO corpus_change (record, at) SELECT public_id, {self.NOW} FROM {table} ORDER BY id".replace(
                "%%", "%"
            )

    def dropped(self):
        for table, event in ((table, event) for table in (*SEEN, *PARTS) for event in ROWS):
            yield f"DROP TRIGGER IF EXISTS note_{table}_{event}"
        for table in {**SHOWING, **FINDING}:
            for number in range(len(SHOWING.get(table, {})) + len(FINDING.get(table, {}))):
                yield f"DROP TRIGGER IF EXISTS note_{table}_shown_{number}"


class PostgreSQL(Language):
    """A trigger for each statement, with the rows that it wrote as a table."""

    NOTE = f"""
        CREATE OR REPLACE FUNCTION corpus_note_changes(records text[]) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            IF cardinality(records) > 0 THEN
                PERFORM pg_advisory_xact_lock({WRITERS});
                INSERT INTO corpus_change (record, at)
                SELECT DISTINCT record, clock_timestamp() FROM unnest(records) AS record ORDER BY record
                ON CONFLICT (record) DO UPDATE
                SET first = COALESCE(corpus_change.first, corpus_change.id), id = excluded.id, at = excluded.at;
            END IF;
        END $$"""
    TABLES = {
        "insert": "NEW TABLE AS new_rows",
        "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "delete": "OLD TABLE AS old_rows",
    }

    def statements(self):
        yield self.NOTE
        for table, columns in self.seen.items():
            yield from self.trigger(table, "insert", ["SELECT public_id FROM new_rows"])
            yield from self.trigger(table, "delete", ["SELECT public_id FROM old_rows"])
            changed = [f"SELECT n.public_id FROM {self.differing(columns)}"]
            for shown, selects in self.showing.get(table, {}).items():
                keys = f"SELECT n.id FROM {self.differing(shown)}{self.few(shown, 'o', 'n')}"
                changed += [select.replace("= %s", f"IN ({keys})") for select in selects]
            yield from self.trigger(table, "update", changed)
        for part, (table, key) in PARTS.items():
            for event in ROWS:
                rows = (
                    ["new_rows"]
                    if event == "insert"
                    else ["old_rows"]
                    if event == "delete"
                    else ["old_rows", "new_rows"]
                )
                wholes = [f"SELECT public_id FROM {table} WHERE id IN (SELECT {key} FROM {name})" for name in rows]
                yield from self.trigger(part, event, wholes)

    def differing(self, columns):
        old, new = (", ".join(f'{row}."{column}"' for column in columns.split()) for row in "on")
        return f"new_rows n JOIN old_rows o ON o.id = n.id WHERE ({old}) IS DISTINCT FROM ({new})"

    def trigger(self, table, event, selects):
        name = f"note_{table}_{event}"
        notes = "\n".join(f"PERFORM corpus_note_changes(ARRAY({' UNION '.join(selects)}));" for selects in [selects])
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {notes} RETURN NULL; END $$"
        )
        yield (
            f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table} REFERENCING {self.TABLES[event]} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )

    def backfill(self):
        for table in COLLECTIONS:
            yield f"INSERT INTO corpus_change (record, at) SELECT public_id, now() FROM {table} ORDER BY id"

    def dropped(self):
        for table, event in ((table, event) for table in (*SEEN, *PARTS) for event in ROWS):
            yield f"DROP TRIGGER IF EXISTS note_{table}_{event} ON {table}"
            yield f"DROP FUNCTION IF EXISTS note_{table}_{event}()"
        yield "DROP FUNCTION IF EXISTS corpus_note_changes(text[])"


def language(schema_editor, *later, finding=False):
    vendor = schema_editor.connection.vendor
    if vendor not in ("sqlite", "postgresql"):
        raise NotSupportedError("On Record runs on SQLite and PostgreSQL.")
    return {"sqlite": SQLite, "postgresql": PostgreSQL}[vendor](*later, finding=finding)


def installing(*later, finding=False):
    """What a migration runs to put the triggers in; those that are there are put in anew."""

    def install(apps, schema_editor):
        written = language(schema_editor, *later, finding=finding)
        run(schema_editor, written.dropped())
        run(schema_editor, written.statements())

    return install


def renewing(*later, finding=False):
    """What a migration runs where others are told of from now on: on PostgreSQL no table is locked for it."""

    def renew(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            told = language(schema_editor, *later, finding=finding).statements()
            run(schema_editor, (one for one in told if "CREATE OR REPLACE FUNCTION" in one))
        else:
            installing(*later, finding=finding)(apps, schema_editor)

    return renew


def remove(apps, schema_editor):
    """Take the triggers out, so that the tables can be made anew."""
    run(schema_editor, language(schema_editor).dropped())


def remove_on_sqlite(apps, schema_editor):
    """Take them out where tables are made anew; elsewhere they stay, as others write meanwhile."""
    if schema_editor.connection.vendor == "sqlite":
        remove(apps, schema_editor)


def backfill(apps, schema_editor):
    """Tell of what stands already."""
    run(schema_editor, language(schema_editor).backfill())


def run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement, params=None)
