"""Bodies that change a record. What is given is set, what is left out stays."""

from __future__ import annotations

from rest_framework import serializers

from api.v1.serializers.fields import TextInput
from api.v1.serializers.inputs import MomentInput, names, reason, record_id, text
from api.v1.serializers.writes import Patch, Strict
from corpus.models.choices import TENSES, BodyAccess, Status

DECIDED = [(word, word) for word in (Status.CONFIRMED.value, Status.REJECTED.value)]
STATUS_HELP = "confirmed: right as it stands; rejected: wrong. Alone: a correction sets the status itself."
TIME_HELP = "as exactly as it is known: 2024, 2024-03, 2024-03-05 or a date-time; null: unknown."


class IdentifierInputSerializer(Strict):
    """An id in another register."""

    scheme = TextInput(max_length=50, help_text="The register: 'wikidata'.")
    value = TextInput(max_length=200, help_text="The id there: 'Q42'.")


class PersonPatchSerializer(Patch):
    """An edit of a person. A chosen name is kept by machines; one that was taken away is not learnt again."""

    name = TextInput(required=False, max_length=300, help_text="The name; the one that it had becomes another name.")
    description = text("What it is; null: nothing is said.", 10_000)
    add_aliases = names("Other names to give it.")
    remove_aliases = names("Other names to take away.")
    add_identifiers = IdentifierInputSerializer(
        many=True, required=False, help_text="Ids in other registers to give it."
    )
    remove_identifiers = IdentifierInputSerializer(
        many=True, required=False, help_text="Ids in other registers to take away."
    )
    reason = reason()


class OrganisationPatchSerializer(PersonPatchSerializer):
    """An edit of an organisation. A chosen name is kept by machines; one that was taken away is not learnt again."""

    body_access = serializers.ChoiceField(
        BodyAccess.choices,
        required=False,
        help_text="Who may read the body of its articles: everyone; tokens: any account; nobody: those alone who may "
        "change articles.",
    )
    reason = reason()


class AffiliationPatchSerializer(Patch):
    """A correction of a role. The title is what is printed, and stays; a decision outlives every machine."""

    person = record_id("Id of the person.", required=False)
    organisation = record_id("Id of the organisation; null: none is named.", required=False, allow_null=True)
    tense = serializers.ChoiceField(TENSES, required=False, help_text="Whether it holds at the time of the article.")
    began_at = MomentInput(required=False, allow_null=True, help_text=f"When it began, {TIME_HELP}")
    ended_at = MomentInput(required=False, allow_null=True, help_text=f"When it ended, {TIME_HELP}")
    status = serializers.ChoiceField(DECIDED, required=False, help_text=STATUS_HELP)
    reason = reason()


class ArticlePatchSerializer(Patch):
    """What is told of an article beside its words. Later documents of the same source key leave it as it is set."""

    publisher = record_id("Id of the organisation that published it; null: unknown.", required=False, allow_null=True)
    published_at = MomentInput(required=False, allow_null=True, help_text=f"When it was published, {TIME_HELP}")
    section = text("Section of the outlet; null: unknown.", 200)
    language = text("BCP 47 tag; null: unknown.", 35)
    licence = text("The licence, a name or an address; null: unknown.", 500)
    authors = names("Names of the byline, in its order.")
    copy_of = record_id(
        "Id of the article that it is a copy of; null: of none. It stands whatever is compared later, until it is "
        "reverted.",
        required=False,
        allow_null=True,
    )
    reason = reason()


class MentionPatchSerializer(Patch):
    """A decision about whom words mean; it holds in their place in later revisions too."""

    entity = record_id("Id of the person or organisation that they mean.", required=False)
    status = serializers.ChoiceField(DECIDED, required=False, help_text=STATUS_HELP)
    reason = reason()
