"""Answers of the reconciliation service (https://www.w3.org/community/reports/reconciliation/), for the schema."""

from __future__ import annotations

from typing import Any

from api.v1.reconciling import MOST_QUERIES, TYPES


def text(meaning: str) -> dict[str, Any]:
    """Any text."""
    return {"type": "string", "description": meaning}


def uri(meaning: str) -> dict[str, Any]:
    """An address, or a template of one."""
    return {"type": "string", "description": meaning}


def whole(meaning: str) -> dict[str, Any]:
    """A whole number, at least zero."""
    return {"type": "integer", "minimum": 0, "description": meaning}


def record(title: str, meaning: str, /, optional: tuple[str, ...] = (), **properties: dict[str, Any]) -> dict[str, Any]:
    """An object of these properties, all of which are there but the optional ones."""
    required = [name for name in properties if name not in optional]
    return {
        "title": title,
        "type": "object",
        "description": meaning,
        "required": required,
        "properties": properties,
    }


def several(meaning: str, items: dict[str, Any]) -> dict[str, Any]:
    """A list."""
    return {"type": "array", "description": meaning, "items": items}


def by_name(title: str, meaning: str, value: dict[str, Any]) -> dict[str, Any]:
    """An object whose names the client has chosen."""
    return {"title": title, "type": "object", "description": meaning, "additionalProperties": value}


