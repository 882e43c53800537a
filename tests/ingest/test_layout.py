"""Lines to paragraphs."""

import textwrap

import pytest

from corpus.ingest.text import text_paragraphs

FIRST = (
    "The harbour council of Port Ellis voted on Monday to build a second bridge across the estuary, ending nine years "
    "of argument about who should pay for it and where it should stand."
)
SECOND = (
    "“We have waited long enough,” said the harbour master, Ana Kerr, who had asked for the well-known northern site "
    "since 2015. The inter-island ferry will run until the bridge opens."
)
THIRD = "Work begins in May."


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100])
def test_wrapped_text_between_empty_lines_is_joined(width: int) -> None:
    text = "\n\n".join(textwrap.fill(p, width) for p in (FIRST, SECOND, THIRD))
    assert text_paragraphs(text) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("width", [60, 72, 80])
def test_wrapped_text_with_indented_paragraphs_is_split_at_the_indent(width: int) -> None:
    text = "\n".join(textwrap.fill(p, width, initial_indent="    ") for p in (FIRST, SECOND, FIRST))
    assert text_paragraphs(text) == [FIRST, SECOND, FIRST]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_kinds(ending: str) -> None:
    text = "\n\n".join(textwrap.fill(p, 72) for p in (FIRST, SECOND)).replace("\n", ending)
    assert text_paragraphs(text) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "lines",
    [
        [FIRST, SECOND, THIRD],
        ["The bridge opens in May.", "Ships will pass from June.", "The council met on Monday.", "It rained."],
        [
            "The council met in the old town hall on Monday, said Ana Kerr.",
            "The bridge was the only point of the agenda, she said.",
            "The vote was nine to four in favour of the northern site.",
        ],
        ["“No.”", "“Why?”", "“We have no money.”"],
        ["Ana Kerr, harbour master", "Tom Lind, engineer", "Bo Ek, member of the council"],
        ["Ingredients", "flour, plain", "sugar", "eggs"],
        ["flour,", "sugar,", "eggs"],
        ["The market sells:", "plums", "pears."],
        ["the rain falls down", "upon the town", "and all is still."],
        ["The tide is low,", "The moon is slow,", "And home we go."],
        ["New phones in shops", "iPhone buyers queued all night."],
        ["Second bridge approved", "by Ana Kerr", "The council met."],
        ["By Ana Kerr", "correspondent of the harbour."],
        ["Plans", "- a bridge,", "- a ferry."],
        ["A title of fifty-two characters that has no full stop", "The text of the story follows it in one line only."],
    ],
)
def test_lines_that_are_paragraphs_stay_apart(lines: list[str]) -> None:
    assert text_paragraphs("\n".join(lines)) == lines
    assert text_paragraphs("\n\n".join(lines)) == lines
    assert text_paragraphs("\n \t\n\n".join(lines)) == lines


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\n  "])
@pytest.mark.parametrize(
    "lines",
    [
        ["“Line one,” said Yul Zed,", "the mayor."],
        ["“Line one,” said Yul Zed,", "the mayor"],
        ["“Line one,”", "said Yul Zed."],
        ["“Why now?”", "asked Yul Zed."],
        ["The mayor of Tolmouth", "said that the plan", "was good."],
        ["In 2015 the council", "met, it said,", "four times."],
    ],
)
def test_a_sentence_that_goes_on_in_lower_case_is_joined(lines: list[str], ending: str) -> None:
    around = ["The council met on Monday.", "It rained."]
    text = f"{around[0]}\n\n{ending.join(lines)}\n\n{around[1]}"
    assert text_paragraphs(text) == [around[0], " ".join(lines), around[1]]
    assert text_paragraphs(ending.join([around[0], *lines, around[1]])) == [around[0], " ".join(lines), around[1]]


def test_a_short_line_in_wrapped_text_is_joined_too() -> None:
    text = textwrap.fill(FIRST, 72) + "\n\n“Line one,” said Yul Zed,\nthe mayor."
    assert text_paragraphs(text) == [FIRST, "“Line one,” said Yul Zed, the mayor."]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("inter-\nnational", "international"),
        ("well-\nknown", "well-known"),
        ("Anglo-\nDanish", "Anglo-Danish"),
        ("self-\nmade", "self-made"),
        ("estuary—\nwhich", "estuary—which"),
    ],
)
def test_words_broken_at_the_end_of_a_line(broken: str, whole: str) -> None:
    text = (
        f"The council of the town said on Monday that it would not pay for the {broken} bridge and "
        "that the ferry would have to do for some more time to\n"
        "come in spite of the gales that stop it in winter, whatever some say."
    )
    (found,) = text_paragraphs(text)
    assert f" {whole} bridge" in found


def test_a_broken_word_follows_the_spelling_elsewhere_in_the_text() -> None:
    text = textwrap.dedent("""\
        The co-operative of the harbour workers met on Monday and asked the co-
        operative bank of Port Ellis for a loan, which the bank has refused on
        several earlier occasions, as the chair of the workers' union told us.""")
    assert "asked the co-operative bank" in text_paragraphs(text)[0]


def test_lists_in_wrapped_text_stay_lists() -> None:
    text = (
        textwrap.fill(FIRST, 72)
        + "\n\n"
        + "- a bridge for the ships that come from the northern islands in winter\n- a ferry"
    )
    assert text_paragraphs(text)[1:] == [
        "- a bridge for the ships that come from the northern islands in winter",
        "- a ferry",
    ]


@pytest.mark.parametrize("text", ["", " \n\n\t", "\n" * 1_000])
def test_nothing(text: str) -> None:
    assert text_paragraphs(text) == []
