"""Plain text: head, body and tail of a story."""

import pytest

from corpus.ingest import IngestConfig, IngestError, parse
from corpus.records import Precision, RawRecord
from tests.ingest.reading import read

LEAD = "The harbour council of Port Ellis voted on Monday to build a second bridge."
QUOTE = "“We have waited long enough,” said the harbour master, Ana Kerr."


@pytest.mark.parametrize(
    ("text", "headline", "body"),
    [
        (f"Second bridge approved\n\n{LEAD}\n\n{QUOTE}", "Second bridge approved", f"{LEAD}\n\n{QUOTE}"),
        (f"Second bridge approved\n{LEAD}\n{QUOTE}", "Second bridge approved", f"{LEAD}\n\n{QUOTE}"),
        (f"\n\n  Second bridge approved.\n\n\n\n{LEAD}", "Second bridge approved.", LEAD),
        (f"\ufeffSecond bridge approved\r\n\r\n{LEAD}\r\n", "Second bridge approved", LEAD),
        (LEAD, "", LEAD),
        (f"{QUOTE}\n\n{LEAD}", "", f"{QUOTE}\n\n{LEAD}"),
        (f"PORT ELLIS (NPA) — {LEAD}\n\n{QUOTE}", "", f"{LEAD}\n\n{QUOTE}"),
        (f"{LEAD} {LEAD} {LEAD}\n\n{QUOTE}", "", f"{LEAD} {LEAD} {LEAD}\n\n{QUOTE}"),
        (f"“I won’t go,” says harbour master\n\n{LEAD}", "“I won’t go,” says harbour master", LEAD),
        (f"Bridge is here. Now pay for it.\n\n{LEAD}", "Bridge is here. Now pay for it.", LEAD),
        (f"Follow us on Facebook\n\nSecond bridge approved\n\n{LEAD}", "Second bridge approved", LEAD),
        (f"Second bridge approved\n\nFollow us on Facebook\n\n{LEAD}", "Second bridge approved", LEAD),
    ],
)
def test_headline_and_body(text: str, headline: str, body: str) -> None:
    article = read(text)
    assert (article.headline, article.body) == (headline, body)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_small_print_at_the_head(gap: str) -> None:
    head = [
        "Second bridge approved",
        "By Ana Kerr and Tom Lind in Port Ellis",
        "Published 3 June 2024, 14:05 CET",
        "Updated 4 June 2024",
    ]
    article = read(gap.join(head) + f"\n\nPORT ELLIS, June 3 (NPA) — {LEAD}\n\n{QUOTE}\n")
    assert article.headline == "Second bridge approved"
    assert article.byline == "By Ana Kerr and Tom Lind in Port Ellis"
    assert article.authors == ("Ana Kerr", "Tom Lind")
    assert article.dateline == "PORT ELLIS, June 3 (NPA)"
    assert article.published is not None
    assert (article.published.precision, article.published.zone) == (Precision.MINUTE, "+01:00")
    assert article.modified is not None
    assert article.modified.precision is Precision.DAY
    assert article.body == f"{LEAD}\n\n{QUOTE}"


def test_a_line_under_the_headline_stays_in_the_body_and_the_byline_after_it_is_found() -> None:
    article = read(f"Second bridge approved\n\nFerry to stop in May\n\nBy Ana Kerr\n\n{LEAD}")
    assert (article.byline, article.body) == ("By Ana Kerr", f"Ferry to stop in May\n\n{LEAD}")


@pytest.mark.parametrize(
    ("over", "publisher"),
    [
        ("Port Ellis Courier", "Port Ellis Courier"),
        ("PORT ELLIS COURIER, Monday edition", "Port Ellis Courier"),
        ("The Courier | Founded in 1931", ""),
        ("EMBARGOED UNTIL 0600", ""),
    ],
)
def test_mastheads_and_embargoes_are_no_headlines(over: str, publisher: str) -> None:
    article = read(f"{over}\n\nSecond bridge approved\n\n{LEAD}", publisher=publisher)
    assert (article.headline, article.body) == ("Second bridge approved", LEAD)
    assert [(r.text, r.reason.value, r.offset) for r in article.removed] == [(over, "site", 0)]


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("Reuters to cut 200 jobs in London", "Reuters"),
        ("Sun sets on ferry line", "Sun"),
        ("Sun, Sea and Sand", "Sun"),
        ("Many ships", "M"),
        ("Courier: 200 jobs to go", "Courier"),
        ("Courier, 200 jobs lighter", "Courier"),
        ("Courier’s editor resigns", "Courier"),
        ("Courier-Post merger falls through", "Courier"),
        ("Courier | Jobs", "Courier"),
    ],
)
@pytest.mark.parametrize("more", ["", f"\n\n{QUOTE}\n\n{LEAD}"])
def test_a_headline_that_begins_with_the_name_of_the_paper_stays(line: str, publisher: str, more: str) -> None:
    article = read(f"{line}\n\n{QUOTE}{more}", publisher=publisher)
    assert (article.headline, article.body, article.removed) == (line, QUOTE + more, ())


