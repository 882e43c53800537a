"""Changes that a blind fuzzer would take long to find: what has broken readers elsewhere."""

from __future__ import annotations

from random import Random

PIECES: tuple[str | bytes, ...] = (
    # NUL, marks of byte order, lone surrogates, bytes that are no UTF-8, the ends of the code points
    *(b"\x00", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"\xff", b"\xf4\x8f\xbf\xbf", b"\xe9 "),
    # written from right to left, zero width, joiners, combining marks, separators of lines
    *("\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "e\u0301" * 4, "\u2028", "\u2029", "\x85", "\u00ad"),
    *(
        "“",
        "”",
        "‘",
        "’",
        '"',
        "'",
        "«",
        "»",
        "„",
        "``",
        "“ “",
        "said",
        "said:",
        " he said. ",
        "\n\n“",
        "—",
        "…",
        "[he]",
    ),
    *("Ana Kerr ", "Mr. ", "U.S. ", "according to ", " told the Courier", "İ", "ß", "ŉ", "ﬁ", "𝕬", "文", "😀"),
    *(
        "<",
        ">",
        "<p>",
        "</p>",
        "<!--",
        "-->",
        "<![CDATA[",
        "&amp;",
        "&#0;",
        "&#xD800;",
        "&nbsp;",
        "<script>",
        "<table>",
    ),
    *('<!DOCTYPE x [<!ENTITY a "b">]>', '<?xml version="1.0" encoding="utf-16"?>', "&a;" * 5, '<meta charset="utf-7">'),
    *('<script type="application/ld+json">', "</script>", '{"@type": "NewsArticle", "articleBody": "'),
    *(
        "{",
        "}",
        "[",
        "]",
        "[[[[[[[[",
        '{"a":' * 8,
        '"text": 1, "text": "a"',
        "1e999",
        "-" + "9" * 400,
        "\\ud800",
        "\\u0000",
    ),
    *("NaN", "true", "null", '"body":', '"published":', '"authors":', '"headline":', '"url": "http://[::1"', ";", "\t"),
    *(
        ",",
        "\r\n",
        "\r",
        '""',
        '"a\nb"',
        "headline,text\n",
        "=cmd|' /C calc'!A0",
        "2024-02-30",
        "0000-00-00",
        "99999-01-01",
    ),
    *("http://a/%zz?utm_source=b&c#d", "HTTP://ＥＸ.example:99999/", "//", "(", ")", " OR ", " -", "*", "~", "  "),
)
LEAST_REPEATED, MOST_REPEATED = 2, 400


def as_bytes(piece: str | bytes) -> bytes:
    """A piece as it stands in an input."""
    return piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogatepass")


def changed(content: bytes, most: int, random: Random) -> bytes:
    """The input with one to four changes: a piece put in, often many times; a part cut, doubled or moved."""
    found = bytearray(content)
    for _ in range(random.randint(1, 4)):
        first, second = sorted(random.randint(0, len(found)) for _ in range(2))
        kind = random.randrange(6)
        if kind < 3:
            found[first:first] = as_bytes(random.choice(PIECES))
        elif kind == 3:
            repeated = as_bytes(random.choice(PIECES)) * random.randint(LEAST_REPEATED, MOST_REPEATED)
            found[first:first] = repeated[: max(0, most - len(found))]
        elif kind == 4:
            del found[first:second]
        else:
            found[second:second] = found[first:second]
    return bytes(found[:most])