BROADER = record("ReconciliationBroaderType", "A wider type.", id=text("Id."), name=text("The name for people."))
TYPE = record(
    "ReconciliationType",
    "A type of records.",
    id={"title": "ReconciliationTypeId", "type": "string", "enum": [str(one) for one in TYPES], "description": "Id."},
    name=text("The name for people."),
    broader=several("The wider type: publishers are organisations.", BROADER),
    optional=("broader",),
)
PROPERTY = record(
    "ReconciliationProperty",
    "A property that candidates are compared by, or that tables are extended by.",
    id=text("Id."),
    name=text("The name for people."),
    description=text("What it holds, and whether queries may give it."),
    optional=("description",),
)
URL = record("ReconciliationTemplate", "An address.", url=uri("With `{{id}}` in the place of an id."))
PREVIEW = record(
    "ReconciliationPreview",
    "A small page about a record, for a frame.",
    url=uri("With `{{id}}` in the place of an id."),
    width=whole("Pixels."),
    height=whole("Pixels."),
)
SERVICE = record(
    "ReconciliationService",
    "An address in two parts.",
    service_url=uri("The first part."),
    service_path=uri("The second."),
)
SUGGEST = record(
    "ReconciliationSuggest",
    "Addresses that suggest while somebody types.",
    entity=SERVICE,
    property=SERVICE,
    type=SERVICE,
)
SETTING = record(
    "ReconciliationSetting",
    "A setting of a property to fetch.",
    name=text("Its name in `settings`."),
    label=text("The label for people."),
    type=text("`number`."),
    default=whole("What stands where it is not given."),
    help_text=text("What it does."),
)
EXTEND = record(
    "ReconciliationExtend",
    "How tables are extended.",
    propose_properties=SERVICE,
    property_settings=several("What can be set of each property.", SETTING),
)
SCHEME = record(
    "ReconciliationSecurity",
    "How a client says who it is, where reading is closed.",
    type=text("`apiKey`."),
    name=text("The header."),
)
SCHEME["properties"]["in"] = text("`header`.")
SCHEME["required"] += ["in"]
MANIFEST = record(
    "ReconciliationManifest",
    "What the service does, after the Reconciliation Service API 0.2.",
    versions=several("Versions of the protocol.", {"type": "string"}),
    name=text("The name for people."),
    identifierSpace=uri("What stands before an id to make it an address."),
    schemaSpace=uri("Where types and properties are described."),
    documentation=uri("The guide."),
    serviceVersion=text("Version of this API."),
    defaultTypes=several("The types.", TYPE),
    view=URL,
    preview=PREVIEW,
    suggest=SUGGEST,
    extend=EXTEND,
    batchSize=whole(f"Queries of a batch at most: {MOST_QUERIES}."),
    authentication=SCHEME,
    optional=("authentication",),
)
FEATURE = record(
    "ReconciliationFeature",
    "Something that speaks for a candidate or against it.",
    id=text("`name`, `other_name`, `mentions`, or `property:` and the property."),
    value={"type": "number", "minimum": 0, "description": "Likeness from 0 to 100; of `mentions` how many there are."},
)
CANDIDATE = record(
    "ReconciliationCandidate",
    "A record that may be meant.",
    id=text("Its public id."),
    name=text("Its name."),
    description=text("What tells it from others."),
    type=several("Its types.", TYPE),
    score={"type": "number", "minimum": 0, "maximum": 100, "description": "From 0 to 100; 100 for the same name."},
    features=several("What the score is made of.", FEATURE),
    match={"type": "boolean", "description": "Whether it is taken for the record: a score of 90, and no other near."},
    optional=("description",),
)
RESULT = record("ReconciliationResult", "What one query finds.", result=several("The best first.", CANDIDATE))
RESULTS = by_name("ReconciliationResults", "The results by the names of their queries.", RESULT)
VALUE = {
    "title": "ReconciliationValue",
    "type": "object",
    "description": "A value: one of `str`, `int`, `date` (ISO 8601, UTC), or a record by `id` and `name`.",
    "properties": {
        "str": text("A text."),
        "int": {"type": "integer", "description": "A number."},
        "date": text("A time."),
        "id": text("Id of a record."),
        "name": text("Its name."),
    },
}
META = record(
    "ReconciliationColumn",
    "A property that was fetched.",
    id=text("Id."),
    name=text("The name for people."),
    type=TYPE,
    optional=("type",),
)
ROW = by_name("ReconciliationRow", "The values by property.", several("The values.", VALUE))
ROWS = by_name("ReconciliationRows", "The rows by the ids that were asked for; one that nothing has holds none.", ROW)
EXTENSION = record(
    "ReconciliationExtension",
    "What is known of records.",
    meta=several("The properties.", META),
    rows=ROWS,
)
ANSWER = {
    "oneOf": [MANIFEST, RESULTS, EXTENSION],
    "title": "ReconciliationAnswer",
    "description": "The manifest; with `queries` candidates by query; with `extend` what is known of records.",
}
ANSWERS = {
    "oneOf": [RESULTS, EXTENSION],
    "title": "ReconciliationFormAnswer",
    "description": "Candidates by query, or what is known of records.",
}
SUGGESTED = record(
    "ReconciliationSuggestedEntity",
    "A record whose name begins so.",
    id=text("Its public id."),
    name=text("Its name."),
    description=text("What tells it from others."),
    notable=several("Its types.", TYPE),
    optional=("description",),
)
ENTITIES = record("ReconciliationEntities", "Records that may be meant.", result=several("The best first.", SUGGESTED))
PROPERTIES = record("ReconciliationProperties", "Properties.", result=several("In their order.", PROPERTY))
TYPE_LIST = record("ReconciliationTypes", "Types.", result=several("In their order.", TYPE))
PROPOSAL = record(
    "ReconciliationProposal",
    "Properties that a table of a type can be extended by.",
    type=text("The type asked for; empty where none was."),
    properties=several("In their order.", PROPERTY),
    limit=whole("How many were asked for."),
    optional=("limit",),
)
FORM = {
    "title": "ReconciliationForm",
    "type": "object",
    "description": "Either of the two.",
    "properties": {
        "queries": text('A batch of queries as JSON: `{"q0": {"query": "Ines Tarrow", "type": "person"}}`.'),
        "extend": text('A data extension query as JSON: `{"ids": [...], "properties": [{"id": "roles"}]}`.'),
    },
}
