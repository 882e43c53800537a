"""The codes of the entries of ``errors``: what is wrong with a parameter or a field, and what to do."""

from __future__ import annotations

from typing import NamedTuple


class FaultCode(NamedTuple):
    """A code as the page of problems explains it."""

    meaning: str
    remedy: str


FAULT_CODES: dict[str, FaultCode] = {
    "unknown": FaultCode(
        "The address has no such parameter, or the body no such field.",
        "Take the suggestion; the documentation lists all names of each address.",
    ),
    "unknown_choice": FaultCode(
        "The value is none of the words that the parameter takes.", "Take one of those that the detail lists."
    ),
    "unknown_field": FaultCode(
        "ordering names something that the list is not ordered by.", "Take one of those that the detail lists."
    ),
    "unknown_name": FaultCode(
        "fields, omit or expand names a field that the record does not have.",
        "Take the suggestion; a dot leads into a nested record: speaker.name.",
    ),
    "unknown_id": FaultCode(
        "No record has this id or identifier.",
        "Look it up by /autocomplete/ or by a name. Ids of merged records are still good.",
    ),
    "wrong_type": FaultCode(
        "The id is of another kind of record than the filter takes.",
        "The first letters of an id say what it is: per_ a person, org_ an organisation, art_ an article.",
    ),
    "empty": FaultCode(
        "A parameter without a value, or an empty object or list.",
        "Leave it out to ask for everything; what is unknown is asked for by __isnull=true.",
    ),
    "malformed": FaultCode(
        "The value is not of the form that is read here: no date, no number, no id.",
        "Write it as the detail shows.",
    ),
    "syntax": FaultCode(
        "The query of q cannot be read; position is the character at which it goes wrong.",
        "Close quotation marks, and put a word on either side of OR and after a minus.",
    ),
    "repeated": FaultCode(
        "Something that is said once is said twice.",
        "Give it once. Filters for equality may be repeated and then mean or; comparisons may not.",
    ),
    "required": FaultCode("The address needs the parameter, or the body the field.", "Give it."),
    "too_long": FaultCode("The value has more characters than are read or kept.", "Shorten it."),
    "max_length": FaultCode(
        "The field of the body has more characters, or its list more entries, than it takes.", "Shorten it."
    ),
    "max_string_length": FaultCode("The number in the body has more digits than are read.", "Shorten it."),
    "not_a_list": FaultCode("The field is a list.", "Put the value between [ and ], even where it is the only one."),
    "min_length": FaultCode("The list of the body has fewer entries than it needs.", "Give one at least."),
    "min_value": FaultCode("The number in the body is lower than it may be.", "Raise it; the detail has the limit."),
    "max_value": FaultCode("The number in the body is higher than it may be.", "Lower it; the detail has the limit."),
    "too_many": FaultCode(
        "More values, conditions or facets than one request may have.", "Ask in several requests; detail has the limit."
    ),
    "too_deep": FaultCode(
        "Fields or conditions inside each other, beyond the limit.", "Ask for the nested record at its own address."
    ),
    "out_of_range": FaultCode(
        "The number is smaller or greater than the parameter takes.", "Take one between those that the detail names."
    ),
    "misplaced": FaultCode(
        "relevance, or another order that has one direction, stands with a minus or behind another term of ordering.",
        "Let it come first, without a minus.",
    ),
    "needs_q": FaultCode(
        "highlight, exact and ordering=relevance say something of a search, and there is none.",
        "Add q, or leave the parameter out.",
    ),
    "needs_filter": FaultCode(
        "The order is that of related rows, and no filter says of which.", "Add the filter that the detail names."
    ),
    "no_share": FaultCode(
        "Shares of coverage are not known for this facet.", "Leave normalise out, or count by what the detail lists."
    ),
    "other_query": FaultCode(
        "The cursor was given out for other filters, another search or another order.",
        "Follow next and previous as they stand; a new query begins without a cursor.",
    ),
    "nothing_left": FaultCode(
        "omit leaves nothing to answer with.", "Leave out less, or name in fields what you want."
    ),
    "left_out": FaultCode(
        "expand writes out what fields or omit leaves out.", "Name it in fields too, or do not expand it."
    ),
    "not_in_format": FaultCode(
        "The parameter means nothing in the format asked for: pages in a stream, fields in a vocabulary.",
        "Leave it out, or take format=json.",
    ),
    "conflict": FaultCode(
        "Two fields contradict each other, or the state of the record does not allow it.",
        "Give one of the two; or read the record anew.",
    ),
    "refused": FaultCode(
        "The value is well formed, and makes no sense for this record.", "Read the detail; another value may do."
    ),
    "invalid_document": FaultCode(
        "The field of a text to be read cannot be read itself.", "Write it as the detail shows."
    ),
    "invalid": FaultCode("The field is of another type.", "Send text as text, and an object as the body."),
    "invalid_choice": FaultCode(
        "The value is none of the words that the field takes.", "The documentation of the body lists them."
    ),
    "blank": FaultCode("The field holds no text.", "Give one, or leave the field out where it may be missing."),
    "null": FaultCode("The field may not be null.", "Give a value, or leave the field out where it may be missing."),
    "null_characters_not_allowed": FaultCode("The text holds a NUL character.", "Remove it."),
    "surrogate_characters_not_allowed": FaultCode(
        "The text holds half of a surrogate pair, which is no character.", "Escape characters in JSON as whole pairs."
    ),
}
