"""Names to entities: "Carter" is Ash Carter, "LN" is the Long Name it stands for in brackets."""

from __future__ import annotations

from collections import Counter, defaultdict

from ..document import Document
from ..lexicon.roles import ORGANISATION_HEADS
from ..lexicon.wordlists import entries, given_names
from ..lexicon.words import PREPOSITIONS, STARTERS
from ..tokens import Shape, Token, paragraphs, tokenise
from .bodies import add_organisations
from .candidate import Candidate
from .connectors import CABINET
from .edges import refine
from .found import Entities, NameSpan
from .gender import FEMALE_NOUNS, MALE_NOUNS, show_genders
from .kinds import TITLES, Kind, decide, entitles, headed, locates, settled
from .known import is_known, may_be_known, may_name
from .names import candidates
from .people import add_people, surname
from .shares import Opinion, Shares, settle
from .splitting import split_known
from .teams import teams
from .titles import PEERS, names_peer

PLACE_NAME = 0.3  # the share of a place that keeps a word that begins or ends a body's name from being its short form
LOCATING = frozenset({"in", "from", "to", "near", "the", "of", "at", "a"})


def find_entities(document: Document, longest: int, english: bool = True, opinion: Opinion | None = None) -> Entities:
    """All people and organisations named in the body; names of the headline count as evidence only.

    ``opinion`` is what the trained reader makes of the names, where one reads.

    In other languages, where common nouns may have capitals too, a person needs a known given name.
    """
    breaks = {sentence.first for sentence in document.sentences if _opens_paragraph(document, sentence.first)}
    printed = candidates(document.tokens, breaks, longest)
    if opinion is not None:
        printed = refine(document, breaks, printed, opinion, longest)
    headline = _headline_candidates(document.headline, longest)
    lower_words = Counter(token.lower for token in document.tokens if token.shape is Shape.LOWER)
    groups = _grouped([*printed, *headline])
    kinds = {key: decide(group, lower_words) for key, group in groups.items()}
    if not english:
        for key, group in groups.items():
            if kinds[key] is Kind.PERSON and group[0].words[0].lower() not in given_names():
                kinds[key] = None
    for key, group in groups.items():
        if kinds[key] is None and any((c.lead, c.before) == ("name", ",") for c in group):
            kinds[key] = Kind.PERSON  # "who gave only his first name, Sami"
    shares: dict[str, Shares | None] = {}
    if opinion is not None:
        shares = {key: opinion.shares(spans) for key, spans in _places(document, printed).items()}
        for key, share in shares.items():
            if not settled(groups[key]):
                single = " " not in key
                kinds[key] = settle(kinds[key], share, single, headed(key), _possible(groups[key][0]))
    for key, group in groups.items():
        located = kinds[key] is Kind.PERSON and ("/" in key or locates(group))  # "Kerr/Renn" is two people
        body = kinds[key] is Kind.ORGANISATION or (kinds[key] is Kind.PERSON and " " in key)
        if located or (body and not settled(group) and entitles(group)):
            kinds[key] = Kind.OTHER
    printed = split_known(document.tokens, printed, kinds)
    groups = _grouped([*printed, *headline])
    _join_known(groups, kinds)
    printed = _counted(printed, groups, kinds)
    _join_surnames(groups, kinds)
    short = _join_short_names(groups, kinds, shares)
    entities = Entities()
    people = [c for c in printed if kinds[c.key] is Kind.PERSON]
    known = [c for c in headline if kinds[c.key] is Kind.PERSON]
    add_people(entities, document, people, known)
    show_genders(document, entities)
    bodies = [c for c in printed if kinds[c.key] is Kind.ORGANISATION]
    add_organisations(entities, document, [*bodies, *teams(document, printed, kinds)], short)
    for candidate in printed:
        if kinds[candidate.key] is Kind.OTHER and candidate.first not in entities.at:
            place = NameSpan(candidate.first, candidate.last)
            entities.others.update(dict.fromkeys(range(candidate.first, candidate.last), place))
    return entities


def _grouped(every: list[Candidate]) -> dict[str, list[Candidate]]:
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in every:
        groups[candidate.key].append(candidate)
    return groups


def _counted(
    printed: list[Candidate], groups: dict[str, list[Candidate]], kinds: dict[str, Kind | None]
) -> list[Candidate]:
    """The candidates without those before titles that are no body and nobody the text names elsewhere."""
    return [
        candidate
        for candidate in printed
        if not candidate.ahead
        or kinds[candidate.key] is Kind.ORGANISATION
        or (kinds[candidate.key] is Kind.PERSON and not all(other.ahead for other in groups[candidate.key]))
    ]


