"""Filters through relations: each is bound to one related row, and a row comes once however many match."""

from __future__ import annotations

import pytest

from corpus.models import Affiliation, Article
from tests.api.conftest import ids
from tests.api.newsroom import Newsroom, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def newsroom(db) -> Newsroom:
    return build()


ALL = {"first", "again", "undated_again", "company", "unnamed", "nobody"}
QUOTATIONS = [
    ("speaker__type=organisation", {"company"}),
    ("speaker__type__not=organisation", ALL - {"company"}),
    ("speaker__name=ines tarrow", {"first", "again", "undated_again"}),
    ("publisher__name=ecole  ECHO", {"again", "company", "nobody"}),
    ("publisher__name__not=ecole echo", {"first", "undated_again", "unnamed"}),
    ("speaker__alias=nsc", {"company"}),
    ("speaker__alias=Norrick Shipping", {"company"}),
    ("speaker__alias__icontains=shipp", {"company"}),
    ("speaker__alias__not=nsc", ALL - {"company"}),
    ("speaker__identifier=wikidata:Q1", {"first", "again", "undated_again"}),
    ("speaker__identifier=wikidata:Q1&speaker__identifier=lei:N9", {"first", "again", "undated_again", "company"}),
    ("speaker__identifier__not=lei:N9", ALL - {"company"}),
    ("speaker__identifier__isnull=true", {"unnamed", "nobody"}),
    ("speaker_type__isnull=true", {"nobody"}),
    ("addressee__name=joss pardew", {"first"}),
    ("addressee__name__icontains=PARD", {"first"}),
    ("addressee__name__istartswith=port", {"company"}),
    ("addressee__type=organisation", {"company"}),
    ("addressee__alias=j pardew", {"first"}),
    ("article__headline__icontains=école", {"first", "unnamed"}),
    ("article__headline=Ferry late", {"again", "company", "nobody"}),
    ("article__headline__isnull=true", {"undated_again"}),
    ("article__author=Ana Kerr", ALL - {"undated_again"}),
    ("article__author__not=Ana Kerr", {"undated_again"}),
    ("article__author__icontains=ÉMILE", {"first", "unnamed"}),
    ("article__author__all=Ana Kerr&article__author__all=Émile Brandt", {"first", "unnamed"}),
    ("article__author__isnull=true", {"undated_again"}),
    ("article__word_count__gte=6", {"again", "company", "nobody"}),
    ("article__word_count=5", {"undated_again"}),
    ("word_count__lte=2", {"company", "unnamed"}),
    ("word_count=3", {"nobody"}),
    ("article__language__isnull=true", {"undated_again"}),
    ("article__language=fr", {"again", "company", "nobody"}),
    ("article__section__isnull=false", {"first", "unnamed"}),
    ("article__mentions={joss}", {"again", "company", "nobody"}),
    ("article__mentions__all={ines}&article__mentions__all={port}", {"first", "unnamed"}),
    ("article__mentions__isnull=true", {"undated_again"}),
    ("mentions__isnull=true", {"undated_again", "unnamed"}),
    ("mentions__all={ines}&mentions__all={port}", {"first"}),
    ("mentions__name=INES tarrow", {"first"}),
    ("mentions__name__icontains=TARR&mentions__name=port of kessmouth", {"first"}),
    ("mentions__name__not=ines tarrow", ALL - {"first"}),
    ("mentions__name__istartswith=tarrow", set()),
    ("mentions__name__icontains=%CC%81", set()),
    ("utterance__times_printed__gte=2", {"first", "again", "undated_again"}),
    ("utterance__times_printed=1", {"company"}),
    ("is_repeat=true", {"again", "undated_again"}),
    ("is_repeat=false", ALL - {"again", "undated_again"}),
    ("confidence=0.4", {"again"}),
    ("confidence__not=0.4", ALL - {"again"}),
    ("published_at__not=2024-03-01", ALL - {"first", "unnamed"}),
    ("said_at__not=2024-03-01", ALL - {"first"}),
    ("created_at__gte=2024", ALL),
    ("created_at__lt=2024", set()),
    ("affiliation__organisation={port}", {"first", "again", "undated_again"}),
    ("affiliation__organisation={port}&affiliation__tense=current", {"first", "again", "undated_again"}),
    ("affiliation__organisation={port}&affiliation__tense=former", set()),
    (
        "affiliation__title__icontains=MAYOR&affiliation__organisation__name__icontains=port",
        {"first", "again", "undated_again"},
    ),
    ("affiliation__title__icontains=mayor&affiliation__same_article=true", {"first"}),
    ("affiliation__title__icontains=mayor&affiliation__same_article=false", {"again", "undated_again"}),
    ("affiliation__isnull=true", {"company", "unnamed", "nobody"}),
    ("status=rejected", {"rejected"}),
    ("status__not=rejected", ALL),
    ("status=rejected&affiliation__title__icontains=åland", {"rejected"}),
]
PEOPLE = [
    ("affiliation__organisation={port}", {"ines", "joss"}),
    ("affiliation__organisation={port}&affiliation__tense=current", {"ines"}),
    ("affiliation__organisation={port}&affiliation__tense=former", set()),
    ("affiliation__organisation={port}&affiliation__organisation={shipping}", {"ines", "joss"}),
    ("affiliation__organisation__all={port}&affiliation__organisation__all={shipping}", {"ines"}),
    (
        "affiliation__organisation__all={port}&affiliation__organisation__all={shipping}&affiliation__tense=current",
        set(),
    ),
    ("affiliation__organisation__not={port}", {"adele"}),
    ("affiliation__organisation__not={shipping}&affiliation__tense=current", {"joss"}),
    ("affiliation__organisation__isnull=true", {"joss"}),
    ("affiliation__tense__not=current", {"adele"}),
    ("affiliation__isnull=true", {"adele"}),
    ("affiliation__title=clerk&affiliation__ended_at=2024-03-01", {"ines"}),
    ("affiliation__title=clerk&affiliation__ended_at__isnull=true", set()),
    ("affiliation__title__icontains=ÅLAND", {"joss"}),
    ("affiliation__article={ferry}", {"ines", "joss"}),
    ("quotation__article={wall}", {"ines"}),
    ("quotation__article__all={wall}&quotation__article__all={ferry}", {"ines"}),
    ("quotation__channel=email&quotation__publisher={herald}", {"ines"}),
    ("quotation__channel=email&quotation__publisher={echo}", set()),
    ("quotation__isnull=true", {"joss", "adele"}),
    ("quotation__kind__not=mixed", {"joss", "adele"}),
    ("mention__article={ferry}", {"joss"}),
    ("mention__article__not={ferry}", {"ines", "adele"}),
    ("mention__isnull=true", {"adele"}),
    ("identifier__isnull=true", {"joss", "adele"}),
    ("identifier__not=wikidata:Q1", {"joss", "adele"}),
    ("alias__not=j pardew", {"ines", "adele"}),
    ("name=INES TARROW", {"ines"}),
    ("id={ines}&id={joss}", {"ines", "joss"}),
    ("id__not={ines}&id__not=wikidata:Q1", {"joss", "adele"}),
]
ORGANISATIONS = [
    ("affiliation__person={joss}", {"port"}),
    ("affiliation__person={adele}", set()),
    ("affiliation__person__all={ines}&affiliation__person__all={joss}", {"port"}),
    ("affiliation__person__name__icontains=ines&affiliation__tense=former", {"shipping"}),
    ("mention__kind=nominal", {"port"}),
    ("quotation__attitude=wants", {"shipping"}),
    ("quotation__addressee={port}", {"shipping"}),
]
ARTICLES = [
    ("quotation__speaker={ines}&quotation__kind=mixed", {"ferry"}),
    ("quotation__speaker={shipping}&quotation__kind=mixed", set()),
    ("quotation__speaker={ines}&quotation__channel=letter", set()),
    ("quotation__speaker__all={ines}&quotation__speaker__all={shipping}", {"ferry"}),
    ("quotation__speaker__not={ines}", set()),
    ("quotation__speaker__not={shipping}", {"wall", "undated"}),
    ("quotation__speaker__name__icontains=tarrow&quotation__confidence__lt=0.5", {"ferry"}),
    ("quotation__speaker_type=unnamed", {"wall"}),
    ("quotation__speaker_type__isnull=true", {"ferry"}),
    ("quotation__mentions={port}", {"wall"}),
    ("quotation__mentions__isnull=true", {"wall", "undated"}),
    ("quotation__text__icontains=COMMENT", {"wall"}),
    ("quotation__isnull=true", set()),
    ("mentions__all={ines}&mentions__all={port}", {"wall"}),
    ("mentions__all={ines}&mentions__all={joss}", set()),
    ("mentions__isnull=true", {"undated"}),
    ("quotes__all={ines}&quotes__all={shipping}", {"ferry"}),
    ("quotes__isnull=true", set()),
    ("author__all=Ana Kerr&author__all=Émile Brandt", {"wall"}),
    ("author__isnull=true", {"undated"}),
    ("author__icontains=émile", {"wall"}),
    ("headline__icontains=école", {"wall"}),
    ("headline__istartswith=école", {"wall"}),
    ("headline__isnull=true", {"undated"}),
    ("publisher__name=the kessmouth HERALD", {"wall"}),
    ("publisher__name__not=the kessmouth herald", {"ferry", "undated"}),
    ("publisher__alias__icontains=echo", {"ferry"}),
    ("has_copies=true", {"wall"}),
    ("has_copies=false", {"ferry", "undated"}),
    ("published_at__not=2024-03-01", {"ferry", "undated"}),
    ("id={wall}&id={ferry}", {"wall", "ferry"}),
]
AFFILIATIONS = [
    ("id={mayor}", {"mayor"}),
    ("id__not={mayor}", {"clerk", "captain", "by_hand"}),
    ("publisher={herald}", {"mayor"}),
    ("person__alias=j pardew", {"captain", "by_hand"}),
    ("organisation__alias=nsc", {"clerk"}),
    ("confidence=0.8", {"mayor"}),
    ("began_at__not=2024-03-09", {"mayor", "clerk", "captain"}),
    ("title__icontains=åland", {"by_hand"}),
]
UTTERANCES = [
    ("id={utterance}", {"utterance"}),
    ("quotation__channel=email", {"utterance"}),
    ("quotation__channel=email&quotation__kind=mixed", set()),
    ("quotation__article__all={wall}&quotation__article__all={ferry}", {"utterance"}),
    ("publisher__all={herald}&publisher__all={echo}", {"utterance"}),
    ("publisher={echo}", {"utterance", "once"}),
    ("publisher__isnull=true", set()),
    ("speaker__type=organisation", {"once"}),
    ("speaker__alias=nsc", {"once"}),
    ("last_at__not=2024-03-02", {"once"}),
]
TABLES = {
    "quotations": QUOTATIONS,
    "people": PEOPLE,
    "organisations": ORGANISATIONS,
    "articles": ARTICLES,
    "affiliations": AFFILIATIONS,
    "utterances": UTTERANCES,
}


