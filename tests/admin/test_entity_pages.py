"""The pages of people and organisations: names, identifiers, roles in time, what a merge moves, splits by words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from corpus.admin.career import career
from corpus.admin.portrait import side_by_side
from corpus.models import Affiliation, Article, Entity, Mention, Merge, Quotation
from tests.admin import rows
from tests.builders import store

pytestmark = pytest.mark.django_db


def url_of(entity: Entity, page: str = "change") -> str:
    return reverse(f"admin:corpus_{entity.type}_{page}", args=[entity.pk])


def save(client, entity: Entity, **sent):
    entity.refresh_from_db()
    parts = {
        f"{prefix}-{name}": 0
        for prefix in ("aliases", "identifiers")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }
    typed = {"name": entity.name, "description": entity.description, "seen_version": entity.version}
    if entity.type == "organisation":
        typed["body_access"] = entity.body_access
    return client.post(url_of(entity), {**typed, **parts, **sent})


def test_names_and_identifiers_come_and_go(admin_client):
    person = rows.entity("Mara Ellwin")
    save(admin_client, person, add_aliases="M. Ellwin\n\nEllwin\n", add_identifiers="register:T9\n")
    assert set(person.aliases.values_list("name", flat=True)) == {"M. Ellwin", "Ellwin"}
    assert str(person.identifiers.get()) == "register:T9"
    save(admin_client, person, remove_aliases=["Ellwin"], remove_identifiers=["register:T9"], description="A mayor")
    person.refresh_from_db()
    assert list(person.aliases.values_list("name", flat=True)) == ["M. Ellwin"]
    assert not person.identifiers.exists()
    assert person.description == "A mayor"


@pytest.mark.parametrize(
    "sent",
    [
        {"add_identifiers": "no scheme"},
        {"add_identifiers": "Big Scheme:1"},
        {"add_aliases": "x" * 400},
        {"add_aliases": "\n".join(map(str, range(200)))},
        {"remove_aliases": ["unknown"]},
        {"seen_version": 99},
        {"name": ""},
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(admin_client, sent):
    person = rows.entity("Mara Ellwin")
    answer = save(admin_client, person, **sent)
    assert answer.status_code in (200, 302)
    person.refresh_from_db()
    assert (person.version, person.aliases.count(), person.identifiers.count()) == (1, 0, 0)


def test_a_publisher_says_who_reads_its_articles(admin_client):
    gazette = rows.entity("The Gazette", rows.IdType.ORGANISATION, is_publisher=True)
    save(admin_client, gazette, body_access="nobody")
    gazette.refresh_from_db()
    assert gazette.body_access == "nobody"
    assert "body_access" not in admin_client.get(url_of(rows.entity("Mara Ellwin"))).content.decode()


def test_roles_stand_on_a_line_of_time_and_in_a_table(admin_client):
    one = rows.everything(1)
    Affiliation.objects.update(began_at=datetime(2019, 1, 1, tzinfo=UTC), began_precision="year")
    html = admin_client.get(url_of(one.person)).content.decode()
    assert "or-career__bar" in html
    assert "<td>2019</td>" in html
    told = career(one.person)
    assert [(row["title"], row["times"]) for row in told["rows"]] == [("the mayo", 1)]
    assert career(rows.entity("Nobody")) is None
    assert career(one.publisher)["other"] == "person"


def test_articles_that_are_down_say_nothing_of_a_record(db):
    one, other = rows.everything(1), rows.everything(2)
    assert "the mayo" in str(side_by_side(one.person, other.person, None))
    for row in (one.article, other.article):
        Article.objects.filter(pk=row.pk).update(removed_at=datetime(2024, 5, 1, tzinfo=UTC))
    assert career(one.person) is None
    told = str(side_by_side(one.person, other.person, None))
    assert not any(words in told for words in ("the mayo", "We have begun", "Headline", "Gazette"))


def test_roles_cost_the_same_however_many_there_are(queries):
    one = rows.everything(1)
    few = queries(url_of(one.person))
    for number in range(5):
        firm = rows.entity(f"Firm {number}", rows.IdType.ORGANISATION)
        row = rows.affiliation(one.text, number, number + 3, one.person, firm)
        row.title = f"role {number}"
        row.save()
    assert queries(url_of(one.person)) == few <= 30


def test_a_merge_tells_what_moves_and_shows_both_before_it_is_made(admin_client):
    one, other = rows.everything(1), rows.entity("Mara Elwin")
    Merge.objects.all().delete()
    url = url_of(one.person, "merge")
    moves = {
        row.label.split(">")[-2].split("<")[0] if ">" in row.label else row.label: row.number
        for row in admin_client.get(url).context["moves"]
    }
    assert moves == {
        "quotations": "1",
        "mentions": "1",
        "roles": "1",
        "other names, and the name itself": "1",
        "identifiers": "1",
    }
    answer = admin_client.post(url, {"into": other.pk, "look": "1"})
    assert "or-sides" in answer.content.decode()
    assert not Merge.objects.exists()
    admin_client.post(url, {"into": other.pk})
    assert Merge.objects.get().survivor_id == other.pk


def test_single_words_go_to_another_record(admin_client):
    body = "“We have begun,” said Mara Ellwin, the mayor of Tolmouth. “It rained,” Ellwin added. Ellwin left."
    article = store(body)
    person = Quotation.objects.filter(article=article, speaker__isnull=False).first().speaker
    mention = Mention.objects.filter(entity=person, words="Ellwin").order_by("-start").first()
    url = url_of(person, "split_words")
    assert mention.public_id in admin_client.get(url).content.decode()
    for wrong in ({}, {"mentions": [mention.public_id]}, {"mentions": ["men_x"], "name": "Other"}):
        assert admin_client.post(url, wrong).status_code == 200
    admin_client.post(url, {"mentions": [mention.public_id], "name": "Rosa Ellwin", "reason": "her sister"})
    mention.refresh_from_db()
    assert mention.entity.name == "Rosa Ellwin"
    assert Mention.objects.filter(entity=person).exists()


def test_splits_are_for_those_who_may(client):
    from django.contrib.auth.models import Group, User

    person = rows.everything(1).person
    user = User.objects.create(username="reader", is_staff=True)
    user.groups.add(Group.objects.get(name="readers"))
    client.force_login(user)
    assert client.get(url_of(person, "split_words")).status_code == 403
    assert "add_aliases" not in client.get(url_of(person)).content.decode()
