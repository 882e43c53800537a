"""Bylines, datelines and date lines."""

import pytest

from corpus.ingest.bylines import byline_authors, read_head_line, split_dateline, split_names


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Ana Kerr", ("Ana Kerr",)),
        ("BY ANA KERR", ("ANA KERR",)),
        ("by Ana Kerr", ("Ana Kerr",)),
        ("By: Ana Kerr", ("Ana Kerr",)),
        ("By Ana Kerr and Tom Lind", ("Ana Kerr", "Tom Lind")),
        ("By Ana Kerr, Tom Lind and Bo Ek", ("Ana Kerr", "Tom Lind", "Bo Ek")),
        ("By Ana Kerr and Tom Lind in Port Ellis", ("Ana Kerr", "Tom Lind")),
        ("By Ana Kerr in Port Ellis, Norland", ("Ana Kerr",)),
        ("By Ana Kerr, Political Editor", ("Ana Kerr",)),
        ("By Ana M. Kerr-Holm, Courier Staff Writer", ("Ana M. Kerr-Holm",)),
        ("By Ludo van der Berg", ("Ludo van der Berg",)),
        ("By Aoife O’Dell", ("Aoife O’Dell",)),
        ("Words by Ana Kerr", ("Ana Kerr",)),
        ("Ana Kerr, Political Editor", ("Ana Kerr",)),
        ("Ana Kerr | Harbour correspondent", ("Ana Kerr",)),
        ("By Port Ellis Courier Staff", ("Port Ellis Courier Staff",)),
        ("By Monday the bridge was gone", ()),
        ("By Monday, the bridge was gone.", ()),
        ("By Ana Kerr's own account, the bridge was gone by Monday.", ()),
        ("By the end of May all was over", ()),
        ("Ana Kerr, harbour master", ()),
        ("Ana Kerr", ()),
        ("Ana Kerr, the editor of the Courier, said on Monday that the bridge was gone.", ()),
        ("“By Ana Kerr”", ()),
        ("", ()),
        ("By ", ()),
        ("By " + "Ana " * 100, ()),
    ],
)
def test_byline(line: str, authors: tuple[str, ...]) -> None:
    assert byline_authors(line) == authors


@pytest.mark.parametrize(
    ("line", "published", "modified", "authors"),
    [
        ("3 June 2024", "2024-06-03", "", ()),
        ("Published 3 June 2024", "2024-06-03", "", ()),
        ("Published: June 3, 2024 at 2:05 pm", "2024-06-03", "", ()),
        ("Updated June 4, 2024", "", "2024-06-04", ()),
        ("Published 3 June 2024 | Updated 4 June 2024", "2024-06-03", "2024-06-04", ()),
        ("By Ana Kerr | Port Ellis Courier | June 3, 2024", "2024-06-03", "", ("Ana Kerr",)),
        ("By Ana Kerr • 2024-06-03 14:05", "2024-06-03", "", ("Ana Kerr",)),
    ],
)
def test_head_line(line: str, published: str, modified: str, authors: tuple[str, ...]) -> None:
    found = read_head_line(line)
    assert found is not None
    assert (f"{found.published.value:%Y-%m-%d}" if found.published else "") == published
    assert (f"{found.modified.value:%Y-%m-%d}" if found.modified else "") == modified
    assert found.authors == authors


@pytest.mark.parametrize(
    "line",
    [
        "2024",
        "03/04/2024",
        "In June 2024",
        "The council met on 3 June 2024",
        "Updated",
        "1,200",
        "| | |",
        "Sport | Football",
    ],
)
def test_other_lines_are_no_head_lines(line: str) -> None:
    assert read_head_line(line) is None


@pytest.mark.parametrize(
    ("paragraph", "dateline", "story"),
    [
        ("PORT ELLIS, June 3 (NPA) — The bridge is open.", "PORT ELLIS, June 3 (NPA)", "The bridge is open."),
        ("PORT ELLIS — The bridge is open.", "PORT ELLIS", "The bridge is open."),
        ("PORT ELLIS, Norland – The bridge is open.", "PORT ELLIS, Norland", "The bridge is open."),
        ("PORT ELLIS - The bridge is open.", "PORT ELLIS", "The bridge is open."),
        ("PORT ELLIS (Reuters) - “It is open,” said Ana Kerr.", "PORT ELLIS (Reuters)", "“It is open,” said Ana Kerr."),
        (
            "PORT ELLIS, N.L., Sept. 26 (UPI) — The bridge is open.",
            "PORT ELLIS, N.L., Sept. 26 (UPI)",
            "The bridge is open.",
        ),
        ("Port Ellis (AFP) – The bridge is open.", "Port Ellis (AFP)", "The bridge is open."),
        ("Port Ellis, 3 June 2024 — The bridge is open.", "Port Ellis, 3 June 2024", "The bridge is open."),
        ("SÃO LUCAS ― The bridge is open.", "SÃO LUCAS", "The bridge is open."),
        ("PORT ELLIS -- The bridge is open.", "PORT ELLIS", "The bridge is open."),
        ("NATO — the alliance — said no.", "", "NATO — the alliance — said no."),
        ("EXCLUSIVE — The bridge is open.", "", "EXCLUSIVE — The bridge is open."),
        ("Ana Kerr — The bridge is her life.", "", "Ana Kerr — The bridge is her life."),
        (
            "The bridge – Port Ellis has waited for it – is open.",
            "",
            "The bridge – Port Ellis has waited for it – is open.",
        ),
        ("PORT ELLIS —", "", "PORT ELLIS —"),
        ("", "", ""),
    ],
)
def test_dateline(paragraph: str, dateline: str, story: str) -> None:
    assert split_dateline(paragraph) == (dateline, story)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ana Kerr", ("Ana Kerr",)),
        ("By Ana Kerr", ("Ana Kerr",)),
        ("Ana Kerr and Tom Lind", ("Ana Kerr", "Tom Lind")),
        ("Ana Kerr, Tom Lind, and Bo Ek", ("Ana Kerr", "Tom Lind", "Bo Ek")),
        ("Ana Kerr; Tom Lind", ("Ana Kerr", "Tom Lind")),
        ("Ana Kerr & Tom Lind", ("Ana Kerr", "Tom Lind")),
        ("Kerr, Ana", ("Kerr, Ana",)),
        ("Ana Kerr, Ana Kerr", ("Ana Kerr",)),
        ("Sandy Anderson", ("Sandy Anderson",)),
        ("", ()),
    ],
)
def test_split_names(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names
