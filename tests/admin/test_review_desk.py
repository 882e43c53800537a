"""The review desk: what comes next, how it is decided, and the way back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from corpus.models import Candidate, Decision, Quotation
from corpus.services.priority import prioritise, priority
from tests.admin import rows
from tests.builders import store

pytestmark = pytest.mark.django_db
DESK = reverse("admin:review")


def quotation(number: int, **fields) -> Quotation:
    article = rows.article(f"key-{number}", publisher=fields.pop("publisher", None))
    return rows.quotation(article, 1, 15, fields.pop("speaker", None), **fields)


def decide(client, row: Quotation, verdict: str, query: str = "", **more):
    sent = {"quotation": row.public_id, "version": row.version, "verdict": verdict, **more}
    return client.post(f"{reverse('admin:review_decide')}?{query}", sent, follow=True)


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ((0.2, False, [], 1), (0.9, False, [], 1)),
        ((0.9, True, [], 1), (0.9, False, [], 1)),
        ((0.9, False, [0.5, 0.45], 1), (0.9, False, [0.9, 0.1], 1)),
        ((0.9, False, [], 8), (0.9, False, [], 1)),
    ],
)
def test_doubt_nobody_closeness_and_readers_call_for_eyes(worse, better):
    assert priority(*worse) > priority(*better)


def test_priority_stays_within_its_bounds():
    assert priority(0.0, True, [0.5, 0.5], 10_000) == 1000
    assert priority(1.0, False, [1.0, 0.0], 1) == 0


def test_storing_an_article_ranks_its_quotations():
    article = store("“It rained for a whole week,” she said. “We have begun,” said Mara Ellwin, the mayor of Tolmouth.")
    ranked = dict(article.quotations.values_list("speaker_type", "review_priority"))
    assert ranked[""] > ranked["person"]


def test_another_printing_moves_the_first_one_up():
    words = "“We have waited for a new bridge for years,” said Mara Ellwin, the mayor of Tolmouth."
    first = store(words, key="one").quotations.get()
    store("The council met. " + words, key="two", publisher="The Ellis Post")
    assert Quotation.objects.get(pk=first.pk).review_priority > first.review_priority


def test_two_candidates_that_became_one_are_not_close():
    speaker = rows.entity("Mara Ellwin")
    row = quotation(1, speaker=speaker)
    for position in (0, 1):
        Candidate.objects.create(
            quotation=row, position=position, entity=speaker, original_entity=speaker, score=0.5 - position / 100
        )
    prioritise([row.pk])
    assert Quotation.objects.get(pk=row.pk).review_priority == priority(0.9, False, [], 1)


def test_the_neediest_comes_first_and_the_next_at_once(admin_client):
    low, high = quotation(1, review_priority=100), quotation(2, review_priority=900)
    assert admin_client.get(DESK).context["quotation"] == high
    answer = decide(admin_client, high, "confirm")
    assert answer.context["quotation"] == low
    assert answer.context["left"] == "1"
    assert Quotation.objects.get(pk=high.pk).status == "confirmed"
    answer = decide(admin_client, low, "reject")
    assert "This was the last one." in answer.content.decode()
    assert Quotation.objects.get(pk=low.pk).status == "rejected"


def test_a_decision_that_lowers_the_need_of_its_own_skips_nobody(admin_client):
    mara = rows.entity("Mara Ellwin")
    made = [quotation(number) for number in range(3)]
    for need, row in zip((720, 700, 650), made, strict=True):
        Quotation.objects.filter(pk=row.pk).update(review_priority=need)
    answer = decide(admin_client, made[0], f"speaker:{mara.public_id}")
    assert Quotation.objects.get(pk=made[0].pk).review_priority < 650
    assert answer.context["quotation"] == made[1]
    answer = admin_client.get(answer.context["next_url"])
    assert answer.context["quotation"] == made[2]


@pytest.mark.parametrize("asked", ["", "x", "-1", "99999", "７００", "1e3", "\x00"])
def test_a_need_that_is_none_leaves_the_present_one(admin_client, asked):
    first, second = quotation(1, review_priority=700), quotation(2, review_priority=650)
    answer = admin_client.get(DESK, {"after": first.public_id, "from": asked})
    assert answer.context["quotation"] == second


def test_rows_of_equal_need_follow_each_other_without_end_or_gap(admin_client):
    made = [quotation(number, review_priority=500) for number in range(4)]
    seen, answer = [], admin_client.get(DESK)
    while "quotation" in answer.context:
        seen.append(answer.context["quotation"])
        answer = admin_client.get(answer.context["next_url"])
    assert seen == made
    assert "start over" in answer.content.decode()


def test_a_candidate_is_chosen_and_the_same_speaker_confirms(admin_client):
    mara, tom = rows.entity("Mara Ellwin"), rows.entity("Tom Hask")
    one, two = quotation(1, speaker=mara), quotation(2, speaker=mara)
    decide(admin_client, one, f"speaker:{tom.public_id}")
    decide(admin_client, two, f"speaker:{mara.public_id}")
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.speaker, one.status) == (tom, "corrected")
    assert (two.speaker, two.status) == (mara, "confirmed")


def test_nobody_other_and_kind(admin_client):
    mara, tom = rows.entity("Mara Ellwin"), rows.entity("Tom Hask")
    one, two, three = (quotation(number, speaker=mara) for number in range(3))
    decide(admin_client, one, "nobody")
    decide(admin_client, two, "other", other=tom.pk)
    answer = decide(admin_client, three, "kind:indirect")
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.speaker, two.speaker) == (None, tom)
    # Verbatim words stand in it, so the service refuses, and the page says so.
    assert "holds no verbatim words" in answer.content.decode()
    assert answer.context["quotation"] == three


def test_a_stale_page_changes_nothing_and_says_so(admin_client):
    row = quotation(1)
    Quotation.objects.filter(pk=row.pk).update(version=7)
    answer = decide(admin_client, row, "confirm")
    assert "Nothing was changed" in answer.content.decode()
    assert Quotation.objects.get(pk=row.pk).status == "extracted"


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"verdict": "confirm"},
        {"verdict": "speaker:per_0"},
        {"verdict": "kind:loud"},
        {"verdict": "x"},
        {"verdict": "confirm", "version": "x"},
        {"verdict": "other"},
        {"verdict": "other", "other": "9" * 40},
        {"quotation": "\x00"},
    ],
)
def test_what_is_no_decision_is_refused(admin_client, sent):
    row = quotation(1)
    whole = {"quotation": row.public_id, "version": row.version, **sent}
    answer = admin_client.post(reverse("admin:review_decide"), whole, follow=True)
    assert answer.status_code == 200
    assert Quotation.objects.get(pk=row.pk).status == ("confirmed" if sent == {"verdict": "confirm"} else "extracted")


def test_undo_goes_back_one_decision_after_the_other(admin_client):
    one, two = quotation(1, review_priority=900), quotation(2)
    decide(admin_client, one, "confirm")
    decide(admin_client, two, "reject")
    undo = reverse("admin:review_undo")
    assert admin_client.post(undo, follow=True).context["quotation"] == two
    assert admin_client.post(undo, follow=True).context["quotation"] == one
    assert set(Quotation.objects.values_list("status", flat=True)) == {"extracted"}
    assert "no decision of yours" in admin_client.post(undo, follow=True).content.decode()


def test_nobody_takes_back_what_another_decided(admin_client, client):
    row = quotation(1)
    decide(admin_client, row, "confirm")
    other = User.objects.create(username="other", is_staff=True, is_superuser=True)
    client.force_login(other)
    session = client.session
    session["review_decisions"] = [Decision.objects.get().pk]
    session.save()
    client.post(reverse("admin:review_undo"))
    assert Quotation.objects.get(pk=row.pk).status == "confirmed"


def test_filters_narrow_the_queue(admin_client):
    gazette, post = (rows.entity(name, rows.IdType.ORGANISATION) for name in ("Gazette", "Post"))
    mara = rows.entity("Mara Ellwin")
    one = quotation(1, publisher=gazette, speaker=mara, extractor="a-1", review_priority=900)
    two = quotation(2, publisher=post, kind="mixed", extractor="a-2")
    for query, found in [
        (f"outlet={gazette.pk}", one),
        (f"outlet={post.pk}", two),
        ("kind=mixed", two),
        (f"speaker={mara.pk}", one),
        ("extractor=a-2", two),
    ]:
        context = admin_client.get(f"{DESK}?{query}").context
        assert (context["quotation"], context["left"]) == (found, "1"), query


@pytest.mark.parametrize(
    "query",
    ["outlet=x", "kind=loud", "speaker=%00", "sample=99999999999999999999", "after=quo_x", "at=%00"],
)
def test_filters_that_cannot_be_read_are_told_of(admin_client, query):
    quotation(1)
    assert admin_client.get(f"{DESK}?{query}").status_code == 200


def test_searching_by_name_gives_choices_without_scripts(admin_client):
    row, tom = quotation(1), rows.entity("Tom Hask")
    answer = admin_client.get(f"{DESK}?at={row.public_id}&find=hask")
    assert [choice.entity.pk for choice in answer.context["choices"]] == [tom.pk]
    assert f'value="speaker:{tom.public_id}"' in answer.content.decode()


def test_a_taken_down_article_leaves_the_queue(admin_client):
    row = quotation(1)
    row.article.removed_at = row.article.published_at
    row.article.save()
    assert "quotation" not in admin_client.get(DESK).context


def test_readers_read_and_do_not_decide(client):
    row = quotation(1)
    user = User.objects.create(username="reader", is_staff=True)
    client.force_login(user)
    assert client.get(DESK).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_quotation"))
    html = client.get(DESK).content.decode()
    assert 'name="verdict"' not in html
    assert decide(client, row, "confirm").status_code == 403
    assert client.post(reverse("admin:review_undo")).status_code == 403


def test_curators_decide(curator):
    row = quotation(1)
    decide(curator, row, "confirm")
    assert Quotation.objects.get(pk=row.pk).status == "confirmed"


def test_the_passage_holds_a_paragraph_before_and_after(admin_client):
    body = "One.\n\nTwo.\n\nThe council met. “We have begun,” said Mara.\n\nFour.\n\nFive."
    article = rows.article("long", body=body)
    start = body.index("We have")
    rows.quotation(article, start, start + 14)
    shown = admin_client.get(DESK).context["passage"]
    assert "Two." in shown
    assert "Four." in shown
    assert "One." not in shown
    assert "Five." not in shown


def test_desk_costs_the_same_however_much_waits(queries):
    for number in range(3):
        rows.everything(number)
    few = queries(DESK)
    for number in range(3, 9):
        rows.everything(number)
    assert queries(DESK) == few <= 30


@pytest.mark.parametrize(("codename", "shown"), [("view_article", False), ("add_article", True)])
def test_an_empty_desk_leads_to_the_import_whoever_may(client, db, codename, shown):
    user = User.objects.create(username="guest", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_quotation", codename]))
    client.force_login(user)
    html = client.get(DESK).content.decode()
    assert "Nothing waits." in html
    assert ("bring articles in" in html) == shown
