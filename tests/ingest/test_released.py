"""What its provider took back, withholds or has under an embargo is refused, in each format of the agencies alike."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from corpus.ingest import IngestError, parse
from corpus.ingest.xmlnews import xml_documents
from corpus.records import ArticleRecord, RawRecord
from tests.ingest.test_ninjs import FIRST, SECOND
from tests.ingest.test_xml_news import ITEM, MESSAGE, NITF

AHEAD, OVER = "2199-01-02T06:00:00+01:00", "2024-03-05T06:00:00Z"
THIRD = {
    "uri": "urn:tpa:1",
    "standard": {"name": "ninjs", "version": "3.0"},
    "headlines": SECOND["headlines"],
    "bodies": SECOND["bodies"],
    "firstCreated": "2026-03-02T09:00:00Z",
}


def ninjs(item: dict[str, object] = FIRST, **more: object) -> ArticleRecord:
    return parse(RawRecord("a.json", json.dumps({**item, **more}).encode(), "application/json"))


def first_ninjs(status: str, embargo: str | None) -> ArticleRecord:
    return ninjs(FIRST, pubstatus=status, embargoed=embargo)


def second_ninjs(status: str, embargo: str | None) -> ArticleRecord:
    return ninjs(SECOND, pubstatus=status, embargoed=embargo)


def third_ninjs(status: str, embargo: str | None) -> ArticleRecord:
    return ninjs(THIRD, pubStatus=status, embargoed=embargo)


def newsml(status: str, embargo: str | None, *, code: str = "qcode", before: str = "stat:") -> ArticleRecord:
    told = f"<embargoed>{embargo}</embargoed>" if embargo is not None else ""
    item = ITEM.format(n=1, status=status).replace("<pubStatus", f"{told}<pubStatus")
    item = item.replace(f'qcode="stat:{status}"', f'{code}="{before}{status}"')
    return parse(RawRecord("a.xml", item.encode(), "application/xml"))


def newsml_by_address(status: str, embargo: str | None) -> ArticleRecord:
    return newsml(status, embargo, code="uri", before="http://cv.iptc.org/newscodes/pubstatusg2/")


def nitf(status: str, embargo: str | None) -> ArticleRecord:
    told = f'<date.release norm="{embargo}"/>' if embargo is not None else ""
    text = NITF.replace("<docdata>", f'<docdata management-status="{status}">{told}')
    return parse(RawRecord("a.xml", text.encode(), "application/xml"))


FORMATS = [first_ninjs, second_ninjs, third_ninjs, newsml, newsml_by_address, nitf]
Reader = Callable[[str, str | None], ArticleRecord]


@pytest.mark.parametrize("read", FORMATS)
@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_what_was_taken_back_or_is_withheld_is_refused(read: Reader, status: str) -> None:
    with pytest.raises(IngestError, match=f"its provider says that it is {status}"):
        read(status, None)


@pytest.mark.parametrize("read", FORMATS)
def test_an_embargo_holds_until_its_time_has_come(read: Reader) -> None:
    with pytest.raises(IngestError, match="its provider says that it is embargoed until 2199-01-02T05:00:00Z"):
        read("usable", AHEAD)
    assert read("usable", OVER).body.startswith("“We wait,” said Tove Marlin.")
    assert read("usable", None) == read("usable", OVER)


@pytest.mark.parametrize("read", FORMATS)
def test_an_embargo_that_nobody_can_read_is_none_that_is_over(read: Reader) -> None:
    with pytest.raises(IngestError, match=r"(?:embargoed|date\.release): not a date: 'after the speech'"):
        read("usable", "after the speech")


def test_a_message_keeps_what_may_be_published() -> None:
    kept = ITEM.format(n=1, status="usable")
    held = ITEM.format(n=2, status="usable").replace("<pubStatus", f"<embargoed>{AHEAD}</embargoed><pubStatus")
    pieces = [piece for _, piece in xml_documents(MESSAGE.format(items=kept + held).encode()) or ()]
    assert parse(RawRecord("a", pieces[0], "application/xml")).source_key == "urn:newsml:tpa:1"
    with pytest.raises(IngestError, match="embargoed until"):
        parse(RawRecord("a", pieces[1], "application/xml"))


def test_nitf_under_an_embargo_by_its_status() -> None:
    with pytest.raises(IngestError, match=r"its provider says that it is embargoed$"):
        nitf("embargoed", None)
    with pytest.raises(IngestError, match="embargoed until"):
        nitf("embargoed", "21990102T060000Z")
    assert nitf("embargoed", "20240305T060000Z").source_key == "tpa-77"


def test_newsml_may_have_an_embargo_without_an_end() -> None:
    with pytest.raises(IngestError, match="its provider says that it is embargoed, and not until when"):
        newsml("usable", "")


def test_an_empty_member_of_ninjs_is_absent() -> None:
    for nothing in (None, ""):
        assert ninjs(pubstatus=nothing, embargoed=nothing).source_key == "urn:tpa:1"


@pytest.mark.parametrize(("name", "value"), [("pubstatus", ["canceled"]), ("pubstatus", 3), ("embargoed", True)])
def test_a_member_of_another_kind_says_what_to_write(name: str, value: object) -> None:
    with pytest.raises(IngestError, match="write"):
        ninjs(**{name: value})


def test_the_third_generation_is_read_as_the_second_is() -> None:
    camel = {"versioncreated": "versionCreated", "infosources": "infoSources"}
    assert ninjs({camel.get(name, name): value for name, value in SECOND.items()}) == ninjs(SECOND)
