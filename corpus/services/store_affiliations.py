"""Store the affiliations that an article states, matched to those that stand by person and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from corpus.folding import normalise
from corpus.models import Affiliation, Article, Entity
from corpus.models.choices import DECIDED, Status
from corpus.models.ids import IdType, derive
from corpus.records import AffiliationRecord, ExtractionRecord
from corpus.services.keep import clip
from corpus.services.place import place_again, taken_by
from corpus.services.resolve import Resolved

Key = tuple[int, str, int]


def store_affiliations(article: Article, extraction: ExtractionRecord, resolved: dict[str, Resolved]) -> None:
    """Write the affiliations of the newest revision; what is no longer found is withdrawn.

    Those that a person decided or added move along with their words, and a reading of the same words is theirs.
    """
    rows = list(Affiliation.objects.filter(text__article=article).select_related("text").order_by("start", "pk"))
    held = [row for row in rows if row.status in DECIDED or row.made_by_hand]
    for row in held:
        _move(article, row)
    here = {(row.start or 0, row.end or 0): row for row in held if row.text_id == article.current_text_id}
    live = [span for span, row in here.items() if row.status != Status.REJECTED]
    older = _by_key(row for row in held if row.text_id != article.current_text_id)
    standing = _by_key(row for row in rows if row not in held)
    found: set[Key] = set()
    seen: Counter[tuple[int, str]] = Counter()
    for record in sorted(extraction.affiliations, key=lambda a: (a.start, a.end)):
        if (record.start, record.end) in here or taken_by((record.start, record.end), live):
            continue
        person, title = resolved[record.person].original.pk, normalise(record.title)
        seen[person, title] += 1
        key = (person, title, seen[person, title])
        if key in older:
            continue
        found.add(key)
        reading = _reading(article, record, resolved)
        known = standing.get(key)
        if known is None:
            public_id = free_id(article, resolved[record.person].original, title, key[2])
            Affiliation.objects.create(public_id=public_id, **reading)
        else:
            _update(known, reading)
    for key, row in standing.items():
        if key not in found and row.status == Status.EXTRACTED:
            _update(row, {"status": Status.WITHDRAWN})


def _move(article: Article, row: Affiliation) -> None:
    """Let the row stand in the newest revision, where that prints its words."""
    text = article.current_text
    if text is None or row.text is None or row.text_id == text.pk:
        return
    if spans := place_again(row.text.body, [(row.start or 0, row.end or 0)], text.body):
        _update(row, {"text_id": text.pk, "start": spans[0][0], "end": spans[0][1], "stated_at": article.published_at})


def _by_key(rows: Iterable[Affiliation]) -> dict[Key, Affiliation]:
    seen: Counter[tuple[int, str]] = Counter()
    keyed = {}
    for row in rows:
        pair = (row.original_person_id, normalise(row.title))
        seen[pair] += 1
        keyed[(*pair, seen[pair])] = row
    return keyed


def free_id(article: Article, person: Entity, title: str, occurrence: int) -> str:
    """The id that follows from the article, the person, the normalised title and which occurrence of it this is."""
    while True:
        public_id = derive(IdType.AFFILIATION, article.public_id, person.public_id, title, occurrence)
        if not Affiliation.objects.filter(public_id=public_id).exists():
            return public_id
        occurrence += 1


def _reading(article: Article, record: AffiliationRecord, resolved: dict[str, Resolved]) -> dict:
    person = resolved[record.person]
    organisation = resolved.get(record.organisation)
    began, ended = record.began, record.ended
    if began and ended and began.value > ended.value:  # misread: a wrong range is worse than none
        began = ended = None
    return {
        "person_id": person.current.pk,
        "original_person_id": person.original.pk,
        "organisation_id": organisation.current.pk if organisation else None,
        "original_organisation_id": organisation.original.pk if organisation else None,
        "title": clip(record.title, 500),
        "tense": record.tense.value,
        "began_at": began.value if began else None,
        "began_precision": began.precision.value if began else "",
        "ended_at": ended.value if ended else None,
        "ended_precision": ended.precision.value if ended else "",
        "text_id": article.current_text_id,
        "start": record.start,
        "end": record.end,
        "stated_at": article.published_at,
        "status": Status.EXTRACTED,
    }


def _update(row: Affiliation, fields: dict) -> None:
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, fields[name])
        row.version += 1
        row.save()
