"""The articles that the page of a split offers: searched, by pages, with what is ticked on other pages."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.paginator import Page
from django.http import HttpRequest
from django.utils.functional import cached_property

from corpus.admin.base import PUBLIC_ID, CappedPaginator
from corpus.admin.display import day, page_of, shortened
from corpus.admin.searching import full_text
from corpus.models import Affiliation, Article, Entity, Mention, Quotation
from corpus.records import MentionKind

PER_PAGE = 100
MOST_TICKED = 500  # one by one, since a request has no more than 1000 fields
MOST_FOUND = 2_000  # taken together: each is named in the history
SHOWN_FORMS = 3  # ways in which an article prints the name, or a role


@dataclass(frozen=True, slots=True)
class Told:
    """What one article prints of the record."""

    article: Article
    url: str
    outlet: str
    day: str
    names: str
    roles: str
    ticked: bool


class OfferedArticles:
    """What of a record's articles is looked at, latest first. Pages are turned by buttons, which keep the ticks."""

    def __init__(self, request: HttpRequest, entity: Entity) -> None:
        sent = request.POST
        self.entity = entity
        self.is_looked_at = "search" in sent or "page" in sent  # and nothing is decided yet
        about = Article.objects.about(entity.pk).select_related("publisher")
        asked = [one for one in sent.getlist("articles") if PUBLIC_ID.fullmatch(one)]
        self.ticked: list[Article] = list(about.filter(public_id__in=asked)) if asked else []
        self.are_too_many = len(self.ticked) > MOST_TICKED
        moves = self.is_looked_at and not self.are_too_many  # else ticks would add up beyond what a request can hold
        is_new = moves and "search" in sent
        # Words that were typed and not yet searched for have found nothing that an editor saw.
        self.searched = " ".join(sent.get("q" if is_new else "searched", "").replace("\x00", "").split())
        self.found = full_text(request, about, self.searched).order_by("-published_at", "-pk")
        number = 1 if is_new else sent.get("page" if moves else "at")
        self.page: Page[Article] = CappedPaginator(self.found, PER_PAGE).get_page(number)

    @cached_property
    def total(self) -> int:
        """How many the search finds, as far as they are counted."""
        return self.page.paginator.count

    @property
    def may_all_be_taken(self) -> bool:
        """Whether all that the search finds can go together."""
        return bool(self.searched) and 0 < self.total <= MOST_FOUND

    @cached_property
    def digest(self) -> str:
        """Tells whether the search finds the same articles as before, where all of them may be taken."""
        if not self.may_all_be_taken:
            return ""
        keys = ",".join(map(str, self.found.values_list("pk", flat=True)))
        return hashlib.blake2b(keys.encode(), digest_size=16).hexdigest()

    @property
    def pages(self) -> Iterator[int | str]:
        """Numbers of pages to go to, and a mark for those between them."""
        return self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)

    @cached_property
    def told(self) -> tuple[list[Told], list[Told]]:
        """The articles of the page, and those that are ticked elsewhere."""
        here = {article.pk for article in self.page}
        elsewhere = [article for article in self.ticked if article.pk not in here]
        told = what_is_told(self.entity, [*self.page, *elsewhere], {article.pk for article in self.ticked})
        return told[: len(here)], told[len(here) :]


def what_is_told(entity: Entity, articles: Sequence[Article], ticked: set[int]) -> list[Told]:
    """How each of the articles prints the name, and which role, at a cost that does not grow with their number."""
    texts = [article.current_text_id for article in articles]
    names: defaultdict[int | None, list[str]] = defaultdict(list)
    roles: defaultdict[int | None, list[str]] = defaultdict(list)
    mentions = Mention.objects.live().filter(entity=entity.pk, text__in=texts, kind=MentionKind.NAME)
    for text, words in mentions.values_list("text_id", "words").order_by("text", "start"):
        names[text].append(words)
    stated = Affiliation.objects.live().filter(person=entity.pk, text__in=texts)
    for text, title in stated.values_list("text_id", "title").order_by("text", "start", "pk"):
        roles[text].append(title)
    spoken = Quotation.objects.live().filter(speaker=entity.pk, text__in=texts).exclude(speaker_role="")
    for text, role in spoken.values_list("text_id", "speaker_role").order_by("text", "start"):
        roles[text].append(role)
    return [
        Told(
            article=article,
            url=page_of(article),
            outlet=article.publisher.name if article.publisher else "",
            day=day(article.published_at, article.published_precision),
            names=_few(names[article.current_text_id]),
            roles=_few(roles[article.current_text_id]),
            ticked=article.pk in ticked,
        )
        for article in articles
    ]


def _few(printed: Sequence[str]) -> str:
    """The different forms in the order in which they are printed, the first few."""
    different: dict[str, str] = {}
    for form in printed:
        different.setdefault(form.casefold(), shortened(form, 80))
    return ", ".join(list(different.values())[:SHOWN_FORMS]) + (" …" if len(different) > SHOWN_FORMS else "")
