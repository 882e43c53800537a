"""Evidence and verdicts."""

from __future__ import annotations

import pytest

from corpus.identity.decision import Verdict, judge
from corpus.identity.evidence import Companion, Evidence, weigh_company, weigh_names, weigh_roles, weigh_times
from corpus.identity.fields import role_note
from corpus.identity.personal import Agreement, compare

FEW = (Companion("Tobias Renn", 6, 2), Companion("Tolmouth Harbour Board", 9, 3))
MANY = (Companion("the Senate", 4000, 3),)


@pytest.mark.parametrize(
    ("one", "other", "roles", "others", "company", "verdict"),
    [
        # the same full name is enough, unless the lives do not go together
        ("Ana Kerr", "Ana Kerr", (), (), (), Verdict.SAME),
        ("Ana Kerr", "Ana Kerr", ("mayor of Tolmouth",), (), (), Verdict.SAME),
        ("Ana Kerr", "Ana Kerr", ("mayor of Tolmouth",), ("former mayor",), (), Verdict.SAME),
        ("Ana Kerr", "Ana Kerr", ("mayor of Tolmouth",), ("goalkeeper",), (), Verdict.DIFFERENT),
        ("Ana Kerr", "Ana Kerr", ("mayor of Tolmouth",), ("mayor of Ellport",), (), Verdict.DOUBTFUL),
        ("Ana Kerr", "Ana Kerr", ("mayor of Tolmouth",), ("former mayor of Ellport",), (), Verdict.SAME),
        ("Ana Kerr", "Ana Kerr", ("senator from North Tarnia",), ("senator from North Ellport",), (), Verdict.DOUBTFUL),
        (
            "Ana Kerr",
            "Ana Kerr",
            ("president of Tolmouth University",),
            ("president of Ellport University",),
            (),
            Verdict.DOUBTFUL,
        ),
        ("Ana Kerr", "Ana Kerr", ("French foreign minister",), ("Italian foreign minister",), (), Verdict.DOUBTFUL),
        ("Ana Kerr", "Ana Kerr", ("US ambassador to Syria",), ("American ambassador to Lebanon",), (), Verdict.SAME),
        ("Ana Kerr", "Ana Kerr", ("Republican senator",), ("senator from Ohio",), (), Verdict.SAME),
        ("Ana Kerr", "Ana Kerr", ("mayor",), ("professor of law",), (), Verdict.DOUBTFUL),
        ("Ana Kerr", "Ana Kerr", ("mayor",), ("professor of law",), FEW, Verdict.SAME),
        ("Ana Kerr", "Ana M. Kerr", (), (), (), Verdict.SAME),
        # a likeness never is
        ("Bob Holm", "Robert Holm", (), (), (), Verdict.DIFFERENT),
        ("Bob Holm", "Robert Holm", (), (), MANY, Verdict.DIFFERENT),
        ("Bob Holm", "Robert Holm", (), (), FEW[:1], Verdict.DOUBTFUL),
        ("Bob Holm", "Robert Holm", ("envoy to Orrustan",), ("special envoy for Orrustan",), (), Verdict.SAME),
        ("Bob Holm", "Robert Holm", ("envoy to Orrustan",), ("sprinter",), FEW, Verdict.DIFFERENT),
        ("Oleh Dubrovsky", "Oleh Dubrovskiy", (), (), FEW, Verdict.SAME),
        # papers leave "Jr." out, and write of fathers and sons side by side: an editor is asked
        ("Ana Kerr", "Ana Kerr Jr.", ("mayor of Tolmouth",), ("mayor of Tolmouth",), FEW, Verdict.DOUBTFUL),
        ("Ana Kerr", "Ana Kerr Jr.", (), (), (), Verdict.DIFFERENT),
        ("J. Kerr", "Jana Kerr", (), (), FEW, Verdict.SAME),
        ("J. Kerr", "Jana Kerr", (), (), (), Verdict.DIFFERENT),
        ("Kerr", "Ana Kerr", (), (), (), Verdict.DIFFERENT),
        ("Kerr", "Ana Kerr", ("mayor of Tolmouth",), ("mayor of Tolmouth",), (), Verdict.SAME),
        ("Kerr", "Kerr", (), (), (), Verdict.DIFFERENT),
        ("Kerr", "Kerr", (), (), FEW, Verdict.SAME),
        ("Ana Kerr", "Ana Marl", ("mayor of Tolmouth",), ("mayor of Tolmouth",), FEW, Verdict.DIFFERENT),
    ],
)
def test_verdicts(
    one: str,
    other: str,
    roles: tuple[str, ...],
    others: tuple[str, ...],
    company: tuple[Companion, ...],
    verdict: Verdict,
) -> None:
    agreement = compare(one, other)
    evidence = Evidence()
    weigh_names(evidence, agreement, one, other)
    told = [[role_note(title, title.startswith("former")) for title in titles] for titles in (roles, others)]
    weigh_roles(evidence, *told)
    weigh_company(evidence, company, articles=1000)
    assert judge(agreement, evidence).verdict is verdict


def test_reasons_say_what_speaks_for_and_against() -> None:
    evidence = Evidence()
    weigh_names(evidence, Agreement.NICKNAME, "Bob Holm", "Robert Holm")
    weigh_roles(evidence, [role_note("envoy to Orrustan")], [role_note("sprinter")])
    weigh_company(evidence, FEW, articles=1000)
    assert evidence.reasons() == [
        "Bob Holm and Robert Holm differ by a short form of the first name",
        "both are mentioned beside Tobias Renn, Tolmouth Harbour Board",
        "against it: one is envoy to Orrustan, the other sprinter",
    ]


def test_somebody_who_is_everywhere_says_little() -> None:
    rare, common = Evidence(), Evidence()
    weigh_company(rare, FEW[:1], articles=1000)
    weigh_company(common, MANY, articles=1000)
    assert rare.score > 5 * common.score > 0


def test_a_lifetime_apart_speaks_against() -> None:
    evidence = Evidence()
    weigh_times(evidence, (1901, 1910), (1999, 2024))
    assert evidence.score < 0
    weigh_times(evidence, None, (1999, 2024))
    weigh_times(evidence, (1990, 1999), (1999, 2024))
    assert len(evidence.pieces) == 1
