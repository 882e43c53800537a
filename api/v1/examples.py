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
CORRECTION = {"speaker": "per_aaaaaaaaaaaaa", "reason": "the pronoun means the mayor"}
UNDO = {"reason": "two people of one name"}
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
    "fields": "id,text,speaker",
    "page_size": 20,
}
ENTITIES_SOUGHT = {
    "where": {
        "or": [{"quotation_count__gte": 10}, {"name__istartswith": "ines"}],
        "not": {"identifier__isnull": False},
    },
    "ordering": "-quotation_count",
}
AFFILIATIONS_SOUGHT = {
    "where": {"and": [{"not": {"tense": "former"}}, {"or": [{"title__icontains": "mayor"}, {"confidence__gte": 0.9}]}]}
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
QUOTATION = {
    "id": "quo_t2r6mhy4pz3la",
    "url": f"{SITE}/quotations/quo_t2r6mhy4pz3la/",
    "text": "We owe it to the boats,",
    "kind": "direct",
    "attitude": "said",
    "spans": [[77, 100]],
    "quoted": [[77, 100]],
    "prefix": " Tarrow, mayor of Port Ellis.\n\n“",
    "suffix": "” she added.",
    "speaker": SPEAKER,
    "speaker_text": "she",
    "speaker_span": [102, 105],
    "speaker_role": "mayor of Port Ellis",
    "cue": "added",
    "cue_span": [106, 111],
    "addressee": None,
    "addressee_text": None,
    "channel": None,
    "said_at": None,
    "said_precision": None,
    "confidence": 0.93,
    "confidences": {"span": 0.99, "speaker": 0.95, "kind": 0.99},
    "status": "extracted",
    "candidates": [{"name": "Ines Tarrow", "id": "per_k3v5qjx2m7aod", "score": 0.95}],
    "extractor": "reader-2.2",
    "article": BRIEF_ARTICLE,
    "revision": 1,
    "utterance": None,
    "version": 1,
}
UNKNOWN = "is not a parameter of this address. Did you mean speaker? All that it takes are at /api/v1/docs/."
FACETS = {
    "count": 912,
    "facets": {
        "speaker": {
            "filter": "speaker",
            "buckets": [{"key": "per_k3v5qjx2m7aod", "label": "Ines Tarrow", "count": 17}],
            "unknown": 64,
            "total_buckets": 318,
            "approximate": False,
        },
        "published_month": {
            "filter": "published_at",
            "buckets": [
                {"key": "2024-02", "label": "February 2024", "count": 401},
                {"key": "2024-03", "label": "March 2024", "count": 511},
            ],
            "unknown": 0,
            "total_buckets": 2,
            "approximate": False,
        },
    },
}
TIMELINE = {
    "results": [
        {"period": "2024-02", "label": "February 2024", "quotations": 3, "articles": 5, "mentions": 9},
        {"period": "2024-03", "label": "March 2024", "quotations": 0, "articles": 1, "mentions": 1},
    ],
    "unknown": {"quotations": 0, "articles": 0, "mentions": 0},
    "cut": False,
}
ASSOCIATES = {
    "count": 11,
    "results": [{**SPEAKER, "articles": 4, "quoted": 2}],
    "articles": 31,
    "approximate": False,
}
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
SUGGESTIONS = {
    "results": [
        {
            "id": "per_k3v5qjx2m7aod",
            "type": "person",
            "name": "Ines Tarrow",
            "hint": "mayor of Port Ellis",
            "alias": None,
            "count": 12,
            "url": f"{SITE}/people/per_k3v5qjx2m7aod/",
        }
    ]
}
LOOKUP = {"text": "The mayor once said that “we owe it to the boats”, and meant it."}
BRIEF_QUOTATION = {name: QUOTATION[name] for name in ("id", "url", "text", "kind", "article")}
FOUND = {
    "matches": [
        {
            "start": 26,
            "end": 48,
            "text": "we owe it to the boats",
            "match": "normalised",
            "score": 1.0,
            "quotation": BRIEF_QUOTATION,
            "speaker": SPEAKER,
            "utterance": "utt_m4c2zq7wkd6ra",
            "printings": [{**BRIEF_QUOTATION, "speaker": SPEAKER}],
            "times_printed": 1,
        }
    ]
}
VERIFICATION = {
    "status": "exact",
    "revision": 1,
    "spans": [[77, 100]],
    "newest": {"revision": 2, "status": "moved", "spans": [[81, 104]]},
    "wording": {
        "status": "partial",
        "score": 0.833,
        "verbatim": True,
        "differences": [
            {
                "op": "replace",
                "printed": "boats",
                "given": "ships",
                "printed_span": [17, 22],
                "given_span": [17, 22],
            }
        ],
    },
    "quotation": BRIEF_QUOTATION,
    "passage": {"start": 76, "end": 113, "text": "“We owe it to the boats,” she added."},
    "evidence": {
        "source_url": "https://herald.example/harbour-wall",
        "sha256": "5f2c1e9ab0d34c7786f0f3c55d1b6f0f5a0f7d1b9c8e2a4433d2c1b0a9f8e7d6",
        "received_at": "2024-03-05T06:30:00Z",
    },
}
ANNOTATED = f"{SITE}/articles/art_w6yq4n2bsk5ue/"


def annotated(start: int, end: int, role: str, exact: object, prefix: str, suffix: str) -> dict[str, object]:
    """A target of an annotation."""
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    quote = {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}
    source = f"{ANNOTATED}?revision=1"
    return {"type": "SpecificResource", "source": source, "styleClass": role, "selector": [position, quote]}


ANNOTATIONS = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": f"{ANNOTATED}annotations/?page_size=50",
    "type": "AnnotationPage",
    "partOf": {
        "id": f"{ANNOTATED}annotations/",
        "type": "AnnotationCollection",
        "label": "Who said what in “Harbour wall to be rebuilt”",
        "total": 1,
        "first": f"{ANNOTATED}annotations/?page_size=50",
    },
    "items": [
        {
            "id": f"{SITE}/quotations/quo_t2r6mhy4pz3la/#annotation",
            "type": "Annotation",
            "motivation": "describing",
            "created": "2024-03-05T06:30:02Z",
            "modified": "2024-03-05T06:30:02Z",
            "body": [
                {"id": QUOTATION["url"], "type": "Dataset", "format": "application/json"},
                {
                    "type": "TextualBody",
                    "purpose": "describing",
                    "format": "text/plain",
                    "value": "Ines Tarrow, mayor of Port Ellis (direct quotation)",
                },
                {"type": "SpecificResource", "purpose": "identifying", "source": SPEAKER["url"]},
            ],
            "target": [
                annotated(
                    77,
                    100,
                    "quotation",
                    QUOTATION["text"],
                    " Tarrow, mayor of Port Ellis.\n\n“",
                    "” she added.",
                ),
                annotated(102, 105, "speaker", "she", "llis.\n\n“We owe it to the boats,” ", " added."),
                annotated(106, 111, "cue", "added", ".\n\n“We owe it to the boats,” she ", "."),
            ],
        }
    ],
}
