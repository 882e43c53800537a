"""Rows of every model, by hand: each with relations of its own, so that a query for each row shows."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from types import SimpleNamespace

from django.contrib.auth.models import User
from django.utils import timezone
from knox.models import AuthToken

from corpus.folding import count_words, name_key, words_key
from corpus.models import (
    Affiliation,
    Alias,
    AnsweredRequest,
    Article,
    ArticleText,
    AskedHost,
    Author,
    Candidate,
    CopyRuling,
    Decision,
    Delivery,
    Dispute,
    DuplicatePair,
    Entity,
    ErasedId,
    ErasureRequest,
    Fingerprint,
    HiddenName,
    Identifier,
    Job,
    JobDocument,
    Mention,
    Merge,
    Proposal,
    Quotation,
    QuotationReading,
    QuotationSpan,
    RawContent,
    RawDocument,
    Reading,
    RemovedPassage,
    RestoredPassage,
    ReviewSample,
    Run,
    RunChunk,
    RunDocument,
    SampledQuotation,
    SavedFilter,
    Shingle,
    SourceEntry,
    Subscription,
    SubscriptionEvent,
    SubscriptionRecord,
    TokenUse,
    UploadedTable,
    Utterance,
)
from corpus.models.ids import IdType, derive
from corpus.services.name_parts import index_names
from corpus.services.recount import recount_entities
from corpus.services.sources import add_source

BODY = "“We have begun,” said Mara Ellwin, the mayor of Tolmouth."
PUBLISHED = datetime(2024, 3, 5, tzinfo=UTC)


def entity(name: str, kind: IdType = IdType.PERSON, **fields: object) -> Entity:
    return Entity.objects.create(
        public_id=derive(kind, name),
        type="person" if kind == IdType.PERSON else "organisation",
        name=name,
        name_key=name_key(name),
        **fields,
    )


def raw_document(name: str, content: bytes = b"text", **fields: object) -> RawDocument:
    digest = sha256(content).hexdigest()
    held, _ = RawContent.objects.get_or_create(sha256=digest, defaults={"content": content})
    return RawDocument.objects.create(
        fingerprint=sha256(name.encode()).hexdigest(),
        content=held,
        source=name,
        media_type="text/plain",
        size=len(content),
        **fields,
    )


def article(name: str, *, body: str = BODY, publisher: Entity | None = None, **fields: object) -> Article:
    row = Article.objects.create(
        public_id=derive(IdType.ARTICLE, name),
        source_key=name,
        headline=fields.pop("headline", f"Headline {name}"),
        publisher_id=publisher and publisher.pk,
        original_publisher_id=publisher and publisher.pk,
        published_at=PUBLISHED,
        published_precision="day",
        content_key=name,
        extractor="rules-1",
        **fields,
    )
    add_text(row, body)
    return row


def add_text(row: Article, body: str, headline: str = "") -> ArticleText:
    row.revision += 1
    raw = raw_document(f"{row.source_key}/{row.revision}", body.encode(), article=row, state="done", outcome="created")
    row.current_text = ArticleText.objects.create(
        article=row, revision=row.revision, headline=headline or row.headline, body=body, raw=raw
    )
    row.save()
    return row.current_text


def quotation(row: Article, start: int, end: int, speaker: Entity | None = None, **fields: object) -> Quotation:
    words = row.current_text.body[start:end]
    made = Quotation.objects.create(
        **{
            "public_id": derive(IdType.QUOTATION, row.pk, start, end, Quotation.objects.count()),
            "article": row,
            "text": row.current_text,
            "words": words,
            "words_key": words_key(words),
            "word_count": count_words(words),
            "start": start,
            "end": end,
            "kind": "direct",
            "attitude": "said",
            "speaker": speaker,
            "original_speaker": speaker,
            "speaker_type": speaker.type if speaker else "",
            "published_at": row.published_at,
            "confidence": 0.9,
            "confidence_span": 1.0,
            "confidence_speaker": 0.9,
            "confidence_kind": 1.0,
            **fields,
        }
    )
    QuotationSpan.objects.create(quotation=made, role="content", position=0, start=start, end=end)
    QuotationSpan.objects.create(quotation=made, role="quoted", position=0, start=start, end=end)
    Shingle.objects.create(quotation=made, key=made.pk, total=1)
    return made


def mention(text: ArticleText, start: int, end: int, of: Entity) -> Mention:
    return Mention.objects.create(
        public_id=derive(IdType.MENTION, text.pk, start, end, of.pk),
        text=text,
        start=start,
        end=end,
        words=text.body[start:end],
        kind="name",
        entity=of,
        original_entity=of,
    )


def affiliation(text: ArticleText, start: int, end: int, person: Entity, organisation: Entity) -> Affiliation:
    return Affiliation.objects.create(
        public_id=derive(IdType.AFFILIATION, text.pk, start, end, person.pk),
        person_id=person.pk,
        original_person_id=person.pk,
        organisation_id=organisation.pk,
        original_organisation_id=organisation.pk,
        title=text.body[start:end],
        tense="current",
        text=text,
        start=start,
        end=end,
        stated_at=PUBLISHED,
    )


def everything(number: int) -> SimpleNamespace:
    """One row of every model, with relations of its own. ``number`` tells the sets apart."""
    user = User.objects.create(username=f"editor {number}")
    publisher = entity(f"Tolmouth Gazette {number}", IdType.ORGANISATION, is_publisher=True)
    speaker, other = entity(f"Mara Ellwin {number}"), entity(f"Tom Hask {number}")
    lost = entity(f"M. Ellwin {number}", merged_into=speaker)
    row = article(f"key-{number}", publisher=publisher)
    old = row.current_text
    text = add_text(row, BODY + " It rained.")
    said = Utterance.objects.create(
        public_id=derive(IdType.UTTERANCE, number), speaker=speaker, key=str(number), text="We have begun,", printings=1
    )
    echoed = Utterance.objects.create(
        public_id=derive(IdType.UTTERANCE, "again", number),
        speaker=other,
        key=str(number),
        text="We have begun,",
        printings=1,
    )
    Dispute.objects.create(first=said, second=echoed)
    spoken = quotation(row, 1, 15, speaker, utterance=said, addressee=other, original_addressee=other)
    job = Job.objects.create(public_id=derive(IdType.JOB, number), created_by=user, total=1)
    made = SimpleNamespace(user=user, publisher=publisher, person=speaker, article=row, quotation=spoken, text=text)
    index_names([speaker.pk])
    made.author = Author.objects.create(article=row, position=0, name=f"Ana Kerr {number}")
    made.candidate = Candidate.objects.create(
        quotation=spoken, position=0, entity=other, original_entity=other, score=0.5
    )
    made.reading = QuotationReading.objects.create(
        quotation=spoken,
        text=old,
        words="We have begun,",
        fields={"spans": [[1, 15]], "quoted": [[1, 15]], "start": 1, "kind": "direct", "status": "extracted"},
        original_speaker=speaker,
    )
    made.mention = mention(text, 21, 32, speaker)
    made.affiliation = affiliation(text, 34, 43, speaker, publisher)
    made.alias = Alias.objects.create(entity=speaker, name=f"Ellwin {number}", name_key=f"ellwin {number}")
    made.identifier = Identifier.objects.create(entity=speaker, scheme="register", value=f"T{number}")
    made.merge = Merge.objects.create(
        public_id=derive(IdType.MERGE, number), loser=lost, survivor=speaker, merged_by=user, reason="one person"
    )
    made.pair = DuplicatePair.objects.create(
        first=speaker, second=other, score=0.4, evidence=["the same name", "against it: one is mayor, the other keeper"]
    )
    made.decision = Decision.objects.create(
        record=spoken.public_id, action="confirm", before={"status": "extracted"}, after={"status": "confirmed"}
    )
    Decision.objects.filter(pk=made.decision.pk).update(decided_by=user, decided_at=timezone.now())
    made.job, made.raw = job, text.raw
    recount_entities([speaker.pk, other.pk, publisher.pk])
    made.job_document = JobDocument.objects.create(job=job, position=1, raw=text.raw, outcome="created")
    made.run = Run.objects.create(public_id=derive(IdType.RUN, number), kind="ingest", state="running", total=1)
    made.chunk = RunChunk.objects.create(run=made.run, position=1, total=1)
    made.run_document = RunDocument.objects.create(run=made.run, chunk=made.chunk, position=1, raw=text.raw)
    made.waiting = Reading.objects.create(document=made.run_document, article=b"{}", extraction=b"{}")
    made.saved = SavedFilter.objects.create(user=user, list="quotation", name="doubtful", query="sure=low")
    made.uploaded = UploadedTable.objects.create(
        account=user, key=f"table-{number}", list="person", file_name="people.csv", format="csv", content=b"name"
    )
    made.erasure = ErasureRequest.objects.create(
        record=row.public_id, depth="erased", reason="asked for", carried_out_by=user
    )
    made.erased = ErasedId.objects.create(public_id=derive(IdType.MENTION, "gone", number), request=made.erasure)
    made.hidden = HiddenName.objects.create(article=row, entity=other)
    made.sample = ReviewSample.objects.create(publisher_id=publisher.pk, created_by=user)
    made.sampled = SampledQuotation.objects.create(sample=made.sample, quotation=spoken, position=0, kind="direct")
    made.proposal = Proposal.objects.create(
        public_id=derive(IdType.PROPOSAL, number),
        quotation=spoken,
        changes={"speaker": other.public_id},
        version=1,
        reason="It was Hask",
        proposed_by=user,
    )
    made.restored = RestoredPassage.objects.create(
        article=row, text="Correction: it rained.", text_key=str(number), reason="read_more"
    )
    made.removed = RemovedPassage.objects.create(
        raw=text.raw, position=0, text=f"Sign up for our letter {number}", reason="newsletter", offset=0
    )
    made.fingerprint = Fingerprint.objects.create(article=row, key=number, total=1)
    made.ruling = CopyRuling.objects.create(article=row)
    made.answered = AnsweredRequest.objects.create(account=user, key=f"request-{number}", fingerprint="0" * 64)
    made.token, _ = AuthToken.objects.create(user)
    made.use = TokenUse.objects.create(token=made.token, used_at=timezone.now())
    made.source = add_source(f"https://outlet{number}.example/feed.xml")
    made.entry = SourceEntry.objects.create(
        source=made.source, key=str(number), url=f"https://outlet{number}.example/1", state="done", raw=text.raw
    )
    made.host = AskedHost.objects.create(host=f"outlet{number}.example", free_at=timezone.now())
    made.subscription = Subscription.objects.create(
        public_id=f"sub_{number:013d}",
        owner=user,
        name=f"Search {number}",
        collection="people",
        query="name=Kerr",
        url=f"https://outlet{number}.example/hook",
        secret="whsec_AAAA",  # noqa: S106
        began=0,
        position=0,
    )
    made.known = SubscriptionRecord.objects.create(subscription=made.subscription, record=f"per_{number:013d}")
    made.event = SubscriptionEvent.objects.create(
        public_id=f"evt_{number:013d}", subscription=made.subscription, kind="test", position=0, at=timezone.now()
    )
    made.delivery = Delivery.objects.create(
        subscription=made.subscription, event=made.event, attempt=1, at=timezone.now(), milliseconds=5, status=204
    )
    return made
