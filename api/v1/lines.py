"""Lines of a bulk request, read as strictly as the body of a single one."""

from __future__ import annotations

from rest_framework.exceptions import ParseError

from api.v1.bodies import check_article
from api.v1.parsers import strictly
from api.v1.problems import Problem


def line_fault(line: bytes) -> str:
    """Why the line would be refused as the body of a POST; empty where it would not."""
    try:
        fields = strictly(line)
        if not isinstance(fields, dict) or not fields:
            return "The line is a JSON object with the fields of one article."
        check_article(fields)
    except (ParseError, Problem) as error:
        return str(error.detail).replace("The body", "The line")
    return ""
