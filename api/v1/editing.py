"""Examples of the bodies that editors send. People and places are invented."""

from __future__ import annotations

QUOTATION = {
    "article": "art_w6yq4n2bsk5ue",
    "spans": [[76, 101]],
    "speaker": "per_k3v5qjx2m7aod",
    "cue_span": [107, 112],
    "reason": "the machine overlooked it",
}
PROPOSAL = {"speaker": "per_k3v5qjx2m7aod", "reason": "I was there"}
AFFILIATION = {
    "article": "art_w6yq4n2bsk5ue",
    "span": [57, 76],
    "person": "per_k3v5qjx2m7aod",
    "tense": "current",
    "began_at": "2022-05",
}
AFFILIATION_CORRECTION = {"tense": "former", "ended_at": "2023", "reason": "she left office"}
MENTION = {"span": [0, 8], "name": "Port Ellis Harbour Board", "type": "organisation"}
MENTION_CORRECTION = {"entity": "org_q2wz5yh4n7dta", "reason": "the board, not the port"}
ARTICLE = {"published_at": "2024-03-05", "section": "Harbour", "reason": "the archive has the wrong day"}
PERSON = {
    "name": "Ines Tarrow",
    "add_aliases": ["I. Tarrow"],
    "remove_aliases": ["Tarrow junior"],
    "reason": "as she signs",
}
ORGANISATION = {"body_access": "tokens", "reason": "their licence"}
SPLIT = {"mentions": ["men_aaaaaaaaaaaaa"], "quotations": ["quo_bbbbbbbbbbbbb"], "reason": "two women of one name"}
VERDICT = {"verdict": "same", "reason": "one person, two spellings"}
WHY = {"reason": "the record was right"}
