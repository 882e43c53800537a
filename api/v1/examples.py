"""Examples of bodies, for the documentation and the browsable pages. People and places are invented."""

from __future__ import annotations

from typing import Any

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
SECOND_ARTICLE = {
    "key": "wall-decided",
    "headline": "Port Ellis decides on its wall",
    "body": "The council of Port Ellis met on Wednesday.\n\n“We owe it to the boats,” said Ines Tarrow, the mayor of "
    "Port Ellis.\n\nNorrick Shipping said in a statement that the work would begin in June.\n\nJoss Pardew, a "
    "spokesman for Norrick Shipping, said in an email that the company would pay half.",
    "publisher": "Aldren Courier",
    "authors": ["Ana Kerr"],
    "published": "2024-03-06",
    "url": "https://courier.example/wall-decided",
}
PRINTED_AGAIN = {
    **ARTICLE,
    "key": "wall-at-last",
    "headline": "A new wall at last",
    "body": "The wall will be rebuilt by summer, said Ines Tarrow, mayor of Port Ellis.\n\n"
    "“We owe it to the boats,” she added.",
    "publisher": "Aldren Courier",
    "published": "2024-03-07",
    "url": "https://courier.example/wall-at-last",
}
CORRECTION = {"speaker": "per_aaaaaaaaaaaaa", "reason": "the pronoun means the mayor"}
LOOKUP = {"text": "The mayor once said that “we owe it to the boats”, and meant it."}
UNDO = {"reason": "two people of one name"}
MERGE_OF_BODIES = {"into": "org_bbbbbbbbbbbbb", "reason": "one company, two spellings"}
MERGE = {"into": "per_bbbbbbbbbbbbb", "reason": "one person, two spellings"}

ARTICLES_SOUGHT = {
    "where": {
        "published_at__gte": "2024-03",
        "or": [
            {"headline__icontains": "harbour"},
            {"quotation__channel": ["email", "letter"], "quotation__kind": "direct"},
        ],
        "not": {"section": ["Sport", "Weather"]},
    },
    "ordering": "-published_at",
}
QUOTATIONS_SOUGHT = {
    "where": {
        "speaker_type": "person",
        "or": [{"channel": ["email", "letter"]}, {"affiliation__title__icontains": "mayor"}],
        "not": {"kind": "indirect", "confidence__lt": 0.5},
    },
    "page_size": 20,
}
ENTITIES_SOUGHT = {
    "where": {
        "or": [{"quotation_count__gte": 10}, {"name__istartswith": "ines"}],
        "not": {"identifier__isnull": False},
    },
    "ordering": "-quotation_count",
}
ORGANISATIONS_SOUGHT = {
    "where": {"or": [{"quotation_count__gte": 10}, {"name__icontains": "shipping"}], "not": {"is_publisher": True}},
    "ordering": "-quotation_count",
}
AFFILIATIONS_SOUGHT = {
    "where": {"and": [{"not": {"tense": "former"}}, {"or": [{"title__icontains": "mayor"}, {"confidence__gte": 0.9}]}]}
}
RECONCILED = {
    "queries": '{"q0": {"query": "Ines Tarrow", "type": "person", "limit": 1, '
    '"properties": [{"pid": "roles", "v": "mayor"}]}}'
}
UTTERANCES_SOUGHT = {"where": {"times_printed__gte": 2, "not": {"quotation__kind": "indirect"}}, "count": True}

SITE = "https://news.example/api/v1"
SPEAKER = {
    "id": "per_k3v5qjx2m7aod",
    "type": "person",
    "name": "Ines Tarrow",
    "url": f"{SITE}/people/per_k3v5qjx2m7aod/",
}
BRIEF_ARTICLE = {
    "id": "art_w6yq4n2bsk5ue",
    "url": f"{SITE}/articles/art_w6yq4n2bsk5ue/",
    "headline": "Harbour wall to be rebuilt",
    "published_at": "2024-03-05T00:00:00Z",
    "publisher": {
        "id": "org_c5d7xzt3hq2fi",
        "url": f"{SITE}/organisations/org_c5d7xzt3hq2fi/",
        "name": "Kessmouth Herald",
    },
}
QUOTATION_ID = "quo_t2r6mhy4pz3la"
UNKNOWN = "is not a parameter of this address. Did you mean speaker? All that it takes are at /api/v1/docs/."
PROBLEM: dict[str, Any] = {
    "type": f"{SITE}/errors/#invalid_parameters",
    "title": "Invalid parameters",
    "status": 400,
    "detail": f"speeker: {UNKNOWN}",
    "code": "invalid_parameters",
    "request_id": "afdbc7f2aee43527",
    "errors": [
        {
            "parameter": "speeker",
            "code": "unknown",
            "detail": UNKNOWN,
            "suggestion": "speaker",
        }
    ],
}
SOURCE = {"address": "https://gazette.example/feed.xml", "publisher": "The Tolmouth Gazette", "interval": 900}
SUBSCRIPTION = {
    "name": "What the mayor says",
    "collection": "quotations",
    "query": "speaker=per_k3v5qjx2m7aod&kind=direct",
    "receiver": "https://gazette.example/hooks/on-record",
}
