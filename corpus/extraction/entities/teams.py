"""Places that stand for their teams in a report of sport: "England beat Samoa", "Alabama's coach"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ..lexicon.wordlists import entries, word_set
from .kinds import Kind
from .names import Candidate

# Words of reports of sport; none of them is common elsewhere.
SPORT = word_set(
    "striker midfielder defender goalkeeper winger fly-half full-back scrum-half prop flanker batsman batsmen bowler "
    "wicket wickets innings quarterback linebacker touchdown touchdowns playoff playoffs rebounds pitcher inning "
    "semi-final semi-finals semifinal semifinals quarter-final quarter-finals quarterfinal quarterfinals half-time "
    "halftime kick-off kickoff rugby football soccer cricket basketball baseball hockey netball referee fixture "
    "fixtures relegation teammate teammates team-mate team-mates coach coaches coached squad scored scorer goals "
    "tournament matches match season cup championships offensive-line all-rounder"
)
ENOUGH = 3  # different ones make a report of sport
PLAYING = word_set(
    "beat beats defeated defeats thrashed trounced edged drew led lead trail trailed lost won win wins "
    "face faced faces host hosted play played plays versus vs vs. v meet met qualified advanced"
)
AGAINST = word_set("beat beating defeated defeating thrashed thrashing trounced versus vs vs. v facing")
OVER = word_set("win wins victory victories triumph defeat defeats loss losses draw draws match game games lead")
SIDE = word_set(
    "captain coach manager great legend skipper striker midfielder defender goalkeeper winger fly-half full-back "
    "scrum-half batsman bowler quarterback centre forward squad team side fans supporters international internationals "
    "recruiter record defense defence offense lineup line-up football rugby cricket basketball"
)
PLACING = word_set("in from near across throughout outside inside around of")


def teams(groups: Mapping[str, Sequence[Candidate]], kinds: Mapping[str, Kind | None], words: Counter[str]) -> set[str]:
    """The names of places that mean teams in a document of these words; none where it is not about sport."""
    if sum(word in words for word in SPORT) < ENOUGH:
        return set()
    return {
        key for key, group in groups.items() if kinds[key] is Kind.OTHER and key in entries("places") and _plays(group)
    }


def means_place(candidate: Candidate) -> bool:
    """Whether the place is meant where this name of a team stands: "in England", the dateline "MIAMI -"."""
    return candidate.before in PLACING or (candidate.at_start and candidate.after in {"-", "–", "—", "--", "("})


def _plays(group: Sequence[Candidate]) -> bool:
    played = sum(_as_team(candidate) for candidate in group)
    placed = sum(candidate.before in PLACING for candidate in group)
    return played > placed


def _as_team(candidate: Candidate) -> bool:
    if candidate.before in PLACING:
        return False
    after = candidate.beyond if candidate.after in {"'s", "'"} else candidate.after
    return (
        after in SIDE
        or candidate.verb in PLAYING
        or candidate.before in AGAINST
        or (candidate.before in {"over", "to", "against", "with", "by"} and candidate.lead in OVER)
    )
