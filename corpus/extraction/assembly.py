"""Findings in tokens to the records of the contract: spans, kinds, speakers, confidences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from corpus.records import (
    AddresseeRecord,
    AffiliationRecord,
    ArticleRecord,
    CandidateRecord,
    Confidence,
    CueRecord,
    EntityRecord,
    EntityType,
    MentionKind,
    MentionRecord,
    Moment,
    QuotationKind,
    QuotationRecord,
    Span,
    SpeakerRecord,
    SpeakerType,
)

from .affiliations import Role
from .attribution import Attribution, SourceKind, printed_source
from .config import ExtractionConfig
from .coreference import References, printed_nominal, speaker_of
from .document import Document
from .entities import Entities, Entity
from .times import resolve_time

# the shares that were right on PolNeAR's dev part
SURE_OF_KIND = {QuotationKind.DIRECT: 0.98, QuotationKind.MIXED: 0.93, QuotationKind.INDIRECT: 0.99}
APPOSITION = 12  # characters after a speaker's name within which an apposition begins


class Assembler:
    """Builds the records of one document."""

    def __init__(
        self,
        article: ArticleRecord,
        document: Document,
        entities: Entities,
        roles: Sequence[Role],
        references: References,
        config: ExtractionConfig,
    ) -> None:
        self.article = article
        self.document = document
        self.entities = entities
        self.references = references
        self.config = config
        self.roles_of: dict[str, list[Role]] = {}
        for role in roles:
            self.roles_of.setdefault(role.person.key, []).append(role)

    # --- entities -------------------------------------------------------------------------

    def entity_records(self, found: Sequence[Entity]) -> tuple[EntityRecord, ...]:
        """People or organisations with all their mentions in the order of the text."""
        others: dict[str, list[MentionRecord]] = {}
        for reference in self.references.by_token.values():
            span = self.document.span(reference.first, reference.last)
            mention = MentionRecord(span.start, span.end, reference.kind, reference.score)
            others.setdefault(reference.entity.key, []).append(mention)
        records = []
        for entity in found:
            mentions = [self._named(name.first, name.last) for name in entity.names] + others.get(entity.key, [])
            mentions.sort(key=lambda mention: (mention.start, mention.end))
            records.append(EntityRecord(entity.key, entity.type, entity.name, tuple(entity.aliases), tuple(mentions)))
        return tuple(records)

    def _named(self, first: int, last: int) -> MentionRecord:
        span = self.document.span(first, last)
        return MentionRecord(span.start, span.end, MentionKind.NAME, 0.95 if last - first > 1 else 0.85)

    def affiliation_records(self) -> tuple[AffiliationRecord, ...]:
        """All roles as records."""
        records = []
        for roles in self.roles_of.values():
            for role in roles:
                span = self.document.span(role.first, role.last)
                records.append(
                    AffiliationRecord(
                        role.person.key,
                        span.of(self.document.body),
                        span.start,
                        span.end,
                        role.organisation.key if role.organisation else "",
                        role.tense,
                        role.began,
                        role.ended,
                    )
                )
        return tuple(sorted(records, key=lambda record: (record.start, record.end, record.person)))

    # --- quotations -----------------------------------------------------------------------

    def quotation_records(self, attributions: Sequence[Attribution]) -> tuple[QuotationRecord, ...]:
        """All quotations with a word in them, in the order of the text."""
        records = [record for attribution in attributions if (record := self._quotation(attribution))]
        return tuple(sorted(records, key=lambda record: (record.start, record.end)))

    def _quotation(self, attribution: Attribution) -> QuotationRecord | None:
        spans, quoted, kind = self._content(attribution)
        if not spans:
            return None
        speaker, sure = self._speaker(attribution)
        confidence = Confidence(
            span=round(attribution.span_score, 3),
            speaker=round(attribution.speaker_score * sure if speaker else 0.3, 3),
            kind=SURE_OF_KIND[kind],
        )
        return QuotationRecord(
            spans=tuple(spans),
            quoted=tuple(quoted),
            kind=kind,
            confidence=confidence,
            attitude=attribution.attitude,
            speaker=speaker,
            speaker_role=self._role(speaker, spans[0].start) if speaker else "",
            cue=self._cue(attribution),
            addressee=self._addressee(attribution),
            channel=attribution.extras.channel,
            said=self._said(attribution),
            candidates=self._candidates(attribution),
        )

    def _content(self, attribution: Attribution) -> tuple[list[Span], list[Span], QuotationKind]:
        """Spans, verbatim runs and kind: a range that is all quoted loses its marks, a mixed one keeps them."""
        document = self.document
        pieces: list[tuple[Span, list[Span]]] = []  # a span and the verbatim runs inside it
        verbatim = True
        held = set(attribution.runs)
        for first, last in attribution.ranges:
            runs = sorted({document.run_of[at] for at in range(first, last)} & held)
            plain = [
                at for at in range(first, last) if document.run_of[at] < 0 and document.tokens[at].text[0].isalnum()
            ]
            if attribution.cut:
                inner = document.runs[runs[0]].span
                span = document.span(first, last)
                pieces.append((part := Span(max(span.start, inner.start), min(span.end, inner.end)), [part]))
                continue
            if runs and not plain:
                pieces.extend((document.runs[run].span, [document.runs[run].span]) for run in runs)
                continue
            span = document.span(first, last)
            verbatim = False
            inside = (document.runs[run].span for run in runs)
            pieces.append((span, [Span(max(r.start, span.start), min(r.end, span.end)) for r in inside]))
        pieces = [piece for piece in pieces if any(char.isalnum() for char in piece[0].of(document.body))]
        spans = [span for span, _ in pieces]
        quoted = [run for _, runs_inside in pieces for run in runs_inside]
        kind = QuotationKind.DIRECT if verbatim else QuotationKind.MIXED if quoted else QuotationKind.INDIRECT
        return spans, quoted, kind

    def _speaker(self, attribution: Attribution) -> tuple[SpeakerRecord | None, float]:
        """The speaker, and how sure it is whom the printed words mean."""
        source = attribution.source
        if source is None:
            return None, 0.0
        entity, sure, _ = speaker_of(source, self.references)
        span = self.document.span(source.first, source.last)
        text = span.of(self.document.body)
        if entity is not None and not entity.key:  # "she", who is "a woman who still works there"
            return SpeakerRecord(text, span.start, span.end, SpeakerType.UNNAMED, entity.name), sure
        if entity is not None:
            kind = SpeakerType.PERSON if entity.type is EntityType.PERSON else SpeakerType.ORGANISATION
            return SpeakerRecord(text, span.start, span.end, kind, entity.name, entity.key), sure
        if source.kind is SourceKind.PRONOUN and text.lower() in {"he", "she"}:
            # nobody in reach whom the pronoun may mean: unresolved
            return SpeakerRecord(text, span.start, span.end, SpeakerType.UNNAMED, ""), 0.3
        name = printed_nominal(self.document, source) if source.kind is SourceKind.NOMINAL else text
        return SpeakerRecord(text, span.start, span.end, SpeakerType.UNNAMED, name), sure

    def _candidates(self, attribution: Attribution) -> tuple[CandidateRecord, ...]:
        """Whom the likeliest sources may mean, the likeliest first; somebody named twice counts by the better place."""
        scores: dict[str, float] = {}
        own = [(attribution.source, attribution.speaker_score)] if attribution.source is not None else []
        for source, likely in [*own, *attribution.rivals]:
            for entity, share in speaker_of(source, self.references)[2]:
                if entity.key:
                    scores[entity.key] = max(scores.get(entity.key, 0.0), round(likely * share, 3))
        ranked = sorted(scores.items(), key=lambda pair: -pair[1])
        return tuple(CandidateRecord(key, score) for key, score in ranked[: self.config.candidates])

    def _role(self, speaker: SpeakerRecord, start: int) -> str:
        """The role given with the speaker's name, else the latest given before ``start``."""
        roles = self.roles_of.get(speaker.entity, [])
        reach = max(start, speaker.end + APPOSITION)
        at = bisect_left(roles, reach, key=lambda role: self.document.tokens[role.first].start)
        return self.document.text(roles[at - 1].first, roles[at - 1].last) if at else ""

    def _cue(self, attribution: Attribution) -> CueRecord | None:
        if attribution.cue is None:
            return None
        span = self.document.span(*attribution.cue)
        return CueRecord(span.of(self.document.body), span.start, span.end)

    def _addressee(self, attribution: Attribution) -> AddresseeRecord | None:
        extras = attribution.extras
        if extras.addressee is not None:
            return self._heard(*extras.addressee)
        # whom a letter went to counts where it is somebody that the article knows
        received = self._heard(*extras.receiver) if extras.receiver is not None else None
        return received if received is not None and received.entity else None

    def _heard(self, first: int, last: int) -> AddresseeRecord:
        """Who was spoken to, resolved as a speaker is."""
        source = printed_source(self.document, self.entities, first, last)
        entity = speaker_of(source, self.references)[0] if source is not None else None
        span = self.document.span(first, last)
        text = span.of(self.document.body)
        return AddresseeRecord(
            text, span.start, span.end, entity.name if entity else text, entity.key if entity else ""
        )

    def _said(self, attribution: Attribution) -> Moment | None:
        if attribution.extras.time is None:
            return None
        first, last = attribution.extras.time
        return resolve_time(self.document.text(first, last), self.article.published)
