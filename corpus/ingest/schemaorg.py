"""schema.org in JSON-LD: finding the article in a graph and bringing its values into plain shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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


def is_json_ld(value: object) -> bool:
    """Tell whether a JSON value is JSON-LD: an object with @type, @context or @graph, or a list of such objects."""
    if isinstance(value, list):
        return bool(value) and all(is_json_ld(item) for item in value[:50])
    return isinstance(value, Mapping) and any(key in value for key in ("@type", "@graph", "@context"))


def find_article(value: object) -> dict[str, object] | None:
    """Return the first article of a JSON-LD value with its references resolved, None where there is none.

    A NewsArticle or another article type is taken before the generic CreativeWork.
    """
    nodes = list(_nodes(value, 0))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = [node for node in nodes if _types(node) & ARTICLE_TYPES]
    if not articles:
        return None
    articles.sort(
        key=lambda node: (_types(node) == {"creativework"}, "articleBody" not in node and "headline" not in node)
    )
    article = {key: _plain(item, by_id) for key, item in articles[0].items()}
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


def _nodes(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    """Walk lists, @graph, mainEntity and their like."""
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, Mapping):
        yield value
        for key in (
            "@graph",
            "mainEntity",
            "mainEntityOfPage",
            "hasPart",
            "itemListElement",
            "item",
            "author",
            "publisher",
        ):
            inner = value.get(key)
            if isinstance(inner, list | Mapping):
                yield from _nodes(inner, depth + 1)


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
