"""What is cut from around a story, and above all what is not."""

import pytest

from corpus.ingest.boilerplate import is_correction, reason_to_cut
from corpus.ingest.story import tell
from corpus.records import RemovalReason


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("NOW WATCH: How the bridge was built in sixty seconds", "now_watch"),
        ("WATCH: The mayor speaks", "now_watch"),
        ("Watch the video above.", "now_watch"),
        ("Watch the full interview with Kerr below:", "now_watch"),
        ("See photos from the opening below:", "now_watch"),
        ("Read more: The bridge that nobody wanted", "read_more"),
        ("READ MORE:", "read_more"),
        ("Read more here", "read_more"),
        ("Read the rest here.", "read_more"),
        ("Read the full story here.", "read_more"),
        ("Related: Ferry to stop in May", "read_more"),
        ("RELATED ARTICLES", "read_more"),
        ("You may also like", "read_more"),
        ("Continue reading the main story", "read_more"),
        ("Story continues below", "read_more"),
        ("Sign up for our daily newsletter", "newsletter"),
        ("Sign up here to get the Courier's morning briefing.", "newsletter"),
        ("Subscribe to our newsletter for the best of the harbour.", "newsletter"),
        ("Get the day's top stories delivered to your inbox.", "newsletter"),
        ("Enter your email address:", "newsletter"),
        ("Get the Courier by email every evening. Sign up here.", "newsletter"),
        ("Follow us on Facebook", "follow_us"),
        ("Follow the Courier on Facebook, Twitter and Instagram.", "follow_us"),
        ("Like us on Facebook!", "follow_us"),
        ("Follow Ana Kerr on Twitter @anakerr.", "follow_us"),
        ("Follow Ana Kerr on Twitter at @anakerr. Reach her at ana@courier.example.", "follow_us"),
        ("Follow her @anakerr", "follow_us"),
        ("Share this article", "share"),
        ("Share on Facebook", "share"),
        ("Facebook", "share"),
        ("24 comments", "share"),
        ("Advertisement", "advertisement"),
        ("ADVERTISEMENT", "advertisement"),
        ("[Advertisement]", "advertisement"),
        ("Sponsored by the Norland Bank", "advertisement"),
        ("© 2024 The Port Ellis Courier", "copyright"),
        ("Copyright 2024 The Port Ellis Courier. All rights reserved.", "copyright"),
        ("(Reporting by Ana Kerr; Editing by Tom Lind)", "credit"),
        ("Additional reporting by Bo Ek", "credit"),
        ("Photo: Bo Ek/Courier", "credit"),
        ("Bo Ek/Getty Images", "credit"),
        ("This story has been updated with comments from the mayor.", "site"),
        ("* * *", "site"),
        ("___", "site"),
    ],
)
def test_cut_wherever_it_stands(line: str, reason: str) -> None:
    assert reason_to_cut(line, at_edge=False) is RemovalReason(reason)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Courier Emails & Alerts", "newsletter"),
        ("The harbour's best stories every morning in your inbox.", "newsletter"),
        ("Follow us", "follow_us"),
        ("Twitter: @anakerr", "follow_us"),
        ("Ana Kerr contributed to this report.", "credit"),
        ("Ana Kerr and Tom Lind contributed reporting.", "credit"),
        ("Ana Kerr contributed reporting from Port Ellis. Bo Ek reported from Sandholm.", "credit"),
        ("This article was originally published in the Sandholm Gazette.", "site"),
        ("Privacy policy | Terms of use", "site"),
        ("Support the Courier: join us from 3 crowns a month.", "site"),
    ],
)
def test_cut_only_at_the_head_or_the_tail(line: str, reason: str) -> None:
    assert reason_to_cut(line, at_edge=True) is RemovalReason(reason)
    assert reason_to_cut(line, at_edge=False) is None


