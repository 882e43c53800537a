"""Teams that are called by their place: "Norland beat Westmark" in a report of a match."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from ..document import Document
from ..lexicon.wordlists import word_set
from .candidate import Candidate
from .kinds import Kind

# Words that hardly stand outside reports of sport.
SPORT = word_set(
    "match matches coach striker midfielder goalkeeper goal goals wicket wickets innings batsman batsmen bowler rugby "
    "cricket football soccer basketball baseball hockey squad fixture halftime half-time kick-off quarterback "
    "touchdown touchdowns scored playoff playoffs tournament semi-final quarter-final semifinal quarterfinal tries "
    "conversions penalty teammate teammates winger fly-half hooker flanker linebacker playmaker unbeaten "
    "championships innings league"
)
DISTINCT, OFTEN = 3, 5  # of them in a text: different ones, and all told
MEETS = word_set(
    "beat beats beating defeat defeats defeated defeating thrash thrashed thrashing crush crushed edge edged face "
    "faces faced facing play plays played playing host hosts hosted against versus vs v v. vs. trounced outplayed"
)
DOES = MEETS | word_set("won win wins lost lose loses drew scored trailed conceded qualified led leads")
MEMBERS = word_set(
    "captain coach skipper striker winger great greats international internationals squad side team fans supporters "
    "manager defender midfielder goalkeeper bowler batsman fly-half hooker prop flanker forward players recruiter "
    "quarterback teammate great fullback scrum-half boss keeper"
)
LOCATING = word_set("in from across near to of throughout outside around")


def of_sport(document: Document) -> bool:
    """Whether a text reports on sport."""
    found = [token.lower for token in document.tokens if token.lower in SPORT]
    return len(found) >= OFTEN and len(set(found)) >= DISTINCT


def teams(document: Document, printed: Sequence[Candidate], kinds: dict[str, Kind | None]) -> list[Candidate]:
    """The candidates that name a team by the name of its place; where they locate something it is the place."""
    if not of_sport(document):
        return []
    places: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in printed:
        if kinds[candidate.key] is Kind.OTHER:
            places[candidate.key].append(candidate)
    playing = [group for group in places.values() if sum(map(_plays, group)) > sum(map(_locates, group)) / 2]
    return [candidate for candidate in chain.from_iterable(playing) if _plays(candidate) or not _locates(candidate)]


def _plays(candidate: Candidate) -> bool:
    after = candidate.beyond if candidate.after in {"'s", "’s"} else candidate.after
    return candidate.before in MEETS or candidate.verb in DOES or after in MEMBERS or _won_over(candidate)


def _won_over(candidate: Candidate) -> bool:
    return candidate.before in {"over", "with"} and candidate.lead in {"win", "victory", "triumph", "draw"}


def _locates(candidate: Candidate) -> bool:
    return candidate.before in LOCATING or candidate.before == "the"
