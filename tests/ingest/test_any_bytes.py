"""Whatever the bytes are: an article or a plain reason, never another exception."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.ingest import IngestError, canonical_url, parse_date, parse_fields
from tests.hostile.holding import check_article
from tests.ingest.reading import read_or_reason

MEDIA_TYPES = ["text/plain", "text/html", "application/json", "text/csv", "application/xhtml+xml", "image/png", ""]
BYTES = st.one_of(
    st.binary(max_size=2_000),
    st.text(max_size=2_000).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text(alphabet="<>/p =\"'&;![]-{}:,\n.“” aB1", max_size=2_000).map(str.encode),
    st.text(max_size=500).map(lambda text: text.encode("utf-16", "surrogatepass")),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "@id", "url", "value", "@type"]), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = [
    "key",
    "id",
    "headline",
    "body",
    "html",
    "publisher",
    "author",
    "byline",
    "date",
    "modified",
    "url",
    "language",
    "section",
    "license",
]


@settings(max_examples=150, deadline=None)
@given(content=BYTES)
@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_parse(media_type: str, content: bytes) -> None:
    article, reason = read_or_reason(content, media_type)
    if article is None:
        assert reason
        return
    assert (article, "") == read_or_reason(content, media_type)
    check_article(article)


@settings(max_examples=300, deadline=None)
@given(
    fields=st.dictionaries(st.sampled_from([*NAMES, "@type", "@graph"]), VALUES, max_size=6), body=st.text(max_size=200)
)
def test_parse_fields(fields: dict[str, object], body: str) -> None:
    with contextlib.suppress(IngestError):
        article = parse_fields({"text": body, **fields})
        assert article.body
        article.source_key.encode()
        article.headline.encode()
        article.publisher.encode()


@settings(max_examples=500, deadline=None)
@given(text=st.text(max_size=120) | st.text(alphabet="0123456789-:/ TZ+.,JunePMam", max_size=40))
def test_dates_and_addresses(text: str) -> None:
    for read in (parse_date, canonical_url, lambda t: canonical_url(f"https://courier.example/{t}")):
        with contextlib.suppress(IngestError):
            read(text)


@settings(max_examples=200, deadline=None)
@given(path=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), max_size=60))
def test_a_canonical_address_is_its_own_canonical_address(path: str) -> None:
    try:
        once = canonical_url(f"https://courier.example/{path}")
    except IngestError:
        return
    assert canonical_url(once) == once
