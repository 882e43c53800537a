"""Erase an article, a person or an organisation on request: the words go for good, the ids stay taken.

The one exception to "nothing raw is thrown away". Everything happens in one transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Min, Model, Q
from django.utils import timezone

from corpus import search
from corpus.models import (
    Affiliation,
    AnsweredRequest,
    Article,
    ArticleText,
    Author,
    CopyRuling,
    DuplicatePair,
    Entity,
    ErasureDepth,
    ErasureRequest,
    Mention,
    Merge,
    Quotation,
    RawDocument,
    Reading,
    RestoredPassage,
    UploadedTable,
    Utterance,
)
from corpus.services.copies import relink
from corpus.services.decide import User
from corpus.services.erase_entity import Addressees, clear_entity, nobody_names
from corpus.services.errors import Conflict, ServiceError, StaleVersion
from corpus.services.forget import (
    deleted,
    forget_admin_log,
    forget_answers,
    forget_answers_about,
    forget_documents,
    forget_filters,
    forget_log,
    forget_pairs_log,
    forget_proposals,
    forget_reasons,
    forget_uploads,
    forget_wordings,
    leave_ids,
    speakers_decided,
)
from corpus.services.forget_alerts import forget_alerts
from corpus.services.hide_names import entities_of, show_names, with_survivors
from corpus.services.months import months_of, recount_unattributed
from corpus.services.recount import recount_entities
from corpus.services.take_down import written
from corpus.services.utterances import link_quotations, recount_utterances
from corpus.services.writing import Lock, one_writer

PASSING = {model.__name__ for model in (AnsweredRequest, UploadedTable)}


@one_writer()
def erase(
    record: str,
    *,
    user: User,
    reason: str,
    requested_by: str = "",
    with_quotations: bool = False,
    dry_run: bool = False,
    expected: Mapping[str, int] | None = None,
) -> ErasureRequest:
    """Erase the article, person or organisation of that public id; the answer says how much of each store went.

    ``with_quotations`` deletes the quotations of a person too; else their words stay, of an unnamed speaker. A dry
    run does the same work and leaves everything as it was. ``expected``: what a dry run said would go. Raises
    ServiceError where there is nothing to erase, StaleVersion where something else would go than was expected: kept
    answers and uploaded tables, which pass in their time, are left out of account.
    """
    request = written(record, ErasureDepth.ERASED, user=user, reason=reason, requested_by=requested_by)
    with one_writer(Lock.RAW):
        if article := Article.objects.select_for_update(of=("self",)).filter(public_id=record).first():
            gone = _erase_article(article, request)
        elif entity := Entity.objects.filter(public_id=record).first():
            gone = clear_entity(entity, request, with_quotations=with_quotations)
        else:
            raise ServiceError(f"there is no article, person or organisation {record[:100]!r}", field="record")
    forget_uploads(gone)
    search.forget_removed()
    request.cleared = {name: number for name, number in sorted(gone.items()) if number}
    if expected is not None and _of_the_record(request.cleared) != _of_the_record(expected):
        raise StaleVersion("what would be cleared has changed since it was shown")
    request.save(update_fields=["cleared"])
    if dry_run:
        transaction.set_rollback(True)
    return request


def _of_the_record(cleared: Mapping[str, int]) -> dict[str, int]:
    """The counts without those of what comes and goes by itself, whoever is erased: it tells of no change."""
    return {name: number for name, number in cleared.items() if name not in PASSING}


def _erase_article(article: Article, request: ErasureRequest) -> Counter[str]:
    if article.removed_at is not None and article.current_text_id is None:
        raise Conflict(f"{article.public_id} was erased already")
    gone: Counter[str] = Counter()
    touched, months = entities_of(article), months_of([article])
    quotations = Quotation.objects.filter(article=article)
    affiliations = Affiliation.objects.filter(text__article=article)
    mentions = Mention.objects.filter(text__article=article)
    wordings = set(quotations.values_list("words_key", flat=True))
    given = speakers_decided([*quotations.values_list("public_id", flat=True)])
    keys: dict[type[Model], list[int]] = {
        Quotation: [*quotations.values_list("pk", flat=True)],
        Affiliation: [*affiliations.values_list("pk", flat=True)],
        Mention: [*mentions.values_list("pk", flat=True)],
    }
    search.remove_quotations(keys[Quotation])
    search.remove_articles([article.pk])
    ids = [*forget_proposals(quotations, gone)]
    for rows in (quotations, affiliations, mentions):
        ids += rows.values_list("public_id", flat=True)
    forget_admin_log([Article], [article.pk], gone)
    for model, pks in keys.items():
        forget_admin_log([model], pks, gone)
    for rows in (quotations, affiliations, mentions):
        deleted(rows, gone)
    deleted(Reading.objects.filter(document__article=article), gone)
    ids += _unprinted(wordings, gone)
    ids += forget_wordings(with_survivors(touched | given), (), gone)
    _empty(article, gone)
    rulings = CopyRuling.objects.filter(Q(article=article) | Q(original=article))
    ruled = {article.pk, *rulings.values_list("article", flat=True)}
    deleted(rulings, gone)
    relink(ruled)
    gone += forget_documents(RawDocument.objects.filter(Q(article=article) | Q(source_key=article.source_key)))
    forget_log([article.public_id, *ids], gone)
    forget_answers([article.public_id, *ids], gone)
    forget_filters([article.public_id], gone)
    forget_alerts([article.public_id, *ids], [article.public_id], gone)
    leave_ids(ids, request)
    named = with_survivors(touched | show_names(article))
    _forget_evidence(named, gone)
    recount_entities(touched)
    recount_unattributed(months)
    Entity.objects.filter(pk__in=named).update(to_compare=True, updated_at=timezone.now())
    left = list(Entity.objects.standing().filter(pk__in=touched, is_publisher=False).order_by("pk"))
    addressees = Addressees(left)
    for entity in left:
        if nobody_names(entity, addressees):
            gone += clear_entity(entity, request, addressees)
    return gone


def _empty(article: Article, gone: Counter[str]) -> None:
    """Leave of the article what refuses it when it comes again: its id, its source key and the hash of its words."""
    for field in ("headline", "byline", "dateline", "section", "licence", "source_url", "correction", "language"):
        setattr(article, field, "")
    article.language_is_detected = False
    article.current_text = None
    article.revision = article.word_count = article.quotation_count = 0
    article.publisher = article.original_publisher = None
    article.edited = []
    article.removed_at = article.removed_at or timezone.now()
    article.version += 1
    article.save()
    deleted(Author.objects.filter(article=article), gone)
    deleted(RestoredPassage.objects.filter(article=article), gone)
    deleted(ArticleText.objects.filter(article=article), gone)


def _unprinted(wordings: set[str], gone: Counter[str]) -> list[str]:
    """Delete the wordings that no quotation is left of; the others show the words of one that is. Gives the ids."""
    ids, sayings = [], set()
    rows = Utterance.objects.filter(key__in=wordings)
    for row in rows:
        sayings.add(row.known_by_id)
        other = Quotation.objects.filter(words_key=row.key).order_by("published_at", "pk").first()
        if other is None:
            ids.append(row.public_id)
        elif row.text != other.words:
            Utterance.objects.filter(pk=row.pk).update(text=other.words)
    recount_utterances(set(rows.values_list("pk", flat=True)))
    # What a saying is known by may hang on when, and how, a wording was printed that others print too.
    printed = Quotation.objects.filter(utterance__in=sayings).order_by().values("speaker", "words_key")
    link_quotations(printed.annotate(one=Min("pk")).values_list("one", flat=True))
    deleted(Utterance.objects.filter(public_id__in=ids), gone)
    return ids


def _forget_evidence(touched: set[int], gone: Counter[str]) -> None:
    """Pairs and merges by the machine quote names and roles in their evidence: it is found again from what is left."""
    forget_answers_about(sorted(touched), gone)
    pairs = DuplicatePair.objects.filter(Q(first__in=touched) | Q(second__in=touched))
    forget_pairs_log(pairs.filter(state="open"), gone)  # which would be found under these keys no more
    deleted(pairs.filter(state="open"), gone)
    gone["DuplicatePair"] += pairs.update(evidence=[])
    forget_reasons(Merge.objects.filter(Q(loser__in=touched) | Q(survivor__in=touched), merged_by__isnull=True), gone)
