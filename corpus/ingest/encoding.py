"""Bytes to text: byte order marks, UTF-8, then a guess that knows how news text looks."""

from __future__ import annotations

import codecs
import re
import unicodedata

import charset_normalizer

from corpus.ingest.config import IngestError

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
)
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\x0b\x0c\r\x1b\x85") + b"\x7f"
_SAMPLE = 200_000  # bytes looked at when guessing
# The quotation marks of MacRoman, read as Windows-1252. An opening one begins a word, as "Ôter" does, and is closed.
_MAC_QUOTES = re.compile("[a-z][ÕÔ][a-z]|[a-z.,?!][ÓÕ](?:\\s|$)")
_MAC_OPENING, _MAC_CLOSING = re.compile(r"(?<!\w)[ÒÔ][A-Za-z]"), re.compile("[ÓÕ]")
# What no word has, and the wrong one of the two readings has: "annoncÈ", "ItÕs", "LIGA«’ES".
_NO_WORD = re.compile("[a-zß-öø-ÿœ][ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŒŠŽŸ]|[^\\W\\d_][“”«»„‚†‡]+[’‘]?[^\\W\\d_]")
_TYPOGRAPHIC = frozenset("“”‘’–—…•·«»‹›„‚£€§©®™°½¼¾ºª¡¿†‡")
# Letters that French, German, Spanish and the Nordic languages use often; other ones may be misread Czech or Turkish.
_FREQUENT = frozenset("éèêëàâäáåæçîïíñôöóøùúüßœÿ")


def decode(content: bytes, *, declared: str = "") -> str:
    """Return the text of ``content``.

    Tried in this order: a byte order mark, UTF-16 and UTF-32 without one, UTF-8, ``declared`` (a charset the document
    names), Windows-1252 for text that looks Western, charset-normalizer. Raises IngestError for binary data.
    """
    for signature, name in _SIGNATURES:
        if content.startswith(signature):
            raise IngestError(f"binary data, not text: {name}")
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict_or_binary(content[len(mark) :], encoding)
    wide = _wide_encoding(content)
    if wide:
        return _strict_or_binary(content, wide)
    if declared and b"\x1b" in content:  # the ISO-2022 family hides behind plain ASCII bytes
        text = _try(content, declared)
        if text is not None:
            return text
    text = _try(content, "utf-8")
    if text is not None:
        if _control_share(content.replace(b"\x00", b"")) > 0.1 or content.count(0) > len(content) * 0.5:
            raise IngestError("binary data, not text")
        return text
    return _decode_legacy(content.replace(b"\x00", b""), declared)


def _decode_legacy(content: bytes, declared: str) -> str:
    """Decode what is not UTF-8: one byte a character, or an East Asian encoding."""
    if _control_share(content) > 0.02:
        raise IngestError("binary data, not text")
    if declared:
        text = _try(content, declared)
        if text is not None:
            return text
    sample = content[:_SAMPLE]
    mostly_utf8 = sample.decode("utf-8", "replace")
    if mostly_utf8.count("\ufffd") * 10 < sum(1 for c in mostly_utf8 if ord(c) > 127):
        return content.decode("utf-8", "replace")  # UTF-8 with a few broken bytes
    western = sample.decode("cp1252", "replace")
    if _is_mac_roman(sample, western):
        if _looks_western(sample.decode("mac_roman")):
            return content.decode("mac_roman")
    elif _looks_western(western):
        return content.decode("cp1252", "replace").replace("\ufffd", "")
    best = charset_normalizer.from_bytes(sample).best()
    if best is None:
        raise IngestError("binary data, not text")
    return content.decode(best.encoding, "replace").replace("\ufffd", "")


def _is_mac_roman(sample: bytes, western: str) -> bool:
    """Tell whether text has the quotation marks of MacRoman, and no odder words in that reading than in the other."""
    opened = _MAC_OPENING.search(western) and _MAC_CLOSING.search(western)
    if _TYPOGRAPHIC & set(western) or not (opened or _MAC_QUOTES.search(western)):
        return False
    return len(_NO_WORD.findall(sample.decode("mac_roman"))) <= len(_NO_WORD.findall(western))


def _looks_western(text: str) -> bool:
    """Tell whether decoding gave text with few accented letters among plain ones, as in Western Europe."""
    if text.count("\ufffd") > len(text) * 0.002:
        return False
    plain = sum(1 for c in text if c.isascii() and c.isalpha())
    marked = [c for c in text if not c.isascii() and c not in _TYPOGRAPHIC and not c.isspace()]
    letters = [c for c in marked if unicodedata.category(c) in ("Ll", "Lu")]
    share = 0.35 if _FREQUENT.issuperset("".join(letters).lower()) else 0.08
    return len(letters) <= share * plain + 1 and len(marked) - len(letters) <= 0.02 * plain + 1


def _wide_encoding(content: bytes) -> str:
    """Return the UTF-16 or UTF-32 flavour that the pattern of zero bytes shows, or ""."""
    sample = content[:4096]
    if len(sample) < 4 or b"\x00" not in sample:
        return ""
    quarters = [sample[i::4].count(0) / max(1, len(sample[i::4])) for i in range(4)]
    if len(content) % 4 == 0 and min(quarters[1:]) > 0.9 and quarters[0] < 0.1:
        return "utf-32-le"
    if len(content) % 4 == 0 and min(quarters[:3]) > 0.9 and quarters[3] < 0.1:
        return "utf-32-be"
    even, odd = (quarters[0] + quarters[2]) / 2, (quarters[1] + quarters[3]) / 2
    if odd > 0.6 and even < 0.1:
        return "utf-16-le"
    if even > 0.6 and odd < 0.1:
        return "utf-16-be"
    return ""


def _control_share(content: bytes) -> float:
    sample = content[:_SAMPLE]
    return (len(sample) - len(sample.translate(None, _CONTROLS))) / max(1, len(sample))


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None


def _strict_or_binary(content: bytes, encoding: str) -> str:
    """Decode, forgiving a cut last character; text that is mostly unassigned characters is binary data."""
    text = content.decode(encoding, "replace")
    sample = text[:20_000]
    strange = sum(1 for c in sample if c == "\ufffd" or unicodedata.category(c) in ("Cn", "Co", "Cs"))
    strange += sum(1 for c in sample if ord(c) < 32 and c not in "\0\t\n\r\f\v")
    if strange > 0.05 * len(sample) + 1:
        raise IngestError("binary data, not text")
    return text.replace("\ufffd", "")
