"""What the page of a pair shows of its two records, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corpus.admin.base import counted
from corpus.admin.display import NOTHING, day, link, list_link, page_of, plural, shortened
from corpus.admin.evidence import in_context, mention_mark, reach
from corpus.models import Affiliation, Article, ArticleText, Entity, Mention, Quotation
from corpus.records import EntityType, MentionKind, Tense
from corpus.services.acquaintance import Known

SHOWN_NAMES = 12
SHOWN_ROLES, READ_ROLES = 6, 40
SHOWN_WORDS = 3  # quotations, and places where the name is printed
SHOWN_COMPANIONS = 10
LATEST = 40  # articles whose outlets are named
AROUND_NAME = 140  # code points on either side


@dataclass(slots=True)
class Portrait:
    """A record with what is known of it, as far as an editor needs it to decide."""

    entity: Entity
    articles: int = 0
    latest: list[Article] = field(default_factory=list)
    outlets: list[tuple[str, int]] = field(default_factory=list)
    companions: list[int] = field(default_factory=list)


def paint(entity: Entity) -> Portrait:
    """Read it. A record that no longer stands has nothing of its own."""
    if not entity.stands:
        return Portrait(entity)
    about = Article.objects.readable().about(entity.pk)
    latest = list(about.select_related("publisher").order_by("-published_at", "-pk")[:LATEST])
    outlets = Counter(article.publisher.name for article in latest if article.publisher is not None)
    return Portrait(entity, counted(about), latest, outlets.most_common(SHOWN_NAMES), Known(entity).companions())


def side_by_side(first: Entity, second: Entity, user: Any) -> list[tuple[str, list[str]]]:
    """The rows of the page's table: what each is about, and a cell a record. Rows without a word are left out.

    ``user`` is who looks: of bodies that are closed to the account no more is shown than in the API.
    """
    both = [paint(first), paint(second)]
    lines: list[tuple[str, Callable[[Portrait, Portrait], str]]] = [
        ("Other names", _other_names),
        ("In other registers", _identifiers),
        ("Description", lambda one, _: shortened(one.entity.description, 400) or NOTHING),
        ("In the corpus", _counts),
        ("Roles" if first.type == EntityType.PERSON else "People", _roles),
        ("Outlets", _outlets),
        ("Mentioned beside", _companions),
        ("Latest quotations", _quotations),
        ("Where it is named", lambda one, _: _places(one, user)),
    ]
    rows = [(label, [cell(both[0], both[1]), cell(both[1], both[0])]) for label, cell in lines]
    return [(label, cells) for label, cells in rows if cells != [NOTHING, NOTHING]]


def how_often(entity: Entity) -> str:
    """How often it is mentioned and quoted, in words."""
    return f"{_several(entity.mention_count, 'mention')}, {_several(entity.quotation_count, 'quotation')}"


def source_of(article: Article) -> SafeString:
    """An article as a source: headline, linked, outlet and day."""
    outlet = f"{article.publisher}, " if article.publisher_id else ""
    when = day(article.published_at, article.published_precision)
    return format_html("{} · {}{}", link(article, shortened(str(article), 80)), outlet, when)


def _several(number: int, noun: str) -> str:
    return f"{number!s} {plural(noun, number)}"


def _listed(items: Iterable[object], css: str = "") -> str:
    lines = format_html_join("", "<li>{}</li>", ((item,) for item in items))
    return format_html('<ul class="or-facts {}">{}</ul>', css, lines) if lines else NOTHING


def _other_names(one: Portrait, other: Portrait) -> str:
    rows = one.entity.aliases.order_by("name")[: SHOWN_NAMES + 1]
    names = [format_html('{} <span class="or-quiet">{}</span>', row.name, row.get_kind_display()) for row in rows]
    return _listed(names[:SHOWN_NAMES] + (["…"] if len(names) > SHOWN_NAMES else []))


def _identifiers(one: Portrait, other: Portrait) -> str:
    return _listed(one.entity.identifiers.all()[:SHOWN_NAMES])


def _counts(one: Portrait, other: Portrait) -> str:
    entity = one.entity
    if not entity.stands:
        return NOTHING
    mentions = list_link("mention", _several(entity.mention_count, "mention"), entity=entity.pk)
    quotations = list_link("quotation", _several(entity.quotation_count, "quotation"), speaker=entity.pk)
    return format_html("{} · {} · {}", _several(one.articles, "article"), mentions, quotations)


def _roles(one: Portrait, other: Portrait) -> str:
    entity = one.entity
    of_person = entity.type == EntityType.PERSON
    rows = Affiliation.objects.live().readable().filter(**{"person" if of_person else "organisation": entity.pk})
    rows = rows.select_related("person", "organisation", "text__article").defer("text__body")
    told: dict[tuple[str, object], SafeString] = {}
    for row in rows.order_by("-stated_at", "-pk")[:READ_ROLES]:
        who = row.organisation if of_person else row.person
        told.setdefault((row.title.casefold(), row.organisation_id if of_person else row.person_id), _role(row, who))
    return _listed(list(told.values())[:SHOWN_ROLES])


def _role(row: Affiliation, who: Entity | None) -> SafeString:
    tense = "" if row.tense == Tense.CURRENT else f" ({row.tense})"
    at = format_html(" · {}", link(who)) if who else ""
    article = row.text.article if row.text else None
    said = day(article.published_at, article.published_precision) if article else ""
    where = format_html(" · {}", link(article, said)) if article else ""
    return format_html("{}{}{}{}", shortened(row.title, 160), tense, at, where)


def _outlets(one: Portrait, other: Portrait) -> str:
    shared = {name for name, _ in one.outlets} & {name for name, _ in other.outlets}
    return _listed(_shared(f"{name} ({number})", name in shared) for name, number in one.outlets)


def _companions(one: Portrait, other: Portrait) -> str:
    """Those beside both first: they are what speaks for one record."""
    shared = set(one.companions) & set(other.companions)
    shown = sorted(one.companions, key=lambda pk: pk not in shared)[:SHOWN_COMPANIONS]
    named = Entity.objects.in_bulk(shown)
    return _listed((_shared(link(named[pk]), pk in shared) for pk in shown), "or-facts--run")


def _shared(item: str, shared: bool) -> SafeString:
    return format_html('<strong class="or-shared">{}, both</strong>', item) if shared else format_html("{}", item)


def _quotations(one: Portrait, other: Portrait) -> str:
    rows = Quotation.objects.live().readable().filter(speaker=one.entity.pk).select_related("article__publisher")
    return _listed(
        format_html(
            '<p class="or-words" dir="auto"><a href="{}#{}">{}</a></p><p class="or-quiet">{}</p>',
            page_of(row.article),
            row.public_id,
            shortened(row.words, 220),
            source_of(row.article),
        )
        for row in rows.order_by("-published_at", "-pk")[:SHOWN_WORDS]
    )


def _places(one: Portrait, user: Any) -> str:
    articles = {article.current_text_id: article for article in one.latest[:SHOWN_WORDS]}
    first: dict[int, Mention] = {}
    for mention in _names_in(one.entity, list(articles)):
        mention.entity = one.entity
        first.setdefault(mention.text_id, mention)
    texts = ArticleText.objects.in_bulk(first)
    return _listed(
        format_html(
            '{}<p class="or-quiet">{}</p>',
            _place(texts[text], mention, reach(user, articles[text], AROUND_NAME)),
            source_of(articles[text]),
        )
        for text, mention in sorted(first.items(), key=lambda item: list(articles).index(item[0]))
    )


def _place(text: ArticleText, mention: Mention, around: int) -> SafeString:
    return in_context(text, mention.start, mention.end, [mention_mark(mention)], around=around)


def _names_in(entity: Entity, texts: Sequence[int | None]) -> Iterable[Mention]:
    """The mentions by name in the texts, in their order."""
    rows = Mention.objects.live().filter(entity=entity.pk, text__in=texts, kind=MentionKind.NAME)
    return rows.order_by("text", "start")
