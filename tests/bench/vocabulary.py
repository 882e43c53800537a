"""Invented names and words, each the same for the same number on every machine."""

from __future__ import annotations

import math
from random import Random


def _listed(text: str) -> list[str]:
    return text.split()


_ONSETS = _listed("b br c cl d dr f g gr h j k l m n p pr r s st t tr v w")
_VOWELS = _listed("a e i o u ai ea ou")
_CODAS = _listed("l m n r s t nd rk st ck")
_SYLLABLES = [onset + vowel + coda for onset in _ONSETS for vowel in _VOWELS for coda in _CODAS]
_SHORT = [onset + vowel for onset in _ONSETS for vowel in _VOWELS[:5]]
_GIVEN = _listed("""
Ada Amar Anneke Bela Bruno Carys Celia Dario Dinah Edvin Elif Esme Farid Fenna Gideon Greta Hamid Hanne Ilse Ivor Jonna
Kamil Keziah Lena Lorcan Mads Mirela Nadir Nils Odile Oskar Petra Quentin Rafe Runa Samir Signe Tamsin Teodor Ursel
Viggo Wanda Xenia Yara Yusuf Zelda
""")
_BODIES = (
    *("{} Council", "{} Shipping", "{} Bank", "Ministry of {}", "University of {}"),
    *("{} Group", "{} Institute", "Port of {}", "{} Rail", "{} Trust"),
)
# What news is written in; the first stand in nearly every article, the last in few.
COMMON = _listed("""
the of and in to a for on that with as by at from year plan harbour city council budget people work house money report
water school road market price new first second old local public private large small early late north south river
bridge winter summer spring autumn decision meeting vote law court ruling inquiry review board member leader worker
family child teacher doctor farmer driver owner tenant street square station train bus ferry ship crane dock wall roof
flood storm drought harvest factory workshop mill mine union strike wage pension tax levy grant loan debt fund share
profit loss export import tariff customs border licence permit rule standard safety accident fire rescue hospital clinic
ward nurse patient medicine trial study survey figure rise fall growth decline forecast season festival museum theatre
library archive garden park forest island valley hill coast beach lake canal lock reservoir pipe cable grid turbine
panel battery engine bicycle tower chapel clock bell letter parcel ticket queue window lamp paint brick timber
""")
RARE_WORDS = 40_000


def zipf(random: Random, size: int) -> int:
    """A rank from 0, rank r drawn about in proportion to 1 / (r + 1)."""
    return min(size - 1, int(math.exp(random.random() * math.log(size + 1))) - 1)


def person(rank: int) -> str:
    """Full name of the person of that rank: a given name and a family name that no other rank has."""
    return f"{_GIVEN[rank * 31 % len(_GIVEN)]} {_invented(rank).capitalize()}"


def organisation(rank: int) -> str:
    """Name of the organisation of that rank."""
    return _BODIES[rank % len(_BODIES)].format(_invented(rank + 7_000_003).capitalize())


def outlet(rank: int) -> str:
    """Name of a newspaper."""
    return f"The {_invented(rank + 3_000_017).capitalize()} {('Courier', 'Dispatch', 'Observer')[rank % 3]}"


def rare(rank: int) -> str:
    """A word that few articles hold."""
    return _invented(rank + 5_000_011) + "ite"


def words(random: Random, count: int) -> str:
    """So many words, few of them rare ones."""
    drawn, last, span = random.random, len(COMMON) - 1, math.log(len(COMMON) + 1)
    # Written out, since most of a corpus is drawn here.
    return " ".join(
        [
            rare(zipf(random, RARE_WORDS)) if drawn() < 0.04 else COMMON[min(last, int(math.exp(drawn() * span)) - 1)]
            for _ in range(count)
        ]
    )


def _invented(number: int) -> str:
    # Multiplying by a number prime to the range scatters neighbours and never maps two numbers to one.
    scattered = number * 7_919_009 % (len(_SYLLABLES) * len(_SYLLABLES))
    high, low = divmod(scattered, len(_SYLLABLES))
    return _SHORT[number % len(_SHORT)] + _SYLLABLES[high] + _SYLLABLES[low]