@pytest.mark.parametrize(
    "line", ["Courier", "COURIER.", "Courier | World News", "Courier, 3 June 2024", "Courier — Sunday edition"]
)
def test_the_name_of_the_paper_is_cut_alone_and_beside_a_section_or_a_date(line: str) -> None:
    article = read(f"{line}\n\nSecond bridge approved\n\n{QUOTE}", publisher="Courier")
    assert (article.headline, article.body) == ("Second bridge approved", QUOTE)
    assert [passage.text for passage in article.removed] == [line]


@pytest.mark.parametrize("line", ["Staff report", "Courier staff", "Norland Press Agency", "From agency reports"])
def test_a_newsroom_stands_in_for_a_byline(line: str) -> None:
    article = read(f"Second bridge approved\n\n{line}\n\n{LEAD}")
    assert (article.byline, article.authors, article.body) == (line, (), LEAD)


def test_a_date_in_the_story_is_not_the_date_of_the_story() -> None:
    article = read(f"Second bridge approved\n\n{LEAD}\n\n{QUOTE}\n\n3 June 1998\n\nOn that day the first bridge fell.")
    assert article.published is None
    assert "3 June 1998" in article.body


def test_what_is_declared_wins() -> None:
    article = read(
        f"Title\n\n3 June 2024\n\n{LEAD}",
        publisher=" Port  Ellis Courier ",
        published="2024-06-05",
        key="k1",
        path="a.txt",
    )
    assert (article.publisher, article.source_key) == ("Port Ellis Courier", "k1")
    assert article.published is not None
    assert article.published.value.day == 5


def test_a_declared_date_that_is_none_is_refused() -> None:
    with pytest.raises(IngestError, match="published: ambiguous date"):
        read(LEAD, published="03/04/2024")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty file"),
        (b" \r\n\t ", "empty file"),
        (b"\xef\xbb\xbf", "no text in it"),
        ("\u200b\n\u200b".encode(), "no text in it"),
        (b"Follow us on Facebook\n\nAdvertisement", "no text in it"),
        (b"%PDF-1.4 words", "binary data, not text: a PDF file"),
        (bytes(range(256)) * 8, "binary data, not text"),
    ],
)
def test_refused(content: bytes, reason: str) -> None:
    with pytest.raises(IngestError) as caught:
        read(content)
    assert str(caught.value) == reason


def test_a_text_with_nul_bytes_comes_in() -> None:
    article = read(b"Second\x00 bridge\x00\x00\n\n" + LEAD.replace(" ", "\x00 ").encode())
    assert (article.headline, article.body) == ("Second bridge", LEAD)


@pytest.mark.parametrize(
    "text",
    [
        "“" * 100_000,
        "“\n" * 50_000,
        "“\n\n" * 50_000,
        "“a " * 100_000,
        "(" * 100_000,
        "—" * 100_000,
        "By " * 100_000,
        "a-\n" * 50_000,
    ],
)
def test_hard_texts_come_in(text: str) -> None:
    assert read(text).body


def test_limits() -> None:
    config = IngestConfig(max_document_bytes=1_000, max_body_chars=50)
    with pytest.raises(IngestError, match=r"larger than 0\.001 MB"):
        parse(RawRecord("a", b"x" * 1_001, "text/plain"), config)
    with pytest.raises(IngestError, match="text too long: 51 characters, 50 are allowed"):
        parse(RawRecord("a", b"x" * 51, "text/plain"), config)


def test_the_same_bytes_give_the_same_article() -> None:
    text = f"Title\n\n{LEAD}\n\nFollow us on Facebook"
    assert read(text) == read(text)
