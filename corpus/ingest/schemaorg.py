"""schema.org in JSON-LD: finding the article in a graph and bringing its values into plain shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

from corpus.ingest.config import IngestError
from corpus.ingest.urls import canonical_url

ARTICLE_TYPES = frozenset(
    [
        "newsarticle",
        "article",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "backgroundnewsarticle",
        "opinionnewsarticle",
        "reviewnewsarticle",
        "askpublicnewsarticle",
        "advertisercontentarticle",
        "satiricalarticle",
        "scholarlyarticle",
        "report",
        "blogposting",
        "liveblogposting",
        "socialmediaposting",
        "techarticle",
        "creativework",
    ]
)
_DEPTH = 12
_MOST = 1_000  # articles that are looked at
_SAME = ("@graph", "mainEntity", "mainEntityOfPage")
_PARTS = ("hasPart", "itemListElement", "item", "author", "publisher")


def is_json_ld(value: object) -> bool:
    """Tell whether a JSON value is JSON-LD: an object with @type, @context or @graph, or a list of such objects."""
    if isinstance(value, list):
        return bool(value) and all(is_json_ld(item) for item in value[:50])
    return isinstance(value, Mapping) and any(key in value for key in ("@type", "@graph", "@context"))


def find_article(value: object, address: str = "") -> dict[str, object] | None:
    """Return the first article of a JSON-LD value with its references resolved, None where there is none.

    The article of the page whose canonical ``address`` is given is taken before others, what stands by itself before
    what a list or another thing holds, and a NewsArticle or another article type before the generic CreativeWork.
    """
    nodes = list(_nodes(value, 0))
    by_id = {node["@id"]: node for node, _ in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = [(node, held) for node, held in nodes if _types(node) & ARTICLE_TYPES][:_MOST]
    if not articles:
        return None
    articles.sort(
        key=lambda one: (
            not (address and _is_at(one[0], address)),
            one[1],
            _types(one[0]) == {"creativework"},
            "articleBody" not in one[0] and "headline" not in one[0],
        )
    )
    article = {key: _plain(item, by_id) for key, item in articles[0][0].items()}
    for key in ("author", "creator", "publisher", "sourceOrganization"):
        if key in article:
            article[key] = _named(article[key])
    if isinstance(article.get("identifier"), list):
        del article["identifier"]  # several schemes at once: none of them is the client's own key
    return article


def _named(value: object) -> object:
    """Leave out references that lead nowhere: a page may name its author on another page."""
    if isinstance(value, list):
        kept = [item for item in map(_named, value) if item is not None]
        return kept or None
    return None if isinstance(value, Mapping) and "name" not in value else value


def _types(node: Mapping[str, object]) -> set[str]:
    found = node.get("@type")
    names = found if isinstance(found, list) else [found]
    return {name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].casefold() for name in names if isinstance(name, str)}


def _is_at(node: Mapping[str, object], address: str) -> bool:
    """Whether a node says that it is what the page at the address is about."""
    page = node.get("mainEntityOfPage")
    said = [node.get("url"), node.get("@id"), page]
    if isinstance(page, Mapping):
        said += [page.get("@id"), page.get("url")]
    for one in said:
        with suppress(IngestError):
            if isinstance(one, str) and canonical_url(one) == address:
                return True
    return False


def _nodes(value: object, depth: int, *, held: bool = False) -> Iterator[tuple[Mapping[str, object], bool]]:
    """Walk lists, @graph, mainEntity and their like; and whether each node is a part of another thing."""
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1, held=held)
    elif isinstance(value, Mapping):
        yield value, held
        for key in (*_SAME, *_PARTS):
            inner = value.get(key)
            if isinstance(inner, list | Mapping):
                yield from _nodes(inner, depth + 1, held=held or key in _PARTS)


def _plain(value: object, by_id: Mapping[object, Mapping[str, object]]) -> object:
    """Resolve {"@id": ...} references to named nodes and unwrap {"@value": ...}."""
    if isinstance(value, list):
        return [_plain(item, by_id) for item in value]
    if isinstance(value, Mapping):
        if "@value" in value:
            return value["@value"]
        if set(value) == {"@id"} and isinstance(value["@id"], str) and value["@id"] in by_id:
            return dict(by_id[value["@id"]])
    return value
