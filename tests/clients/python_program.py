"""A program with the generated client, typed throughout: prints as JSON what it was told. Run by test_python."""

import json
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from on_record_client import AuthenticatedClient
from on_record_client.api.affiliations import affiliations_list
from on_record_client.api.articles import articles_bulk, articles_create, articles_list
from on_record_client.api.organisations import organisations_list
from on_record_client.api.people import people_list, people_quotations_list
from on_record_client.api.quotations import (
    quotations_facets,
    quotations_list,
    quotations_partial_update,
    quotations_retrieve,
    quotations_search,
)
from on_record_client.api.utterances import utterances_list
from on_record_client.models import (
    ArticleRequest,
    Channel,
    Conditions,
    Counting,
    EntityType,
    FacetCounts,
    IngestedArticle,
    Job,
    NewsArticle,
    Problem,
    Quotation,
    QuotationCorrectionRequest,
    QuotationFacet,
    QuotationKind,
    QuotationPage,
    QuotationSearchPage,
    SpeakerType,
    TextSearchRequest,
)
from on_record_client.types import UNSET, File, Unset

T = TypeVar("T")


def expected(kind: type[T], answer: object) -> T:
    """The answer, where it is of the kind; what the server says where it is not."""
    if isinstance(answer, kind):
        return answer
    raise SystemExit(f"{kind.__name__} was expected, not {answer}")


def given(value: T | Unset) -> T:
    """A field that was asked for; `fields` and `omit` may leave out any."""
    if isinstance(value, Unset):
        raise SystemExit("a field is missing")
    return value


def raw(value: object, way: str) -> Iterator[str]:
    """Ways to what the generated models could not read, and so left as it came."""
    fields = getattr(type(value), "__attrs_attrs__", None)
    if fields is not None:
        for field in fields:
            if field.name != "additional_properties":
                yield from raw(getattr(value, field.name), f"{way}.{field.name}")
    elif isinstance(value, list):
        for inner in value:
            yield from raw(inner, way)
    elif isinstance(value, dict):
        yield way


def cursor_of(address: str | None) -> str | Unset:
    """The cursor in the address of a page."""
    return UNSET if address is None else parse_qs(urlsplit(address).query)["cursor"][0]


def quotations_of(client: AuthenticatedClient, speaker: str) -> Iterator[Quotation]:
    """All quotations of a speaker, page by page."""
    cursor: str | Unset = UNSET
    while True:
        answer = quotations_list.sync(client=client, speaker=[speaker], page_size=2, cursor=cursor)
        page = expected(QuotationPage, answer)
        yield from page.results
        if page.next_ is None:
            return
        cursor = cursor_of(page.next_)


def told(quotation: Quotation) -> dict[str, Any]:
    """What the test compares, by the attributes of the models."""
    speaker, channel, article = given(quotation.speaker), given(quotation.channel), given(quotation.article)
    published = given(article.published_at)
    return {
        "id": given(quotation.id),
        "text": given(quotation.text),
        "kind": given(quotation.kind).value,
        "channel": None if channel is None else channel.value,
        "speaker": None if speaker is None else [given(speaker.id), given(speaker.name), given(speaker.type_).value],
        "role": given(quotation.speaker_role),
        "start": given(quotation.spans)[0][0],
        "sure": given(quotation.confidences).speaker,
        "article": given(article.id),
        "year": None if published is None else published.year,
    }


def ids(answer: object) -> list[str]:
    """Ids of a page."""
    return [given(quotation.id) for quotation in expected(QuotationPage, answer).results]


def unread(client: AuthenticatedClient) -> list[str]:
    """What the models could not read of a page of each collection."""
    pages: list[object] = [
        quotations_list.sync(client=client, page_size=200),
        quotations_list.sync(client=client, page_size=200, expand="speaker,article.publisher,utterance,addressee"),
        articles_list.sync(client=client, page_size=200, expand="quotations"),
        people_list.sync(client=client, page_size=200, expand="affiliations"),
        organisations_list.sync(client=client, page_size=200),
        affiliations_list.sync(client=client, page_size=200),
        utterances_list.sync(client=client, page_size=200),
    ]
    return sorted({way for page in pages for way in raw(page, type(page).__name__)})