def _places(document: Document, printed: list[Candidate]) -> dict[str, list[tuple[int, int]]]:
    """The characters of every printed name, by its key."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for candidate in printed:
        found[candidate.key].append(document.span(candidate.first, candidate.last))
    return found


def _opens_paragraph(document: Document, token: int) -> bool:
    return (
        document.tokens[token].start
        == document.paragraphs[document.sentences[document.sentence_of[token]].paragraph].start
    )


def _headline_candidates(headline: str, longest: int) -> list[Candidate]:
    tokens: list[Token] = []
    breaks: set[int] = set()
    for span in paragraphs(headline):
        breaks.add(len(tokens))
        tokens.extend(tokenise(headline, span))
    capitals = sum(token.capital for token in tokens)
    small = sum(t.shape is Shape.LOWER and len(t.text) > 3 and t.lower not in PREPOSITIONS for t in tokens)
    # in Title Case Headlines Every Word has a capital: only names that the body prints too would count
    return candidates(tokens, breaks, longest) if small and small * 4 >= capitals else []


def _possible(candidate: Candidate) -> bool:
    """Whether a name may be that of a well-known organisation; "State" is a department behind "Secretary of" alone."""
    return candidate.key not in CABINET and may_be_known(candidate.words)


def _join_known(groups: dict[str, list[Candidate]], kinds: dict[str, Kind | None]) -> None:
    """A form that means other things too is the well-known organisation that the document names otherwise as well."""
    named = {
        long_name
        for key, group in groups.items()
        if kinds[key] is Kind.ORGANISATION and is_known(group[0].words)
        for long_name in may_name(group[0].words)
    }
    for key, group in groups.items():
        bare = kinds[key] is Kind.PERSON and " " not in key and not any(candidate.titled for candidate in group)
        listed = key in entries("places") or key in entries("nationalities") or key in CABINET
        if (kinds[key] is None or bare) and not listed and named and named & may_name(group[0].words):
            kinds[key] = Kind.ORGANISATION


def _join_surnames(groups: dict[str, list[Candidate]], kinds: dict[str, Kind | None]) -> None:
    """A single word that ends (or begins) a full personal name of the document is that person."""
    ends: set[str] = set()
    starts: set[str] = set()
    for key, group in groups.items():
        if kinds[key] is Kind.PERSON and len(group[0].words) > 1:
            if not names_peer(group[0].words):
                ends.add(surname(group[0].words))
            starts.add(group[0].words[0].lower())
    for key, group in groups.items():
        if len(group[0].words) > 1 or kinds[key] is Kind.PERSON:
            continue
        word = surname(group[0].words)
        unsure = key in entries("places") or key in entries("nationalities") or key in TITLES
        located = sum(c.before in LOCATING for c in group)
        open_to = kinds[key] is None or not (headed(key) or settled(group))
        given = word in given_names() or word in PEERS or any(_kin(c) for c in group)
        if (word in ends and (not unsure or located * 2 < len(group))) or (word in starts and open_to and given):
            kinds[key] = Kind.PERSON


def _kin(candidate: Candidate) -> bool:
    """Whether a noun of kinship or gender stands right before: "his wife, Edda"."""
    return bool({candidate.before, candidate.lead} & (FEMALE_NOUNS | MALE_NOUNS))


def _join_short_names(
    groups: dict[str, list[Candidate]], kinds: dict[str, Kind | None], shares: dict[str, Shares | None]
) -> dict[str, str]:
    """Single words that begin or end an organisation's name ("the Lakers", "Quinnipiac"): word -> the long name."""
    firsts: dict[str, str] = {}
    lasts: dict[str, str] = {}
    for key, group in groups.items():
        words = group[0].words
        if kinds[key] is Kind.ORGANISATION and len(words) > 1:
            firsts.setdefault(words[0].lower(), key)
            lasts.setdefault(words[-1].lower(), key)
    joined: dict[str, str] = {}
    for key, group in groups.items():
        if len(group[0].words) > 1 or kinds[key] in (Kind.PERSON, Kind.ORGANISATION):
            continue
        known = key in entries("places") or key in entries("nationalities") or key in STARTERS
        share = shares.get(key)
        if key in CABINET or (share is not None and share.place > max(2 * share.organisation, PLACE_NAME)):
            continue  # "in Ostby" beside "Ostby Paper Mill", "Secretary of State" beside "State Department"
        if key in firsts and any(c.after == groups[firsts[key]][0].words[1].lower() for c in group):
            continue  # "Harbour guard" beside "Harbour Guard": half of the name with the rest in small letters
        definite = sum(c.before == "the" for c in group) * 2 >= len(group)
        if key in firsts and not known and key not in given_names() and key not in ORGANISATION_HEADS:
            joined[key] = firsts[key]
        elif key in lasts and definite and key not in ORGANISATION_HEADS and not known:
            joined[key] = lasts[key]
    for key in joined:
        kinds[key] = Kind.ORGANISATION
    return joined
