"""Which wordings tell of one saying, kept as what utterances point at.

How wordings belong together follows from their words alone, so it is the same in whatever order they come: whenever
one comes or goes, those that it may belong to are grouped anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain
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
MOST_WORDINGS = 200  # near each other that are compared; of more, the rest stay with those that they stand with
MOST_LEFT = 40  # wordings of a saying that lost one, which are looked up again
FEWEST_OF_OTHERS = 8  # words that two speakers share before it is more than a figure of speech
NEVER = datetime.max.replace(tzinfo=UTC)


class Alike(NamedTuple):
    """Wordings like those that were asked for."""

    same: set[tuple[int, int]]  # of the same speaker: pairs of keys of the utterances that they belong to
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
                alike.same.add((row.known_by_id, other.known_by_id))
            elif shared.common >= FEWEST_OF_OTHERS:
                alike.others.add((min(pk, other.pk), max(pk, other.pk)))
    return alike


def _standing(wanted: list[Key]) -> Iterator[Utterance]:
    """The utterances of speakers and words; few at a time, as each speaker is looked up with the words of each."""
    for at in range(0, len(wanted), FEW):
        some = wanted[at : at + FEW]
        yield from Utterance.objects.filter(key__in={key for _, key in some}, speaker__in={pk for pk, _ in some})


def regroup(sayings: Collection[int], *, near: Collection[tuple[int, int]]) -> set[int]:
    """Group the wordings of the utterances anew. Gives the keys of all whose counts may be others now.

    Those of ``near`` ones are grouped together. Alone where it neither has a variant nor is near to something, an
    utterance stays what it is.
    """
    sayings = {*sayings, *chain.from_iterable(near)}
    if not sayings:
        return set()
    rows = list(Utterance.objects.filter(Q(pk__in=sayings) | Q(variant_of__in=sayings)).order_by("pk"))
    families = [some for some in _families(rows, near) if len(some) > 1]
    printed = printings_of({row.known_by_id for some in families for row in some})
    for some in families:
        _regroup(some, printed)
    return {row.pk for row in rows} | {row.known_by_id for row in rows}


def _families(rows: list[Utterance], near: Iterable[tuple[int, int]]) -> list[list[Utterance]]:
    """The wordings of each saying, with those of all that are near to it."""
    together = {row.known_by_id: {row.known_by_id} for row in rows}
    for one, other in near:
        if together[one] is not together[other]:
            together[one] |= together[other]
            together |= dict.fromkeys(together[other], together[one])
    families: defaultdict[int, list[Utterance]] = defaultdict(list)
    for row in rows:
        families[min(together[row.known_by_id])].append(row)
    return list(families.values())


class Printing(NamedTuple):
    """How a wording is printed."""

    first: datetime
    verbatim: bool
    utterances: set[int]  # that the quotations of the wording point at now


def printings_of(sayings: Collection[int]) -> dict[Key, Printing]:
    """How each wording of the utterances is printed by readable, live quotations."""
    verbatim = Case(When(kind=QuotationKind.INDIRECT, then=Value(0)), default=Value(1))
    rows = Quotation.objects.readable().filter(utterance__in=sayings, status__in=LIVE).order_by()
    found: dict[Key, Printing] = {}
    told = rows.values("speaker", "words_key", "utterance").annotate(
        first=Min("published_at", filter=Q(published_at__gt=UNKNOWN_TIME)), verbatim=Max(verbatim)
    )
    for row in told:
        key = row["speaker"], row["words_key"]
        first, before = row["first"] or NEVER, found.get(key)
        if before is None:
            found[key] = Printing(first, bool(row["verbatim"]), {row["utterance"]})
        else:
            utterances = before.utterances | {row["utterance"]}
            found[key] = Printing(min(first, before.first), before.verbatim or bool(row["verbatim"]), utterances)
    return found


def told_by(group: Sequence[Wording], speaker: int, printed: Mapping[Key, Printing]) -> tuple[str, bool]:
    """The key of the wording that a saying is known by, and whether its words are disputed."""
    order = {one.key: (printed[speaker, one.key].first, one.key) for one in group}
    return first_of(group, order).key, words_changed(group)


def wordings_of(rows: Iterable[Utterance], printed: Mapping[Key, Printing]) -> list[Wording]:
    """The wordings that are printed."""
    told = ((row, printed[row.speaker_id, row.key]) for row in rows if (row.speaker_id, row.key) in printed)
    return [Wording.of(row.key, row.text, verbatim=printing.verbatim) for row, printing in told]


def _regroup(rows: list[Utterance], printed: dict[Key, Printing]) -> None:
    """Group the wordings of one speaker, and point them and their quotations at what each group is known by."""
    speaker, standing = rows[0].speaker_id, {row.key: row for row in rows if (row.speaker_id, row.key) in printed}
    compared = sorted(standing)[:MOST_WORDINGS]
    known_by: dict[int, int | None] = {row.pk: None for row in rows if row.key not in standing}
    disputed: dict[int, bool] = {}
    for group in grouped(wordings_of((standing[key] for key in compared), printed)):
        first, changed = told_by(group, speaker, printed)
        head = standing[first].pk
        disputed[head] = changed
        known_by |= {standing[one.key].pk: head for one in group}
    marked = {row.pk: row.words_disputed for row in rows}
    for key in standing.keys() - compared:  # they go where those go that they stand with
        row = standing[key]
        head = known_by.get(row.known_by_id) or row.known_by_id
        known_by[row.pk] = head
        disputed[head] = disputed.get(head, False) or marked.get(row.known_by_id, False)
    stray: defaultdict[int | None, list[str]] = defaultdict(list)
    for key, row in standing.items():
        if printed[speaker, key].utterances != {known_by[row.pk]}:
            stray[known_by[row.pk]].append(key)
    for saying, keys in stray.items():
        linked = Quotation.objects.filter(speaker=speaker, words_key__in=keys, utterance__isnull=False)
        linked.update(utterance=saying)
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
