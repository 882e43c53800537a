"""Samples are drawn evenly, and what was decided of them is a share with an interval."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from django.db import connection
from django.urls import reverse

from corpus.models import Decision, Quotation, ReviewSample
from corpus.models.accuracy import accuracy, wilson
from corpus.services import sample as sampling
from corpus.services.errors import ServiceError
from corpus.services.review import confirm_quotation, correct_quotation, reopen_quotation
from corpus.services.sample import draw_sample
from corpus.services.take_down import take_down
from tests.admin import rows

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:review_accuracy")


@pytest.fixture
def many(db) -> list[Quotation]:
    gazette = rows.entity("Gazette", rows.IdType.ORGANISATION)
    made = []
    for number in range(12):
        article = rows.article(f"key-{number}", publisher=gazette if number < 4 else None)
        made.append(rows.quotation(article, 1, 15, kind="mixed" if number % 2 else "direct", extractor="a-1"))
    return made


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    # The figures of Newcombe 1998, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_published_figures(right, total, low, high):
    assert wilson(right, total) == (pytest.approx(low, abs=0.0001), pytest.approx(high, abs=0.0001))


def test_wilson_at_the_ends():
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(5, 5)[1] == 1.0


def test_each_quotation_is_as_likely_whatever_gaps_the_keys_have(many, monkeypatch):
    Quotation.objects.filter(pk__in=[row.pk for row in many[3:9]]).update(status="withdrawn")
    monkeypatch.setattr(sampling, "FEW", 0)
    monkeypatch.setattr(sampling, "GUESSED", 4)
    monkeypatch.setattr(sampling, "ROUNDS", 200)
    random, first = Random(7), Counter()
    for _ in range(300):
        drawn = draw_sample(1, user=None, random=random).drawn.get()
        first[drawn.quotation_id] += 1
    assert set(first) == {row.pk for row in [*many[:3], *many[9:]]}
    # 300 draws of 6: 50 each, with a standard deviation of 6.5.
    assert all(20 < count < 80 for count in first.values())


def test_what_was_decided_already_is_drawn_too(many, admin_user):
    Quotation.objects.filter(pk=many[0].pk).update(status="rejected")
    sample = draw_sample(50, user=admin_user)
    assert sample.drawn.count() == 12
    [overall] = accuracy(sample)["overall"]
    assert (overall.right, overall.decided, overall.waiting) == (0, 1, 11)


def test_shares_by_outlet_kind_and_extractor(many, admin_user, django_assert_num_queries):
    sample = draw_sample(12, user=admin_user)
    Quotation.objects.filter(pk__in=[row.pk for row in many[:6]]).update(status="confirmed")
    Quotation.objects.filter(pk=many[6].pk).update(status="corrected", kind="mixed")
    with django_assert_num_queries(2):
        figures = accuracy(sample)
    assert {one.group: (one.right, one.decided) for one in figures["outlet"]} == {
        "Gazette": (4, 4),
        "no outlet": (2, 3),
    }
    # The kind counts as the machine read it.
    assert {one.group: (one.right, one.decided) for one in figures["kind"]} == {"direct": (3, 4), "mixed": (3, 3)}
    assert [(one.group, one.right) for one in figures["extractor"]] == [("a-1", 6)]


def test_what_was_corrected_and_confirmed_later_was_wrong(many, admin_user):
    sample = draw_sample(12, user=admin_user)
    for row, back in ((many[0], False), (many[1], True), (many[2], False)):
        correct_quotation(row, {"channel": "email"}, user=admin_user)
        if back:
            reopen_quotation(row, user=admin_user)
    confirm_quotation(many[0], user=admin_user)
    confirm_quotation(many[1], user=admin_user)
    [overall] = accuracy(sample)["overall"]
    assert (overall.right, overall.decided) == (1, 3)


def test_the_kind_is_the_machines_whatever_editors_made_of_it_before(many, admin_user):
    mixed, other, back = many[1], many[3], many[5]
    correct_quotation(mixed, {"kind": "direct"}, user=admin_user)
    correct_quotation(mixed, {"kind": "mixed", "channel": "email"}, user=admin_user)
    correct_quotation(other, {"kind": "direct"}, user=admin_user)
    correct_quotation(back, {"kind": "direct"}, user=admin_user)
    reopen_quotation(back, user=admin_user)
    assert Quotation.objects.get(pk=other.pk).kind == "direct"
    for kind in ("mixed", "direct"):
        drawn = set(draw_sample(50, user=admin_user, kind=kind).drawn.values_list("quotation", "kind"))
        assert drawn == {(row.pk, kind) for row in many if row.kind == kind}
    assert dict(draw_sample(50, user=admin_user).drawn.values_list("quotation", "kind")) == {
        row.pk: row.kind for row in many
    }


@pytest.mark.parametrize("few", [0, sampling.FEW])
def test_no_statement_grows_with_what_was_ever_corrected(many, admin_user, monkeypatch, few):
    monkeypatch.setattr(sampling, "FEW", few)
    Decision.objects.bulk_create(
        Decision(record=f"quo_{number}", action="correct", before={"kind": "mixed"}, after={"kind": "direct"})
        for number in range(2_000)
    )
    correct_quotation(many[1], {"kind": "direct"}, user=admin_user)
    correct_quotation(many[2], {"kind": "mixed"}, user=admin_user)
    values = []

    def count(execute, sql, params, one_of_many, context):
        values.append(len(params or ()))
        return execute(sql, params, one_of_many, context)

    with connection.execute_wrapper(count):
        drawn = draw_sample(50, user=admin_user, kind="mixed", random=Random(7)).drawn
    assert set(drawn.values_list("quotation", flat=True)) == {row.pk for row in many if row.kind == "mixed"}
    assert max(values) < 2_000


def test_nobody_waits_for_what_articles_hold_that_are_down(many, admin_client, admin_user):
    sample = draw_sample(12, user=admin_user)
    confirm_quotation(many[0], user=admin_user)
    for row in many[:2]:
        take_down(row.article, user=admin_user, reason="asked for")
    [overall] = accuracy(sample)["overall"]
    assert (overall.right, overall.decided, overall.waiting) == (1, 1, 10)
    assert admin_client.get(f"{reverse('admin:review')}?sample={sample.pk}").context["left"] == "10"


def test_samples_can_be_of_one_outlet_or_kind(many, admin_user):
    gazette = many[0].article.publisher
    assert draw_sample(50, user=admin_user, publisher=gazette).drawn.count() == 4
    assert draw_sample(50, user=admin_user, kind="mixed").drawn.count() == 6
    for wrong in ({"size": 0}, {"size": 5000}, {"size": 5, "extractor": "none"}):
        with pytest.raises(ServiceError):
            draw_sample(wrong.pop("size"), user=admin_user, **wrong)


def test_a_sample_is_drawn_decided_and_told(many, admin_client):
    answer = admin_client.post(PAGE, {"size": 3}, follow=True)
    sample = ReviewSample.objects.get()
    order = [row.quotation for row in sample.drawn.order_by("position")]
    assert answer.context["quotation"] == order[0]
    assert answer.context["left"] == "3"
    query = f"sample={sample.pk}"
    for row, verdict in zip(order, ("confirm", "reject", "confirm"), strict=True):
        assert admin_client.get(f"{reverse('admin:review')}?{query}").context["quotation"] == row
        sent = {"quotation": row.public_id, "version": row.version, "verdict": verdict}
        answer = admin_client.post(f"{reverse('admin:review_decide')}?{query}", sent, follow=True)
    html = admin_client.get(PAGE).content.decode()
    assert "66.7\N{NO-BREAK SPACE}%" in html
    assert "(2 of 3 decided)" in html


def test_forms_that_ask_for_nothing_that_is_there_say_so(admin_client):
    html = admin_client.post(PAGE, {"size": 5}).content.decode()
    assert "there is no such quotation to draw" in html
    assert admin_client.post(PAGE, {"size": "many"}).status_code == 200
    assert admin_client.get(f"{PAGE}?sample=0").status_code == 200
    assert admin_client.get(f"{PAGE}?sample=%00").status_code == 200


def test_page_costs_the_same_however_many_samples_there_are(many, admin_user, queries):
    draw_sample(5, user=admin_user)
    few = queries(PAGE)
    for _ in range(6):
        draw_sample(12, user=admin_user)
    assert queries(PAGE) == few <= 30
