"""Pairs of records that may be one, and what a browser sends about them."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from corpus.models import DuplicatePair
from tests.admin import rows

LIST = reverse("admin:corpus_duplicatepair_changelist")
EVIDENCE = ["the same name, Ana Kerr", "both are in sport", "both belong to the Rovers", "against it: one is a lawyer"]


def pair(one: str = "Ana Kerr", other: str = "A. Kerr", score: float = 0.5, **fields: object) -> DuplicatePair:
    kind = fields.pop("kind", rows.IdType.PERSON)
    first, second = rows.entity(one, kind), rows.entity(other, kind)
    return DuplicatePair.objects.create(first=first, second=second, score=score, evidence=EVIDENCE, **fields)


def page(row: DuplicatePair) -> str:
    return reverse("admin:corpus_duplicatepair_change", args=[row.pk])


def decide(client: Client, row: DuplicatePair, verdict: str, **given: object):
    address = reverse("admin:corpus_duplicatepair_decide", args=[row.pk])
    stays = {"stays": row.first_id} if verdict == "one" else {}
    return client.post(address, {"verdict": verdict, "reason": "", **stays, **given}, follow=True)


def listed(client: Client, **query: str) -> list[DuplicatePair]:
    return list(client.get(LIST, query).context["cl"].result_list)