def reading(client: AuthenticatedClient, speaker: str, publisher: str) -> dict[str, Any]:
    """What reading gives."""
    listed = quotations_list.sync
    counted = expected(QuotationPage, listed(client=client, count=Counting.TRUE, page_size=1))
    facets = quotations_facets.sync(client=client, by=[QuotationFacet.SPEAKER_TYPE, QuotationFacet.PUBLISHED_MONTH])
    where = Conditions.from_dict({"or": [{"channel": ["email", "letter"]}, {"kind": "direct"}], "not": {"cue": "said"}})
    body = TextSearchRequest(where=where, ordering="-confidence", page_size=20, count=True)
    sought = expected(QuotationSearchPage, quotations_search.sync(client=client, body=body))
    body.cursor = sought.next_ or UNSET
    onward = expected(QuotationSearchPage, quotations_search.sync(client=client, body=body))
    answer = listed(client=client, speaker_type=[SpeakerType.UNNAMED], page_size=200)
    unnamed = expected(QuotationPage, answer)
    problem = expected(Problem, listed(client=client, published_at_gte="2024-13-45"))
    return {
        "quotations": [told(quotation) for quotation in quotations_of(client, speaker)],
        "under the person": ids(people_quotations_list.sync(speaker, client=client, page_size=200)),
        "date": ids(listed(client=client, published_at_gte="2024-06-01", page_size=200)),
        "enum": ids(listed(client=client, channel=[Channel.EMAIL, Channel.LETTER], page_size=200)),
        "not": ids(listed(client=client, kind_not=[QuotationKind.INDIRECT], page_size=200)),
        "boolean": ids(listed(client=client, is_repeat=False, page_size=200)),
        "number": ids(listed(client=client, confidence_gte=0.9, page_size=200)),
        "relation": ids(listed(client=client, publisher=[publisher], page_size=200)),
        "unread": unread(client),
        "known": ids(listed(client=client, speaker__type=[EntityType.PERSON], page_size=200)),
        "unnamed": [told(quotation) for quotation in unnamed.results],
        "count": counted.count,
        "facets": {
            name: [[bucket.key, bucket.count] for bucket in facet.buckets]
            for name, facet in expected(FacetCounts, facets).facets.additional_properties.items()
        },
        "search": [given(quotation.id) for quotation in [*sought.results, *onward.results]],
        "search count": sought.count,
        "problem": [problem.status, problem.code, [[fault.parameter, fault.code] for fault in problem.errors]],
    }


def writing(client: AuthenticatedClient) -> dict[str, Any]:
    """What writing gives, with a token."""
    body = "“The lock gates will be oiled on Friday,” said Orla Fenwick, the keeper of Tolmouth lock."
    sent = ArticleRequest(headline="Lock gates to be oiled", body=body, key="client:1", published="2024-09-02")
    created = articles_create.sync_detailed(client=client, body=sent, idempotency_key="client-1")
    article = expected(IngestedArticle, created.parsed)
    page = expected(QuotationPage, quotations_list.sync(client=client, article=[given(article.id)]))
    [quotation] = page.results
    key, speaker = given(quotation.id), given(quotation.speaker)
    change = QuotationCorrectionRequest(speaker_role="lock keeper", reason="As the council calls her.")
    version = f'"{given(quotation.version)}"'
    changed = quotations_partial_update.sync(key, client=client, body=change, if_match=version)
    late = quotations_partial_update.sync(key, client=client, body=change, if_match=version)
    again = expected(Quotation, quotations_retrieve.sync(key, client=client))
    page_of_web = NewsArticle.from_dict(
        {"@type": "NewsArticle", "@id": "urn:client:2", "headline": "Gates oiled", "articleBody": "The gates shine."}
    )
    linked = expected(IngestedArticle, articles_create.sync(client=client, body=page_of_web))
    lines = b'{"key": "client:3", "headline": "Gates shine", "body": "Nobody came to look."}\n'
    job = expected(Job, articles_bulk.sync(client=client, body=File(BytesIO(lines))))
    return {
        "status": created.status_code.value,
        "outcome": given(article.outcome).value,
        "speaker": None if speaker is None else given(speaker.name),
        "role": [expected(Quotation, changed).speaker_role, again.speaker_role, given(again.status).value],
        "late": expected(Problem, late).status,
        "linked": given(linked.headline),
        "job": [given(job.total), given(job.state).value],
    }


def main(root: str, token: str, speaker: str, publisher: str) -> None:
    """Read without a token, write with one."""
    anybody = AuthenticatedClient(base_url=root, token="", prefix="")
    tester = AuthenticatedClient(base_url=root, token=token, prefix="Token")
    json.dump({"reading": reading(anybody, speaker, publisher), "writing": writing(tester)}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