@pytest.mark.parametrize("name", TABLES)
def test_filters(client, newsroom, name):
    wrong = {}
    for query, expected in TABLES[name]:
        found = newsroom.names(ids(client.get(f"/api/v1/{name}/?page_size=200&{newsroom.fill(query)}")))
        if found != expected:
            wrong[query] = found
    assert not wrong


def test_a_role_that_an_article_stated_goes_with_it(client, newsroom):
    path = f"/api/v1/people/?affiliation__organisation={newsroom.id('port')}"
    Article.objects.filter(pk=newsroom["wall"].pk).update(removed_at=newsroom["wall"].published_at)
    assert newsroom.names(ids(client.get(path))) == {"joss"}
    Article.objects.update(removed_at=None)
    assert newsroom.names(ids(client.get(path))) == {"ines", "joss", "adele"}
    Affiliation.objects.filter(pk=newsroom["mayor"].pk).update(status="rejected")
    assert newsroom.names(ids(client.get(path))) == {"joss", "adele"}


def test_an_id_of_a_merged_record_stands_for_the_survivor_in_every_filter(client, newsroom):
    joss, ines = newsroom["joss"], newsroom["ines"]
    type(joss).objects.filter(pk=ines.pk).update(merged_into=joss.pk)
    assert newsroom.names(ids(client.get(f"/api/v1/quotations/?addressee={ines.public_id}"))) == {"first"}
    assert newsroom.names(ids(client.get("/api/v1/quotations/?addressee=wikidata:Q1"))) == {"first"}
    assert newsroom.names(ids(client.get(f"/api/v1/people/?id={ines.public_id}"))) == {"joss"}
