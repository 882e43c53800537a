"""What the desk shows of one quotation: the passage, what the machine read, and who else may have spoken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.safestring import SafeString

from corpus.admin.display import day, page_of, shortened
from corpus.admin.evidence import LONGEST_AROUND, around, pieces, quotation_marks, reach, spans_of
from corpus.admin.marking import Mark, mark_up
from corpus.admin.searching import entities_named
from corpus.models import Affiliation, Article, Entity, Mention, Quotation
from corpus.models.choices import QUOTATION_KINDS

MOST_CHOICES = 9  # one for each digit
ROLE = 80


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody who may have spoken, with the digit that says so."""

    key: int
    entity: Entity
    url: str
    role: str
    score: float | None
    is_current: bool


def load(pk: int) -> Quotation | None:
    """A quotation with all that the desk shows of its row."""
    rows = Quotation.objects.select_related("article__publisher", "speaker", "addressee", "text", "utterance")
    return rows.prefetch_related("span_rows", "candidates__entity").filter(pk=pk).first()


def choices(quotation: Quotation, find: str) -> list[Choice]:
    """The speaker that was read, the candidates, and those whom a search finds: at most nine."""
    entities: dict[int, tuple[Entity, float | None]] = {}
    candidates = sorted(quotation.candidates.all(), key=lambda one: one.position)
    for candidate in candidates:
        entities.setdefault(candidate.entity_id, (candidate.entity, candidate.score))
    if quotation.speaker is not None:
        score = entities.pop(quotation.speaker.pk, (quotation.speaker, None))[1]
        entities = {quotation.speaker.pk: (quotation.speaker, score), **entities}
    if find.strip():
        # What is searched for comes first: the digits belong to what the editor asked for.
        found = entities_named(find.strip()).filter(merged_into__isnull=True, removed_at__isnull=True)
        named = {one.pk: (one, None) for one in found.order_by("-quotation_count", "pk")[:MOST_CHOICES]}
        entities = named | {pk: row for pk, row in entities.items() if pk not in named}
    shown = list(entities.values())[:MOST_CHOICES]
    roles = latest_roles([entity.pk for entity, _ in shown])
    return [
        Choice(key, entity, page_of(entity), roles.get(entity.pk, ""), score, entity.pk == quotation.speaker_id)
        for key, (entity, score) in enumerate(shown, 1)
    ]


def latest_roles(people: list[int]) -> dict[int, str]:
    """The role that was stated last of each: one step along an index for each, in one query."""
    stated = Affiliation.objects.live().filter(person=OuterRef("pk")).order_by("-stated_at", "-pk")
    rows = Entity.objects.filter(pk__in=people).annotate(role=Subquery(stated.values("title")[:1]))
    return {pk: shortened(role, ROLE) for pk, role in rows.values_list("pk", "role") if role}


def passage(quotation: Quotation, shown: list[Choice], user: Any) -> SafeString:
    """The paragraphs around the words, with quotation, speaker and cue marked, and who may have spoken numbered.

    Of a body that is closed to the account, as much as the API shows around the words.
    """
    body = quotation.text.body
    allowed = reach(user, quotation.article, LONGEST_AROUND)
    if allowed < LONGEST_AROUND:
        marks = [*quotation_marks(quotation), *_numbered(quotation, 0, len(body), shown)]
        return pieces(body, spans_of(quotation, allowed), marks, allowed)
    left, right = around(body, quotation.start, quotation.end)
    marks = [*quotation_marks(quotation), *_numbered(quotation, left, right, shown)]
    return mark_up(body[left:right], marks, origin=left)


def _numbered(quotation: Quotation, left: int, right: int, shown: list[Choice]) -> Iterator[Mark]:
    by_entity = {choice.entity.pk: choice for choice in shown}
    inside = Mention.objects.live().filter(text=quotation.text_id, start__gte=left, end__lte=right)
    for entity, start, end in inside.filter(entity__in=by_entity).values_list("entity", "start", "end"):
        choice = by_entity[entity]
        yield Mark(start, end, f"choice or-choice--{choice.key}", f"{choice.key}: {choice.entity.name}", choice.url)


def facts(quotation: Quotation) -> list[tuple[str, str, str]]:
    """What is known of it beside the passage: label, value, and the filter that leaves its like alone."""
    article: Article = quotation.article
    publisher, speaker = article.publisher, quotation.speaker
    printed = quotation.utterance.times_printed if quotation.utterance else 1
    rows = [
        ("speaker", speaker.name if speaker else "", f"speaker={speaker.pk}" if speaker else ""),
        ("as printed", quotation.speaker_text, ""),
        ("role", quotation.speaker_role, ""),
        ("kind", quotation.get_kind_display(), f"kind={quotation.kind}"),
        ("to", quotation.addressee.name if quotation.addressee else "", ""),
        ("channel", quotation.get_channel_display(), ""),
        ("printed", f"{printed} times" if printed > 1 else "", ""),
        ("outlet", publisher.name if publisher else "", f"outlet={publisher.pk}" if publisher else ""),
        ("published", day(article.published_at, article.published_precision), ""),
        ("extractor", quotation.extractor, f"extractor={quotation.extractor}" if quotation.extractor else ""),
    ]
    return [row for row in rows if row[1]]


def kinds(quotation: Quotation) -> list[tuple[str, str]]:
    """The kinds that it might be instead."""
    return [(value, label) for value, label in QUOTATION_KINDS if value != quotation.kind]


def reasons(quotation: Quotation) -> list[str]:
    """Why it stands in the queue where it does, in words."""
    told = []
    if not quotation.speaker_type:
        told.append("nobody was found who says it")
    scores: dict[int, float] = {}
    for one in quotation.candidates.all():
        scores.setdefault(one.entity_id, one.score)
    best: list[Any] = sorted(scores.values(), reverse=True)[:2]
    if len(best) == 2 and best[0] - best[1] < 0.3:
        told.append("two candidates are close")
    weakest = min(
        ("where it begins and ends", quotation.confidence_span),
        ("who speaks", quotation.confidence_speaker),
        ("its kind", quotation.confidence_kind),
        key=lambda part: part[1],
    )
    if weakest[1] < 0.9:
        told.append(f"least sure: {weakest[0]} ({weakest[1]:.2f})")
    if quotation.utterance and quotation.utterance.times_printed > 1:
        told.append(f"printed {quotation.utterance.times_printed} times")
    return told
