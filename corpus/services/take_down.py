"""Take an article down: hidden everywhere, answered by 410, and kept, so that it can be put back."""

from __future__ import annotations

from collections import Counter

from django.utils import timezone

from corpus import search
from corpus.models import Affiliation, Article, Entity, ErasureDepth, ErasureRequest, Mention, Quotation
from corpus.services.copies import relink
from corpus.services.decide import User, known
from corpus.services.errors import Conflict, ServiceError
from corpus.services.forget import forget_answers, forget_answers_about
from corpus.services.hide_names import entities_of, hide_names, show_names
from corpus.services.months import months_of, recount_unattributed
from corpus.services.recount import recount_entities
from corpus.services.utterances import link_utterances
from corpus.services.writing import one_writer

MAX_REQUESTER = 300


@one_writer()
def take_down(article: Article, *, user: User, reason: str, requested_by: str = "") -> ErasureRequest:
    """Hide the article and all that was read from it. Raises Conflict where it is hidden already."""
    row = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if row.removed_at is not None:
        raise Conflict(f"{row.public_id} is taken down already")
    request = written(row.public_id, ErasureDepth.TAKEN_DOWN, user=user, reason=reason, requested_by=requested_by)
    row.removed_at = timezone.now()
    hidden = hide_names(row)
    _show_or_hide(row, hidden)
    _forget_answers(row, hidden, request)
    return request


@one_writer()
def reinstate(article: Article, *, user: User, reason: str, requested_by: str = "") -> ErasureRequest:
    """Show a taken-down article again, as it was. Raises Conflict where it stands, or was erased."""
    row = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if row.removed_at is None:
        raise Conflict(f"{row.public_id} is not taken down")
    if row.current_text_id is None:
        raise Conflict(f"{row.public_id} was erased: its words are gone for good")
    request = written(row.public_id, ErasureDepth.PUT_BACK, user=user, reason=reason, requested_by=requested_by)
    row.removed_at = None
    _show_or_hide(row, show_names(row))
    return request


def written(record: str, depth: ErasureDepth, *, user: User, reason: str, requested_by: str) -> ErasureRequest:
    """Note the request. Raises ServiceError where no reason is given."""
    if not reason.strip():
        raise ServiceError("a reason is needed: on what basis the record goes", field="reason")
    if len(requested_by) > MAX_REQUESTER:
        raise ServiceError(f"requested_by: at most {MAX_REQUESTER} characters", field="requested_by")
    return ErasureRequest.objects.create(
        record=record,
        depth=depth,
        reason=reason.strip(),
        requested_by=requested_by.strip(),
        carried_out_by=known(user),
    )


def _forget_answers(row: Article, hidden: set[int], request: ErasureRequest) -> None:
    """Delete the answers kept for requests that are sent again, where they show what is hidden or withheld now."""
    ids = [row.public_id]
    for rows in (
        Quotation.objects.filter(article=row),
        Affiliation.objects.filter(text__article=row),
        Mention.objects.filter(text__article=row),
    ):
        ids += rows.values_list("public_id", flat=True)
    gone: Counter[str] = Counter()
    forget_answers(ids, gone)
    forget_answers_about(sorted(hidden), gone)
    request.cleared = {name: number for name, number in gone.items() if number}
    request.save(update_fields=["cleared"])


def _show_or_hide(row: Article, hidden: set[int]) -> None:
    """What follows from it; ``hidden``: of whom the machine's reasons are told or withheld now."""
    row.version += 1
    row.save()
    relink([row.pk])
    quotations = Quotation.objects.filter(article=row)
    search.index_articles([row.pk])
    search.index_quotations(list(quotations.values_list("pk", flat=True)))
    link_utterances(quotations)
    touched = entities_of(row)
    recount_entities(touched)
    recount_unattributed(months_of([row]))
    # Answers about them say another number now, and those about their merges another reason.
    Entity.objects.filter(pk__in=touched | hidden).update(updated_at=timezone.now())