@pytest.mark.parametrize(
    "line",
    [
        "Residents follow the debate on Facebook, where the mayor answers every question herself.",
        "The group, which has 4,000 followers on Twitter, will meet again on Monday.",
        "Follow the money, the auditors told the council, and you will find the bridge.",
        "Like many on Twitter, she was angry.",
        "Join the march on Facebook, the organisers had written, and thousands did.",
        "“Follow us on Facebook,” the mayor said.",
        "“Sign up for our newsletter and you will know it all,” she said.",
        "Kerr said she would sign up for the newsletter of the harbour.",
        "Residents contributed to the rebuilding of the harbour.",
        "The bank and the ferry company contributed to the bridge.",
        "Facebook said on Monday that it would build a data centre in Port Ellis.",
        "Twitter did not answer questions.",
        "The video shows the bridge as it falls.",
        "Read more widely, the report advises teachers, and read aloud.",
        "Watch the harbour in the morning and you will see no ships.",
        "The court said copyright in the film belongs to the town.",
        "Share prices fell by a tenth.",
        "Comments by the mayor angered the ferry workers.",
        "Subscribers to the newsletter were told on Friday, Kerr said.",
        "Spam ends up in your inbox, the police warned.",
        "Related parties must be named in the accounts.",
        "Advertisement for the bridge was banned by the council.",
        "Reuters reported the sale first.",
        "Reporting of burglaries has fallen.",
        "Photographs of the wreck show a hole of two metres.",
        "This story begins with a bridge.",
        "Copyright law is to change, the minister said on Monday.",
        "Video — the dream of the nineties — is dead.",
        "Images from the scene show a burning bridge.",
        "Pictures by children hang in the hall.",
        "Writing by hand is good for the brain, the study found.",
        "Recommended – by three of four doctors – the pill sold well.",
        "More from Sandholm will follow.",
        "Also on the list is the mayor.",
        "Keep reading to your children, Kerr told the parents.",
        "Get rid of the newsletter, the auditors told the council.",
        "Sign up for the updates, the mayor told the ferry workers.",
        "Support our fishermen, the banners read.",
        "Donate blood, the hospital asks the town.",
        "(c) The ferry stops in May.",
        "The Norland Bank contributed.",
        "No.",
        "?",
        "1.",
        "“",
    ],
)
def test_story_is_never_cut(line: str) -> None:
    assert reason_to_cut(line, at_edge=True) is None


@pytest.mark.parametrize(
    ("line", "correction"),
    [
        ("Correction: an earlier version of this story gave the wrong name of the bridge.", True),
        ("CORRECTION: The bridge is 400 metres long, not 40.", True),
        ("Correction appended", True),
        ("This story has been corrected to give the right name of the bridge.", True),
        ("An earlier version of this article misstated the length of the bridge.", True),
        ("Editor’s note: This article was corrected on June 3.", True),
        ("Clarification, June 3: The bridge is open to cyclists too.", True),
        ("Because of an editing error, an article on Monday gave the wrong length.", True),
        ("Corrections officers blocked the bridge on Monday.", False),
        ("Correction of the river will take ten years, the engineers said.", False),
        ("“This story has been corrected too often,” said Kerr.", False),
        ("The court ordered a correction: the bridge is not in Sandholm.", False),
    ],
)
def test_correction(line: str, correction: bool) -> None:
    assert is_correction(line) is correction


STORY = ["The bridge is open.", "“It took nine years,” said Ana Kerr.", "The ferry will stop in May."]


def test_what_is_cut_is_kept_with_its_reason_and_its_place() -> None:
    story = tell(
        [
            "Advertisement",
            "Bridge opens",
            *STORY[:2],
            "Read more: Ferry stops",
            STORY[2],
            "Follow us on Facebook",
            "© 2024 Courier",
        ],
        headline=None,
    )
    assert story.headline == "Bridge opens"
    assert story.body == "\n\n".join(STORY)
    assert [(r.text, r.reason.value) for r in story.removed] == [
        ("Advertisement", "advertisement"),
        ("Read more: Ferry stops", "read_more"),
        ("Follow us on Facebook", "follow_us"),
        ("© 2024 Courier", "copyright"),
    ]
    assert [r.offset for r in story.removed] == [0, story.body.index(STORY[2]), len(story.body), len(story.body)]


def test_a_correction_is_kept_apart_even_among_closing_lines() -> None:
    note = "Correction: an earlier version of this story gave the wrong name of the bridge."
    story = tell(["Bridge opens", *STORY, "Follow us on Facebook", note, "Courier Emails & Alerts"], headline=None)
    assert (story.correction, story.body, len(story.removed)) == (note, "\n\n".join(STORY), 2)


def test_a_correction_under_a_heading_of_its_own() -> None:
    story = tell(["Bridge opens", *STORY, "CORRECTION:", "The bridge is in Sandholm."], headline=None)
    assert story.correction == "CORRECTION:\n\nThe bridge is in Sandholm."
    assert story.body == "\n\n".join(STORY)


def test_credits_run_onto_the_last_sentence_are_split_off() -> None:
    story = tell(["Bridge opens", STORY[0], f"{STORY[2]} (Reporting by Ana Kerr; Editing by Tom Lind)"], headline=None)
    assert story.body == f"{STORY[0]}\n\n{STORY[2]}"
    assert [r.text for r in story.removed] == ["(Reporting by Ana Kerr; Editing by Tom Lind)"]
