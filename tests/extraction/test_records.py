"""The plain records between the stages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from corpus.records import Confidence, Failure, Moment, Outcome, Precision, QuotationKind, QuotationRecord, Span, Tally


@pytest.mark.parametrize("zone", [None, timezone(timedelta(hours=2)), timezone(timedelta(minutes=-1))])
def test_a_moment_of_another_zone_is_refused(zone: timezone | None) -> None:
    with pytest.raises(ValueError, match="kept in UTC"):
        Moment(datetime(2031, 5, 8, tzinfo=zone), Precision.DAY)


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(0), "GMT")])
def test_a_moment_in_utc_is_kept_whatever_its_zone_is_called(zone: timezone) -> None:
    moment = Moment(datetime(2031, 5, 8, tzinfo=zone), Precision.DAY)
    assert (moment.value, moment.zone) == (datetime(2031, 5, 8, tzinfo=UTC), "")


def test_a_quotation_spans_from_its_first_piece_to_its_last() -> None:
    body = "“We go,” she said, “and stay.”"
    spans = (Span(1, 7), Span(20, 29))
    quotation = QuotationRecord(spans, spans, QuotationKind.DIRECT, Confidence(0.9, 0.8, 0.77777))
    assert [span.of(body) for span in spans] == ["We go,", "and stay."]
    assert (quotation.start, quotation.end, quotation.text(body)) == (1, 29, "We go, and stay.")
    assert quotation.confidence.overall == 0.56
    assert Confidence(0.5, 0.333, 1.0).overall == 0.1665


def test_a_tally_counts_each_document_once_and_keeps_why_one_failed() -> None:
    tally, other = Tally(), Tally()
    tally.add(Outcome.CREATED)
    tally.add(Outcome.CREATED)
    tally.fail("a.txt", "empty")
    assert {outcome: number for outcome, number in tally.counts.items() if number} == {"created": 2, "failed": 1}
    assert tally.failures == [Failure("a.txt", "empty")]
    assert set(other.counts.items()) == {(outcome, 0) for outcome in Outcome}
    assert other.failures == []
