"""JSON-LD of W3C Web Annotations, as media type and profile."""

from __future__ import annotations

from api.v1.renderers import ORJSONRenderer

PROFILE = "http://www.w3.org/ns/anno.jsonld"
CONTENT_TYPE = f'application/ld+json; profile="{PROFILE}"'


class AnnotationRenderer(ORJSONRenderer):
    """JSON-LD with the profile of Web Annotations."""

    media_type = "application/ld+json"
    format = "jsonld"
    writes_what_json_does = True


class ProfiledAnnotationRenderer(AnnotationRenderer):
    """The same, asked for with its profile."""

    media_type = f'application/ld+json;profile="{PROFILE}"'
