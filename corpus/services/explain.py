"""Why the words of an article stand for a record: the evidence as it is now, that of the article itself left out."""

from __future__ import annotations

from corpus.identity.bodies import body_key
from corpus.identity.evidence import Profile
from corpus.identity.fields import role_note
from corpus.identity.personal import Agreement, compare
from corpus.models import Affiliation, Article, Entity, Mention
from corpus.models.sorting import UNKNOWN_TIME
from corpus.records import EntityType, MentionKind, Tense
from corpus.services.acquaintance import Known
from corpus.services.weighing import Newcomer, weigh


def explain(article: Article, entity: Entity) -> list[str]:
    """The reasons in words, the names first; empty where the article does not mention the record."""
    mentions = Mention.objects.live().filter(text=article.current_text)
    printed = mentions.filter(entity=entity, kind=MentionKind.NAME).values_list("words", flat=True)
    name = max(printed, key=lambda words: (len(words.split()), words), default="")
    if not name:
        return []
    known = Known(entity.survivor, but_for=article)
    if not known.texts:
        return [f"{name}: no other article names this record"]
    if entity.type == EntityType.ORGANISATION:
        alike = body_key(name) == body_key(entity.survivor.name)
        return [f"{name} is {'a way to write' if alike else 'an alias of'} {entity.survivor.name}"]
    stated = Affiliation.objects.live().filter(person=entity.survivor.pk, text=article.current_text)
    roles = list(stated.values_list("title", "tense", "organisation_id"))
    year = article.published_at.year if article.published_at != UNKNOWN_TIME else None
    profile = Profile(
        name=name,
        roles=tuple(role_note(title, tense == Tense.FORMER) for title, tense, _ in roles),
        bodies=frozenset(body for *_, body in roles if body is not None),
        outlets=frozenset({article.publisher_id} if article.publisher_id else ()),
        years=(year, year) if year else None,
    )
    company = set(mentions.values_list("entity", flat=True)) - {entity.survivor.pk, article.publisher_id}
    agreement = compare(name, entity.survivor.name)
    if agreement is Agreement.DIFFERENT:
        agreement = Agreement.FULLER  # by an alias
    return list(weigh(Newcomer(profile, company), known, agreement).reasons)
