"""Whatever editors decide in whatever order, no reading, revision or run over the corpus takes it away."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.models import Affiliation, Article, Decision, Entity, Mention, Quotation, RemovedPassage
from corpus.models.choices import DECIDED, Status
from corpus.services.add_affiliation import add_affiliation
from corpus.services.add_mention import add_mention
from corpus.services.add_quotation import add_quotation
from corpus.services.compare import compare_all
from corpus.services.edit_article import edit_article
from corpus.services.edit_entity import edit_entity
from corpus.services.errors import ServiceError
from corpus.services.merge import merge
from corpus.services.propose import accept, propose
from corpus.services.reextract import articles_to_read, reextract
from corpus.services.restore_passage import restore_passage
from corpus.services.revert import revert
from corpus.services.review import confirm_quotation, correct_quotation, reject_quotation
from corpus.services.review_affiliation import correct_affiliation, reject_affiliation
from corpus.services.review_mention import confirm_mention, reject_mention, repoint_mention
from corpus.services.split import split
from corpus.services.verify import verify
from tests.builders import store

pytestmark = pytest.mark.django_db

PARAGRAPHS = [
    "The council met on Monday in Tolmouth.",
    "“We have waited long enough for this bridge,” said Mara Ellwin, the mayor of Tolmouth.",
    "“Nobody asked the people who live there,” said Tobias Renn, the chairman of Norrick Shipping.",
    "Sign up for our newsletter to get the news of Tolmouth every morning.",
    "Mara Ellwin said that the bridge would open in the spring. Ellwin smiled.",
]
KEYS = itertools.count()
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "confirm",
                "reject",
                "correct",
                "add quotation",
                "add mention",
                "add affiliation",
                "mention",
                "repoint",
                "affiliation",
                "edit article",
                "edit entity",
                "restore",
                "split",
                "merge",
                "propose",
                "revert",
                "revert",
                "read",
                "revise",
                "compare",
            ]
        ),
        st.integers(0, 10**6),
    ),
    min_size=3,
    max_size=9,
)


class Desk:
    """An article, and what may happen to it."""

    def __init__(self, editor: Any) -> None:
        self.editor, self.key = editor, f"desk-{next(KEYS)}"
        self.write(list(PARAGRAPHS))

    def write(self, paragraphs: list[str]) -> None:
        """What comes in from the source."""
        self.article = store("\n\n".join(paragraphs) + "\n", key=self.key, section="Town")

    def decide(self, name: str, number: int) -> None:
        """What an editor does; what the services refuse is not done."""
        try:
            with transaction.atomic():
                getattr(self, name.replace(" ", "_"))(number)
        except ServiceError:
            pass

    def pick(self, rows: Any, number: int) -> Any:
        found = list(rows.order_by("pk"))
        if not found:
            raise ServiceError("there is none")
        return found[number % len(found)]

    def quotation(self, number: int) -> Quotation:
        return self.pick(self.article.quotations, number)

    def span(self, number: int) -> list[int]:
        body = Article.objects.get(pk=self.article.pk).current_text.body
        start = number % len(body)
        return [start, min(len(body), start + 5 + number % 40)]

    def person(self, number: int) -> Entity:
        return self.pick(Entity.objects.standing().people(), number)

    def confirm(self, number: int) -> None:
        confirm_quotation(self.quotation(number), user=self.editor)

    def reject(self, number: int) -> None:
        reject_quotation(self.quotation(number), user=self.editor)

    def correct(self, number: int) -> None:
        changes = [{"speaker": self.person(number)}, {"channel": "email"}, {"attitude": "wants"}, {"speaker": None}]
        correct_quotation(self.quotation(number), changes[number % 4], user=self.editor)

    def add_quotation(self, number: int) -> None:
        add_quotation(self.article, [self.span(number)], speaker=self.person(number), user=self.editor)

    def add_mention(self, number: int) -> None:
        add_mention(self.article, self.span(number), entity=self.person(number), user=self.editor)

    def add_affiliation(self, number: int) -> None:
        add_affiliation(self.article, self.span(number), person=self.person(number), user=self.editor)

    def one_mention(self, number: int) -> Mention:
        return self.pick(Mention.objects.filter(text=Article.objects.get(pk=self.article.pk).current_text), number)

    def mention(self, number: int) -> None:
        (confirm_mention if number % 2 else reject_mention)(self.one_mention(number), user=self.editor)

    def repoint(self, number: int) -> None:
        repoint_mention(self.one_mention(number), self.person(number), user=self.editor)

    def affiliation(self, number: int) -> None:
        row = self.pick(Affiliation.objects.all(), number)
        if number % 2:
            reject_affiliation(row, user=self.editor)
        else:
            correct_affiliation(row, {"person": self.person(number), "tense": "former"}, user=self.editor)

    def edit_article(self, number: int) -> None:
        changes = [{"section": f"Section {number}"}, {"authors": ["Ana Kerr"]}, {"published": None}]
        edit_article(self.article, changes[number % 3], user=self.editor)

    def edit_entity(self, number: int) -> None:
        entity = self.person(number)
        alias = entity.aliases.first()
        if number % 2 and alias:
            edit_entity(entity, user=self.editor, remove_aliases=[alias.name])
        else:
            edit_entity(entity, user=self.editor, name=f"{entity.name} {number % 7}", add_aliases=[f"N{number}"])

    def restore(self, number: int) -> None:
        restore_passage(self.pick(RemovedPassage.objects.all(), number), user=self.editor)

    def split(self, number: int) -> None:
        mention = self.one_mention(number)
        split(mention.entity, user=self.editor, mentions=[mention])

    def merge(self, number: int) -> None:
        merge(self.person(number), self.person(number // 7), user=self.editor)

    def propose(self, number: int) -> None:
        accept(propose(self.quotation(number), {"channel": "letter"}, user=self.editor), user=self.editor)

    def revert(self, number: int) -> None:
        revert(self.pick(Decision.objects.all(), number), user=self.editor)

    def read(self, number: int) -> None:
        assert reextract(articles_to_read(everything=True)).failures == []

    def revise(self, number: int) -> None:
        """The source prints something else: a paragraph more at the top, or one less, or another order."""
        paragraphs = list(PARAGRAPHS)
        if number % 3 == 0:
            paragraphs.insert(0, f"It rained for {number} days.")
        elif number % 3 == 1:
            del paragraphs[number % len(paragraphs)]
        else:
            paragraphs.append(paragraphs.pop(1))
        self.write(paragraphs)

    def compare(self, number: int) -> None:
        compare_all(everything=True)


MACHINE = ("read", "revise", "compare")


def decided() -> dict[str, Any]:
    """All that a person has said, by what it is about."""
    found: dict[str, Any] = {}
    held = Quotation.objects.filter(status__in=DECIDED) | Quotation.objects.filter(made_by_hand=True)
    for row in held:
        told = (row.status, row.original_speaker_id, row.original_addressee_id, row.speaker_role)
        found[row.public_id] = (*told, row.kind, row.attitude, row.channel, row.made_by_hand)
    for one in Affiliation.objects.filter(status__in=DECIDED):
        found[one.public_id] = (one.status, one.original_person_id, one.original_organisation_id, one.tense, one.title)
    for entity in Entity.objects.filter(name_is_chosen=True):
        found[entity.public_id] = (entity.name, entity.description)
    for entity in Entity.objects.exclude(refused_names=[]):
        assert not entity.aliases.filter(name__in=entity.refused_names).exists()
    for article in Article.objects.exclude(edited=[]):
        columns = (article.section, article.published_at, [author.name for author in article.authors.all()])
        edited = [name in article.edited for name in ("section", "published", "authors")]
        found[article.public_id] = [value for value, kept in zip(columns, edited, strict=True) if kept]
    return found


def mentions_decided(article: Article) -> set[tuple[str, str, int]]:
    """What was said of words that stand once in the newest revision."""
    text = Article.objects.get(pk=article.pk).current_text
    rows = Mention.objects.filter(text=text, status__in=DECIDED)
    return {(row.words, row.status, row.original_entity_id) for row in rows if text.body.count(row.words) == 1}


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_machine_takes_back_what_people_said(steps: Any, django_user_model: type, settings: Any) -> None:
    settings.EXTRACTION_MODEL = "rules"  # what reads does not matter here
    with transaction.atomic():
        desk = Desk(django_user_model.objects.create(username=f"edith-{next(KEYS)}"))
        for name, number in steps:
            if name not in MACHINE:
                desk.decide(name, number)
                continue
            before, words = decided(), mentions_decided(desk.article)
            getattr(desk, name)(number)
            assert decided() == before, name
            body = Article.objects.get(pk=desk.article.pk).current_text.body
            lost = {one for one in words - mentions_decided(desk.article) if body.count(one[0]) == 1}
            assert not lost, name
        desk.read(0)
        assert list(verify()) == []
        assert not Quotation.objects.filter(made_by_hand=True, status=Status.EXTRACTED).exists()
        transaction.set_rollback(True)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_all_decisions_on_a_quotation_can_be_unwound(steps: Any, django_user_model: type, settings: Any) -> None:
    """Taken back from the last to the first, they leave what the machine reads."""
    settings.EXTRACTION_MODEL = "rules"
    with transaction.atomic():
        desk = Desk(django_user_model.objects.create(username=f"edith-{next(KEYS)}"))
        columns = ("public_id", "status", "speaker", "addressee", "kind", "attitude", "channel", "speaker_role")
        columns += ("confidence", "confidence_speaker", "speaker_type")
        before = list(Quotation.objects.order_by("pk").values(*columns))
        for name, number in steps:
            if name in ("confirm", "reject", "correct", "propose", "add quotation", "revert"):
                desk.decide(name, number)
        for decision in Decision.objects.filter(record__startswith="quo_").order_by("-pk"):
            try:
                with transaction.atomic():
                    revert(decision, user=desk.editor)
            except ServiceError:
                # a revert, or one that was taken back: what it did is undone
                assert decision.reverts_id or Decision.objects.filter(reverts=decision).exists()
        desk.read(0)
        standing = Quotation.objects.filter(public_id__in=[row["public_id"] for row in before])
        assert list(standing.order_by("pk").values(*columns)) == before
        assert not Quotation.objects.live().exclude(pk__in=standing).exists()
        assert list(verify()) == []
        transaction.set_rollback(True)
