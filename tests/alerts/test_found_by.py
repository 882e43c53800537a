"""A receiver is told of what a list finds by other records than those that it shows."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from corpus.models import Article, Change, Quotation, Subscription, Utterance
from corpus.services import subscriptions
from tests.alerts.copies import Sent, deliver, listed
from tests.builders import store
from tests.services.test_copies import LEAD, STORY

pytestmark = pytest.mark.django_db
SAID = "“The wall will be rebuilt by spring,” said Mara Ellwin, the mayor of Tolmouth, on day {}."


def quotations(query: str) -> Subscription:
    owner = get_user_model().objects.create_user("odo")
    address = "https://gazette.example/hook"
    return subscriptions.subscribe(owner, name="Said", collection="quotations", query=query, url=address)


def test_what_is_printed_once_more_is_told_of_its_earlier_printings(sent: Sent) -> None:
    made = quotations("utterance__times_printed__gte=3")
    for number in range(2):
        store(SAID.format(number))
        deliver()
        assert sent.held == set()
    store(SAID.format(2))
    deliver()
    assert sent.held == listed(made) == set(Quotation.objects.values_list("public_id", flat=True))
    Utterance.objects.update(times_printed=2)
    deliver()
    assert sent.held == listed(made) == set()


def test_an_article_that_becomes_a_copy_is_told_of_its_quotations(sent: Sent) -> None:
    made = quotations("article__is_copy=false")
    later = store(f"{LEAD}\n\n{STORY}", key="later", published="2024-03-06")
    deliver()
    assert sent.held == listed(made) == set(later.quotations.values_list("public_id", flat=True)) != set()
    earlier = store(STORY, key="earlier", published="2024-03-05")
    deliver()
    assert sent.held == listed(made) == set(earlier.quotations.values_list("public_id", flat=True))


@pytest.mark.parametrize(("column", "value"), [("section", "Harbour"), ("language", "fr"), ("word_count", 7)])
def test_columns_of_an_article_that_quotations_are_found_by(sent: Sent, column: str, value: object) -> None:
    made = quotations(f"article__{column}={value}")
    article = store()
    deliver()
    assert sent.held == set()
    Article.objects.filter(pk=article.pk).update(**{column: value})
    deliver()
    assert sent.held == listed(made) == set(article.quotations.values_list("public_id", flat=True)) != set()


def test_what_is_printed_often_does_not_tell_of_all_its_printings_each_time() -> None:
    store(SAID.format(0))

    def told(before: int, after: int) -> set[str]:
        Utterance.objects.update(times_printed=before)
        place = Change.objects.position()
        Utterance.objects.update(times_printed=after)
        return {record[:3] for record in Change.objects.since(place, []).values_list("record", flat=True)}

    assert told(16, 17) == told(17, 16) == told(1, 900) == {"utt", "quo"}
    assert told(17, 18) == told(900, 17) == {"utt"}
