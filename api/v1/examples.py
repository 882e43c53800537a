"""Examples of bodies, for the documentation and the browsable pages. People and places are invented."""

from __future__ import annotations

ARTICLE = {
    "key": "harbour-2024-03-05",
    "headline": "Harbour wall to be rebuilt",
    "body": "The wall will be rebuilt by spring, said Ines Tarrow, mayor of Port Ellis.\n\n"
    "“We owe it to the boats,” she added.",
    "publisher": "Kessmouth Herald",
    "published": "2024-03-05",
    "url": "https://herald.example/harbour-wall",
}
EXTRACT = {
    "text": "“We owe it to the boats,” said Ines Tarrow, mayor of Port Ellis.",
    "headline": "Harbour wall to be rebuilt",
}
CORRECTION = {"speaker": "per_aaaaaaaaaaaaa", "reason": "the pronoun means the mayor"}
UNDO = {"reason": "two people of one name"}
MERGE = {"into": "per_bbbbbbbbbbbbb", "reason": "one person, two spellings"}
