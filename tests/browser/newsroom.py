"""A small corpus of invented news for the pages of editors, and what runs inside the server's database."""

from __future__ import annotations

from pathlib import Path

PEOPLE = ["Mara Ellwin", "Tom Hask", "Ines Corro", "Jon Brill"]
ROLES = ["the mayor of Tolmouth", "a harbour pilot", "the head of the Port Ellis council", "a teacher in Sandwick"]
WORDS = [
    "We have waited for the new bridge for nine years",
    "Nobody asked the fishermen what they need",
    "The school opens again on Monday, whatever the weather does",
    "I have never seen the river so high in March",
    "Our ferry will sail twice a day from June on",
    "The museum belongs to those who paid for it",
]
# What must not run, whatever it stands in.
HOSTILE = (
    "<script>alert('ran')</script> <img src=x onerror=\"alert('ran')\"> <svg onload=alert('ran')><math><mtext></title>"
    " </script> {{ 7|add:7 }} {% now 'Y' %} \u202egnp\u202c "
    "<a href=\"javascript:alert('ran')\">here</a> \U0001f40b\U0001f40b."
)


def articles() -> list[tuple[str, str]]:
    """Name and text of each file."""
    found = []
    for number, words in enumerate(WORDS):
        who, role = PEOPLE[number % 4], ROLES[number % 4]
        other = PEOPLE[(number + 1) % 4]
        text = (
            f"Letter {number + 1} from Tolmouth\n\nThe council met on Tuesday, and {other} was there.\n\n"
            f"“{words},” said {who}, {role}. “It is {number + 2} years too late,” {who.split()[-1]} added.\n\n"
            f"{other} said that the town would pay for it all.\n\n"
            "An \U0001f40b was seen in the bay, as in years before."
        )
        found.append((f"letter-{number}.txt", text))
    hostile = f"A hostile letter\n\nIt began like this: {HOSTILE}\n\n"
    hostile += f"“We print {HOSTILE},” said Mara Ellwin, the mayor of Tolmouth."
    return [*found, ("hostile.txt", hostile)]


def write(folder: Path) -> Path:
    """The files in a folder."""
    folder.mkdir()
    for name, text in articles():
        (folder / name).write_text(text)
    return folder


EDITOR = """
from django.contrib.auth.models import User
User.objects.create_superuser("ada", password="a long way home")
"""
