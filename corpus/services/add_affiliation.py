"""Add an affiliation that the machine overlooked."""

from __future__ import annotations

from typing import Any

from corpus.folding import normalise
from corpus.models import Affiliation, Article, Entity
from corpus.models.choices import LIVE, Status
from corpus.records import Moment, Tense
from corpus.services.affiliation_fields import check_order, column, of_type
from corpus.services.decide import User, note, plain
from corpus.services.errors import Conflict
from corpus.services.place import taken_by
from corpus.services.quotation_fields import text_of
from corpus.services.spans import checked_span, newest_text
from corpus.services.store_affiliations import free_id
from corpus.services.writing import one_writer


@one_writer()
def add_affiliation(
    article: Article,
    span: Any,
    *,
    person: Entity,
    organisation: Entity | None = None,
    tense: str = Tense.CURRENT,
    began: Moment | None = None,
    ended: Moment | None = None,
    user: User,
    reason: str = "",
) -> Affiliation:
    """Say that the words of the span, in the newest revision, give the person a role; they are its title.

    Raises ServiceError for what the text does not bear out, Conflict where one stands there for the person already.
    """
    row = Article.objects.select_for_update(of=("self",)).select_related("current_text").get(pk=article.pk)
    text = newest_text(row)
    start, end = checked_span(span, text.body, "span")
    title = text_of("span", text.body[start:end], 500)
    fields: dict[str, Any] = {
        **of_type("person", person),
        **of_type("organisation", organisation),
        **column("tense", tense),
        **column("began", began),
        **column("ended", ended),
    }
    check_order(fields["began_at"], fields["ended_at"])
    whom = fields["original_person"]
    for other in text.affiliations.filter(person=whom.pk, status__in=LIVE):
        if taken_by((start, end), [(other.start or 0, other.end or 0)]):
            raise Conflict(f"{other.public_id} stands there: correct it, or reject it first", field="span")
    made = Affiliation(
        public_id=free_id(row, whom, normalise(title), 1),
        title=title,
        text=text,
        start=start,
        end=end,
        stated_at=row.published_at,
        status=Status.CONFIRMED,
        made_by_hand=True,
        **{f"{name}_id" if isinstance(value, Entity) else name: _key(value) for name, value in fields.items()},
    )
    made.save(force_insert=True)
    after = {name: plain(value) for name, value in fields.items() if not name.startswith("original_")}
    after |= {"span": [start, end], "status": "confirmed", "made_by_hand": True}
    note(made.public_id, "add", user=user, reason=reason, before={}, after=after)
    return Affiliation.objects.get(pk=made.pk)


def _key(value: Any) -> Any:
    return value.pk if isinstance(value, Entity) else value
