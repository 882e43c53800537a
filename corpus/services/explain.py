"""Why the words of an article stand for a record: the evidence as it is now, that of the article itself left out."""

from __future__ import annotations

from corpus.identity.bodies import body_key
from corpus.models import Affiliation, Article, Entity, Mention
from corpus.records import EntityType, MentionKind, Tense
from corpus.services.acquaintance import Known
from corpus.services.weighing import agreement_with, named_in, weigh


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
    rows = stated.values_list("title", "tense", "organisation_id")
    roles = [(title, tense == Tense.FORMER, body) for title, tense, body in rows]
    company = set(mentions.values_list("entity", flat=True)) - {entity.survivor.pk}
    newcomer = named_in(article, name, roles, company)
    return list(weigh(newcomer, known, agreement_with(name, entity.survivor)).reasons)
