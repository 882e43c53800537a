"""Whom the words of an article were resolved to before, so that another reading of it keeps to them."""

from __future__ import annotations

from collections import Counter, defaultdict

from corpus.folding import name_key
from corpus.models import Article, Entity, Mention
from corpus.models.choices import Status
from corpus.records import EntityRecord, MentionKind

MUCH = 1_000_000  # a vote that no number of pointed mentions outweighs


class Anchors:
    """The named mentions of the newest revision that has any; empty for a new article."""

    def __init__(self, article: Article) -> None:
        self.by_span: dict[tuple[int, int], Entity] = {}
        # what an editor pointed elsewhere says of its own place alone, unless the name has no other
        self.pointed: set[tuple[int, int]] = set()
        self.by_words: dict[tuple[str, str], Counter[Entity]] = defaultdict(Counter)
        text = article.current_text
        if text is None or not article.extractor:
            return  # nothing was read from it yet
        newest = Mention.objects.filter(text__article=article).order_by("-text__revision").values("text")[:1]
        # what an extractor missed once is still whom an editor meant; what a person rejected is nobody's
        rows = Mention.objects.exclude(status=Status.REJECTED).filter(text=newest, kind=MentionKind.NAME)
        for row in rows.select_related("original_entity__merged_into").order_by("pk"):
            entity = row.original_entity
            if entity.survivor.removed_at is not None:
                continue
            pointed = row.status == Status.CORRECTED
            if row.text_id == text.pk:
                self.by_span[row.start, row.end] = entity
                if pointed:
                    self.pointed.add((row.start, row.end))
            self.by_words[entity.type, name_key(row.words)][entity] += 1 if pointed else MUCH

    def entity_of(self, record: EntityRecord) -> Entity | None:
        """Whom most of the record's mentions stood for, by their places, else by the words of its name."""
        votes: Counter[Entity] = Counter()
        for mention in record.mentions:
            entity = self.by_span.get((mention.start, mention.end))
            if entity is not None and entity.type == record.type:
                votes[entity] += 1 if (mention.start, mention.end) in self.pointed else MUCH
        votes = votes or self.by_words.get((record.type, name_key(record.name)), votes)
        return max(votes, key=lambda entity: (votes[entity], -entity.pk)) if votes else None
