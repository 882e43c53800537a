"""A program with the generated client, typed throughout: prints as JSON what it was told. Run by test_python."""

import json
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from on_record_client import AuthenticatedClient
from on_record_client.api.articles import articles_bulk, articles_create
from on_record_client.api.people import people_quotations_list
from on_record_client.api.quotations import (
    quotations_facets,
    quotations_list,
    quotations_partial_update,
    quotations_retrieve,
    quotations_search,
)
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
    speaker = quotation.speaker
    return {
        "id": quotation.id,
        "text": quotation.text,
        "kind": quotation.kind.value,
        "channel": None if quotation.channel is None else quotation.channel.value,
        "speaker": None if speaker is None else [speaker.id, speaker.name, speaker.type_.value],
        "role": quotation.speaker_role,
        "start": quotation.spans[0][0],
        "sure": quotation.confidences.speaker,
        "article": quotation.article.id,
        "year": None if quotation.article.published_at is None else quotation.article.published_at.year,
    }


def ids(answer: object) -> list[str]:
    """Ids of a page."""
    return [quotation.id for quotation in expected(QuotationPage, answer).results]


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
        "known": ids(listed(client=client, speaker__type=[EntityType.PERSON], page_size=200)),
        "unnamed": ids(listed(client=client, speaker_type=[SpeakerType.UNNAMED], page_size=200)),
        "count": counted.count,
        "facets": {
            name: [[bucket.key, bucket.count] for bucket in facet.buckets]
            for name, facet in expected(FacetCounts, facets).facets.additional_properties.items()
        },
        "search": [quotation.id for quotation in [*sought.results, *onward.results]],
        "search count": sought.count,
        "problem": [problem.status, problem.code, [[fault.parameter, fault.code] for fault in problem.errors]],
    }


def writing(client: AuthenticatedClient) -> dict[str, Any]:
    """What writing gives, with a token."""
    body = "“The lock gates will be oiled on Friday,” said Orla Fenwick, the keeper of Tolmouth lock."
    sent = ArticleRequest(headline="Lock gates to be oiled", body=body, key="client:1", published="2024-09-02")
    created = articles_create.sync_detailed(client=client, body=sent, idempotency_key="client-1")
    article = expected(IngestedArticle, created.parsed)
    page = expected(QuotationPage, quotations_list.sync(client=client, article=[article.id]))
    [quotation] = page.results
    change = QuotationCorrectionRequest(speaker_role="lock keeper", reason="As the council calls her.")
    version = f'"{quotation.version}"'
    changed = quotations_partial_update.sync(quotation.id, client=client, body=change, if_match=version)
    late = quotations_partial_update.sync(quotation.id, client=client, body=change, if_match=version)
    again = expected(Quotation, quotations_retrieve.sync(quotation.id, client=client))
    page_of_web = NewsArticle.from_dict(
        {"@type": "NewsArticle", "@id": "urn:client:2", "headline": "Gates oiled", "articleBody": "The gates shine."}
    )
    linked = expected(IngestedArticle, articles_create.sync(client=client, body=page_of_web))
    lines = b'{"key": "client:3", "headline": "Gates shine", "body": "Nobody came to look."}\n'
    job = expected(Job, articles_bulk.sync(client=client, body=File(BytesIO(lines))))
    return {
        "status": created.status_code.value,
        "outcome": article.outcome.value,
        "speaker": None if quotation.speaker is None else quotation.speaker.name,
        "role": [expected(Quotation, changed).speaker_role, again.speaker_role, again.status.value],
        "late": expected(Problem, late).status,
        "linked": linked.headline,
        "job": [job.total, job.state.value],
    }


def main(root: str, token: str, speaker: str, publisher: str) -> None:
    """Read without a token, write with one."""
    anybody = AuthenticatedClient(base_url=root, token="", prefix="")
    tester = AuthenticatedClient(base_url=root, token=token, prefix="Token")
    json.dump({"reading": reading(anybody, speaker, publisher), "writing": writing(tester)}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
