"""The corpus that traffic asks about, and what of it is asked for. Imported once Django is set up."""

from __future__ import annotations

from io import StringIO
from random import Random

from django.core.management import call_command
from tqdm import tqdm

from corpus.models import Article, Entity, Quotation
from tests.bench import vocabulary
from tests.bench.loading import load
from tests.bench.questions import FREQUENT, PAIRS
from tests.bench.traffic import Corpus

SAMPLE = 2000


def filled(count: int, seed: int, *, keep: bool) -> Corpus:
    """So many articles, and a sample of what they hold."""
    call_command("migrate", verbosity=0)
    standing = Article.objects.count() if keep else 0
    if standing < count:
        with tqdm(total=count - standing, desc="articles stored", unit="") as bar:
            load(count - standing, seed=seed, first=standing, advance=bar.update)
    told = StringIO()
    call_command("createtoken", "load", "--groups", "curators,ingestors", stdout=told)
    random = Random(seed)
    return Corpus(
        articles=_ids(Article, random),
        speakers=list(
            Quotation.objects.filter(pk__in=_keys(Quotation, random), speaker__isnull=False)
            .order_by("pk")
            .values_list("speaker__public_id", flat=True)
        ),
        quotations=_ids(Quotation, random),
        words=[*FREQUENT, *PAIRS, *(vocabulary.rare(random.randint(0, count // 3)) for _ in range(30))],
        names=list(Entity.objects.filter(pk__in=_keys(Entity, random)).order_by("pk").values_list("name", flat=True)),
        token=told.getvalue().strip().splitlines()[-1],
    )


def _keys(model: type[Article | Quotation | Entity], random: Random) -> list[int]:
    last = model._default_manager.order_by("-pk").values_list("pk", flat=True)[0]
    return random.sample(range(1, last + 1), min(SAMPLE, last))


def _ids(model: type[Article | Quotation], random: Random) -> list[str]:
    rows = model._default_manager.filter(pk__in=_keys(model, random)).order_by("pk")
    return list(rows.values_list("public_id", flat=True))
