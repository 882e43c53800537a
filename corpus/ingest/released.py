"""Whether its provider lets an item be published: the status and the embargo that ninjs, NewsML-G2 and NITF have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from corpus.ingest.config import IngestError
from corpus.ingest.dates import parse_date

_TAKEN_BACK = frozenset(["canceled", "cancelled", "withheld"])
_EMBARGOED = "embargoed"
# A status is a word, a code ("stat:canceled") or an address ("http://cv.iptc.org/newscodes/pubstatusg2/canceled").
_BEFORE_THE_WORD = re.compile(r".*[:/#]", re.DOTALL)


def check_released(statuses: Iterable[object], embargoes: Iterable[object], name: str) -> None:
    """Raise IngestError for an item that was taken back, is withheld, or is embargoed by the clock of this machine.

    ``embargoes`` are the times that the item names, in the field of that ``name``; "" is an embargo without an end.
    One that cannot be read is refused as well: nobody knows whether it is over.
    """
    said = [_word(status) for status in statuses]
    until = [_until(embargo, name) for embargo in embargoes]
    for word in said:
        if word in _TAKEN_BACK or (word == _EMBARGOED and not until):
            raise IngestError(f"its provider says that it is {word}")
    now = datetime.now(UTC)
    for end in until:
        if end > now:
            raise IngestError(f"its provider says that it is embargoed until {end:%Y-%m-%dT%H:%M:%SZ}")


def _word(status: object) -> str:
    if not isinstance(status, str):
        raise IngestError("the status of publication is no text; write usable, withheld or canceled")
    return _BEFORE_THE_WORD.sub("", status.strip().rstrip("/")).casefold()


def _until(embargo: object, name: str) -> datetime:
    if not isinstance(embargo, str):
        raise IngestError(f"{name}: expected a date as text; write it like 2024-06-03T14:05:00Z")
    if not embargo.strip():
        raise IngestError("its provider says that it is embargoed, and not until when")
    try:
        return parse_date(embargo).value
    except IngestError as error:
        raise IngestError(f"{name}: {error}") from None
