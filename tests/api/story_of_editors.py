"""What the editors of the story do: they edit, add what was overlooked, split, tell two records apart, and propose."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from api.v1 import editing, examples
from corpus.models import Affiliation, Article, Decision, DuplicatePair, Entity, Mention, Proposal, Quotation
from tests.api.conftest import person


class Editors:
    """The part of the story that editors write."""

    article: str
    mayor: Entity
    firm: Entity
    role: Affiliation
    quotation: Quotation
    client: Client

    def get(self, operation: str, path: str) -> Any: ...

    def post(self, operation: str, path: str, body: Any, *, method: str = "post") -> Any: ...

    def edit(self) -> None:
        """All of it."""
        self.post("articles_partial_update", f"articles/{self.article}/", editing.ARTICLE, method="patch")
        body = {**editing.PERSON, "remove_aliases": []}
        self.post("people_partial_update", f"people/{self.mayor.public_id}/", body, method="patch")
        path = f"organisations/{self.firm.public_id}/"
        self.post(
            "organisations_partial_update", path, {"description": "a shipping line", "reason": "told"}, method="patch"
        )
        path = f"affiliations/{self.role.public_id}/"
        self.post("affiliations_partial_update", path, editing.AFFILIATION_CORRECTION, method="patch")
        self.add()
        self.split("people", self.mayor)
        self.split("organisations", self.firm)
        self.compare()
        self.propose()
        self.copy()

    def copy(self) -> None:
        """Another paper prints the article; it is too short for a machine to say so."""
        path = "/api/v1/articles/"
        made = self.client.post(path, examples.PRINTED_AGAIN, content_type="application/json").json()
        ruled = self.client.patch(
            f"{path}{made['id']}/",
            {"copy_of": self.article, "reason": "the same words"},
            content_type="application/json",
        )
        assert ruled.json()["copy_of"]["id"] == self.article
        self.get("articles_copies_list", f"articles/{self.article}/copies/")
        self.get("articles_differences", f"articles/{made['id']}/differences/")

    def add(self) -> None:
        """What the machine overlooked."""
        article = Article.objects.get(source_key=examples.SECOND_ARTICLE["key"])
        text = article.current_text.body

        def span(words: str) -> list[int]:
            return [text.index(words), text.index(words) + len(words)]

        who = {"article": article.public_id, "reason": "the machine overlooked it"}
        said = {**who, "spans": [span("The council of Port Ellis met on Wednesday")], "speaker": self.mayor.public_id}
        self.post("quotations_create", "quotations/", said)
        role = {**who, "span": span("council of Port Ellis"), "person": self.mayor.public_id, "began_at": "2022-05"}
        self.post("affiliations_create", "affiliations/", role)
        path = f"articles/{article.public_id}/mentions/"
        made = self.post("articles_mentions_create", path, {**editing.MENTION, "span": span("The council")})
        body = {"entity": self.firm.public_id, "reason": "their board"}
        self.post("articles_mentions_partial_update", f"{path}{made['id']}/", body, method="patch")
        decided = Decision.objects.filter(record=made["id"]).order_by("-pk")[0].public_id
        self.get("decisions_retrieve", f"decisions/{decided}/")
        self.post("decisions_revert", f"decisions/{decided}/revert/", editing.WHY)

    def split(self, name: str, whole: Entity) -> None:
        """Words that mean somebody else of the name."""
        into = {}
        for mention in Mention.objects.live().filter(entity_id=whole.pk).order_by("-pk")[:2]:
            body = {"mentions": [mention.public_id], "reason": editing.SPLIT["reason"], **into}
            made = self.post(f"{name}_split", f"{name}/{whole.public_id}/split/", body)
            into = {"into": made["id"]}

    def compare(self) -> None:
        """Two records that may be one."""
        pair = DuplicatePair.objects.create(
            first=person("Ana Kerr"), second=person("Anna Kerr"), score=0.62, evidence=["names alike"]
        )
        self.get("pairs_list", "pairs/?state=open")
        self.get("pairs_retrieve", f"pairs/{pair.public_id}/")
        self.post("pairs_decide", f"pairs/{pair.public_id}/decide/", editing.VERDICT)

    def propose(self) -> None:
        """A reader proposes twice; an editor accepts one and declines the other."""
        reader = get_user_model().objects.create_user("a.reader")
        reader.groups.set(Group.objects.filter(name="contributors"))
        editor, self.client = self.client, Client()
        self.client.force_login(reader)
        path = f"quotations/{self.quotation.public_id}/proposals/"
        for changes in ({"channel": "statement"}, {"channel": "email"}):
            self.post("quotations_proposals_create", path, {**changes, "reason": editing.PROPOSAL["reason"]})
        self.client = editor
        self.get("proposals_list", "proposals/?state=open")
        self.get("quotations_proposals_list", path)
        first, second = Proposal.objects.order_by("pk").values_list("public_id", flat=True)
        self.get("proposals_retrieve", f"proposals/{first}/")
        self.post("proposals_decline", f"proposals/{second}/decline/", editing.WHY)
        self.post("proposals_accept", f"proposals/{first}/accept/", editing.WHY)

    client: Client
