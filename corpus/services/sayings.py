"""Which wordings tell of one saying, kept as what utterances point at.

How wordings belong together follows from their words alone, so it is the same in whatever order they come: whenever
one comes or goes, those that it may belong to are grouped anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from django.db.models import Max, Min, Q
from django.db.models.expressions import Case, Value, When

from corpus.chunks import chunked
from corpus.folding import folded_words
from corpus.identity.sayings import Wording, first_of, grouped, likeness, words_changed
from corpus.models import Quotation, Shingle, Utterance
from corpus.models.choices import LIVE
from corpus.models.sorting import UNKNOWN_TIME
from corpus.records import QuotationKind
from corpus.search.holders import holding
from corpus.search.shingles import RUN, shingle_key

Key = tuple[int, str]  # speaker, hash of the words
CHUNK, FEW = 500, 50
MOST_HOLDERS = 200  # quotations with a run of words that are looked at: of a figure of speech, those stored first
MOST_WORDINGS = 200  # of one speaker that are compared with each other; of more, the rest stay where they are
MOST_LEFT = 40  # wordings of a saying that lost one, which are looked up again
FEWEST_OF_OTHERS = 8  # words that two speakers share before it is more than a figure of speech
NEVER = datetime.max.replace(tzinfo=UTC)


class Alike(NamedTuple):
    """Wordings like those that were asked for."""

    same: set[int]  # of the same speaker: keys of the utterances that they belong to
    others: set[tuple[int, int]]  # of others: pairs of keys of wordings, the lower first


def like(wordings: Iterable[Utterance], left: Collection[int], *, printed: Mapping[int, Key | None]) -> Alike:
    """What else tells of the sayings of these wordings, and of those that lost a wording: ``left``.

    Found by the runs of words that are kept of quotations. Where others have none of them, that is one query.
    ``printed`` are quotations with the wording that each calls for, which need not be stored yet.
    """
    rows = {row.pk: row for row in wordings}
    if left:
        others = Utterance.objects.filter(Q(pk__in=left) | Q(variant_of__in=left), printings__gt=0)
        rows |= {row.pk: row for row in others.order_by("pk")[:MOST_LEFT]}
    asking = defaultdict(set)
    for row in rows.values():
        words = folded_words(row.text)
        for at in range(len(words) - RUN + 1):
            asking[shingle_key(words[at : at + RUN])].add(row.pk)
    if not asking:
        return Alike(set(), set())
    answering: defaultdict[Key, set[int]] = defaultdict(set)
    elsewhere: defaultdict[int, set[int]] = defaultdict(set)
    for key, quotation, _ in holding(Shingle, "quotation_id", asking, most=MOST_HOLDERS):
        if quotation not in printed:
            elsewhere[quotation] |= asking[key]
        elif (wording := printed[quotation]) is not None:
            answering[wording] |= asking[key]
    # The database is not left to join them: without statistics SQLite would begin with all quotations of a status.
    for some in chunked(elsewhere, CHUNK):
        linked = Quotation.objects.filter(pk__in=some, status__in=LIVE, utterance__isnull=False).order_by()
        for pk, speaker, words_key in linked.values_list("pk", "speaker", "words_key"):
            answering[speaker, words_key] |= elsewhere[pk]
    return _compared(rows, answering)


def _compared(rows: dict[int, Utterance], answering: dict[Key, set[int]]) -> Alike:
    known_keys = {(row.speaker_id, row.key): pk for pk, row in rows.items()}
    wanted = sorted(key for key, pks in answering.items() if pks != {known_keys.get(key)})
    alike = Alike(set(), set())
    known: dict[int, Wording] = {}
    for other in _standing(wanted):
        for pk in answering.get((other.speaker_id, other.key), ()):
            row = rows[pk]
            if other.pk == pk:
                continue
            one, two = (known.setdefault(it.pk, Wording.of(it.key, it.text, verbatim=True)) for it in (row, other))
            shared = likeness(one, two)
            if shared is None:
                continue
            if other.speaker_id == row.speaker_id:
                alike.same.add(other.variant_of_id or other.pk)
            elif shared.common >= FEWEST_OF_OTHERS:
                alike.others.add((min(pk, other.pk), max(pk, other.pk)))
    return alike


def _standing(wanted: list[Key]) -> Iterator[Utterance]:
    """The utterances of speakers and words; few at a time, as each speaker is looked up with the words of each."""
    for at in range(0, len(wanted), FEW):
        some = wanted[at : at + FEW]
        yield from Utterance.objects.filter(key__in={key for _, key in some}, speaker__in={pk for pk, _ in some})


def regroup(sayings: Collection[int], *, near: Collection[int]) -> set[int]:
    """Group the wordings of the utterances anew. Gives the keys of all whose counts may be others now.

    Alone where it neither has a variant nor is ``near`` to something, an utterance stays what it is.
    """
    if not sayings:
        return set()
    rows = list(Utterance.objects.filter(Q(pk__in=sayings) | Q(variant_of__in=sayings)).order_by("pk"))
    several = {row.variant_of_id for row in rows if row.variant_of_id is not None} | set(near)
    if near:
        several |= {row.pk for row in rows}
    of_several = [row for row in rows if row.pk in several or row.variant_of_id in several]
    printed = _printed({row.variant_of_id or row.pk for row in of_several})
    by_speaker: defaultdict[int, list[Utterance]] = defaultdict(list)
    for row in of_several:
        by_speaker[row.speaker_id].append(row)
    for mine in by_speaker.values():
        _regroup(mine, printed)
    return {row.pk for row in rows} | {row.variant_of_id for row in rows if row.variant_of_id is not None}


class _Printing(NamedTuple):
    first: datetime
    verbatim: bool
    utterances: set[int]  # that the quotations of the wording point at now


def _printed(sayings: Collection[int]) -> dict[Key, _Printing]:
    """How each wording of the utterances is printed by readable, live quotations."""
    verbatim = Case(When(kind=QuotationKind.INDIRECT, then=Value(0)), default=Value(1))
    rows = Quotation.objects.readable().filter(utterance__in=sayings, status__in=LIVE).order_by()
    found: dict[Key, _Printing] = {}
    told = rows.values("speaker", "words_key", "utterance").annotate(
        first=Min("published_at", filter=Q(published_at__gt=UNKNOWN_TIME)), verbatim=Max(verbatim)
    )
    for row in told:
        key = row["speaker"], row["words_key"]
        first, before = row["first"] or NEVER, found.get(key)
        if before is None:
            found[key] = _Printing(first, bool(row["verbatim"]), {row["utterance"]})
        else:
            utterances = before.utterances | {row["utterance"]}
            found[key] = _Printing(min(first, before.first), before.verbatim or bool(row["verbatim"]), utterances)
    return found


def _regroup(rows: list[Utterance], printed: dict[Key, _Printing]) -> None:
    """Group the wordings of one speaker, and point them and their quotations at what each group is known by."""
    standing = {row.key: row for row in rows if (row.speaker_id, row.key) in printed}
    printings = {key: printed[row.speaker_id, key] for key, row in standing.items()}
    compared = sorted(standing)[:MOST_WORDINGS]
    order = {key: (printing.first, key) for key, printing in printings.items()}
    wordings = [Wording.of(key, standing[key].text, verbatim=printings[key].verbatim) for key in compared]
    known_by: dict[int, int | None] = {row.pk: None for row in rows if row.key not in standing}
    disputed: dict[int, bool] = {}
    for group in grouped(wordings):
        head = standing[first_of(group, order).key]
        disputed[head.pk] = words_changed(group)
        known_by |= {standing[one.key].pk: head.pk for one in group}
        stray = [one.key for one in group if printings[one.key].utterances != {head.pk}]
        if stray:
            Quotation.objects.filter(speaker=head.speaker_id, words_key__in=stray, utterance__isnull=False).update(
                utterance=head.pk
            )
    _point(rows, known_by, disputed)


def _point(rows: list[Utterance], known_by: dict[int, int | None], disputed: dict[int, bool]) -> None:
    moved: defaultdict[int | None, list[int]] = defaultdict(list)
    for row in rows:
        head = known_by.get(row.pk, row.variant_of_id)
        wanted = None if head == row.pk else head
        if wanted != row.variant_of_id:
            moved[wanted].append(row.pk)
    # Those that stand for themselves first: nothing points at a variant.
    for head in sorted(moved, key=lambda pk: (pk is not None, pk or 0)):
        counts = {} if head is None else _uncounted()
        Utterance.objects.filter(pk__in=moved[head]).update(variant_of=head, **counts)
    for value in (True, False):
        changed = [row.pk for row in rows if disputed.get(row.pk, False) is value and row.words_disputed is not value]
        changed = [pk for pk in changed if known_by.get(pk, pk) in (None, pk)]
        if changed:
            Utterance.objects.filter(pk__in=changed).update(words_disputed=value)


def _uncounted() -> dict[str, object]:
    """What a variant has none of: it is counted where it belongs to."""
    return {
        "times_printed": 0,
        "outlet_count": 0,
        "variant_count": 0,
        "words_disputed": False,
        "speaker_disputed": False,
        "first_at": UNKNOWN_TIME,
        "last_at": UNKNOWN_TIME,
    }
