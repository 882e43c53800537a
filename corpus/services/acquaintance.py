"""What the corpus knows of a record, read at a cost that does not grow with its mentions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property

from django.db.models import Count

from corpus.identity.evidence import Companion, Profile
from corpus.identity.fields import RoleNote, role_note
from corpus.models import Affiliation, Article, ArticleText, Entity, Mention
from corpus.models.sorting import UNKNOWN_TIME
from corpus.records import MentionKind, Tense
from corpus.search.analysis import terms

MOST_ROLES = 16  # latest affiliations of a record that are looked at
MOST_ARTICLES = 40  # latest texts with a mention of it
MOST_READ = 6  # latest texts whose words near the name are read
NEAR = 300  # characters on either side of a name
SHORTEST_WORD = 4  # letters of a stem that says something
MOST_COMPANIONS = 200  # records mentioned beside it


class Known:
    """One record, with what is read of it only when it is asked for; ``but_for`` leaves one article out.

    What was taken down says nothing: it would show in the reasons of merges and pairs.
    """

    def __init__(self, entity: Entity, *, but_for: Article | None = None) -> None:
        self.entity = entity  # one that stands
        self.but_for = but_for

    @cached_property
    def _affiliations(self) -> list[tuple[str, str, int | None]]:
        rows = Affiliation.objects.live().readable().filter(person=self.entity.pk).order_by("-stated_at", "-pk")
        if self.but_for is not None:
            rows = rows.exclude(text__article=self.but_for)
        return list(rows.values_list("title", "tense", "organisation_id")[:MOST_ROLES])

    @cached_property
    def texts(self) -> list[int]:
        """The latest texts in which it is mentioned."""
        rows = Mention.objects.live().readable().filter(entity=self.entity.pk).order_by("-text_id")
        if self.but_for is not None:
            rows = rows.exclude(text__article=self.but_for)
        return list(rows.values_list("text_id", flat=True).distinct()[:MOST_ARTICLES])

    @cached_property
    def roles(self) -> tuple[RoleNote, ...]:
        """The latest roles, each once."""
        titles = dict.fromkeys((title, tense == Tense.FORMER) for title, tense, _ in self._affiliations)
        return tuple(role_note(title, past) for title, past in titles)

    @cached_property
    def profile(self) -> Profile:
        """Roles, organisations, outlets and years."""
        rows = Article.objects.filter(current_text__in=self.texts).values_list("publisher_id", "published_at")
        years = [moment.year for _, moment in rows if moment != UNKNOWN_TIME]
        return Profile(
            name=self.entity.name,
            roles=self.roles,
            bodies=frozenset(body for *_, body in self._affiliations if body is not None),
            outlets=frozenset(outlet for outlet, _ in rows if outlet is not None),
            years=(min(years), max(years)) if years else None,
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems near its name in the latest texts."""
        texts = self.texts[:MOST_READ]
        bodies = dict(ArticleText.objects.filter(pk__in=texts).values_list("pk", "body"))
        rows = Mention.objects.live().filter(entity=self.entity.pk, text__in=texts, kind=MentionKind.NAME)
        return words_near((bodies[text], start) for text, start in rows.values_list("text_id", "start"))

    def companions_among(self, others: Collection[int]) -> list[Companion]:
        """Which of the records are mentioned beside it, and in how many of its latest texts."""
        if not others or not self.texts:
            return []
        beside = Mention.objects.live().filter(text__in=self.texts, entity__in=others).exclude(entity=self.entity.pk)
        rows = beside.values_list("entity__name", "entity__mention_count").annotate(n=Count("text", distinct=True))
        return [Companion(name, mentions, articles) for name, mentions, articles in rows.order_by("entity")]

    def companions(self) -> list[int]:
        """The records mentioned beside it in its latest texts, the most frequent first."""
        beside = Mention.objects.live().filter(text__in=self.texts).exclude(entity=self.entity.pk)
        rows = beside.values_list("entity").annotate(n=Count("text", distinct=True)).order_by("-n", "entity")
        return [pk for pk, _ in rows[:MOST_COMPANIONS]]


def words_near(places: Iterable[tuple[str, int]]) -> frozenset[str]:
    """The stems around names, each a body with the offset at which the name starts."""
    found: set[str] = set()
    for body, start in places:
        found.update(term for term in terms(body[max(0, start - NEAR) : start + NEAR]) if len(term) >= SHORTEST_WORD)
    return frozenset(found)
