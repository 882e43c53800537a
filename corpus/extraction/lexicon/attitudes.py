"""Words that show how somebody stands to what is attributed to them, beside the cue verbs of ``cues``.

Written by the project from general knowledge. Which kinds of cue news prints often was looked up in the training part
of PolNeAR 1.0 (Newell, Margolin and Ruths 2018), and no list of it is copied here. For and against a thing are told
as wanting and denying it.
"""

from __future__ import annotations

import re
from functools import cache

from corpus.records import Attitude

from .cues import cue_forms, verb_forms
from .wordlists import word_set

_VERBS = {
    Attitude.SAID: "conclude claim issue release publish mean joke thank congratulate apologise apologize salute",
    Attitude.BELIEVES: "see view regard perceive foresee envision envisage seem appear look sense trust count_on deem "
    "recognise recognize remember reckon interpret judge conceive presume anticipate forecast rely appreciate "
    "contemplate picture accept",
    Attitude.WANTS: "support back favour favor endorse propose advocate champion encourage push press lobby campaign "
    "prefer wish crave desire need long yearn strive pursue target order instruct direct require invite call_for "
    "summon implore entreat exhort petition aspire mean_to plot try attempt prepare nominate welcome embrace",
    Attitude.PROMISES: "agree_to offer_to volunteer vow",
    Attitude.DENIES: "oppose disagree resist disavow disown repudiate renounce contradict veto block "
    "contest challenge rebut discount shun forswear reject",
    Attitude.REFUSES: "refuse decline",
    Attitude.FEELS: "like love hate dislike enjoy resent fear dread admire detest loathe despise adore relish envy "
    "pity mourn care mind rue grieve cherish respect miss fret agonise agonize",
    Attitude.ASKED: "ask wonder inquire enquire query question interrogate",
}
_NOUNS = {
    Attitude.SAID: "statement claim assertion remark comment announcement argument allegation accusation suggestion "
    "contention criticism complaint explanation declaration insistence warning message admission acknowledgement "
    "acknowledgment observation description reply answer response praise advice charge report critic",
    Attitude.BELIEVES: "belief view opinion conviction confidence expectation understanding assessment impression "
    "suspicion assumption doubt skepticism scepticism certainty faith trust conclusion judgment judgement position "
    "stance thinking guess hunch sense prediction forecast idea speculation optimism pessimism",
    Attitude.WANTS: "hope wish desire plan intention intent aim goal demand call request appeal proposal ambition "
    "aspiration determination preference support backing endorsement willingness eagerness bid effort plea dream "
    "priority recommendation push readiness campaign quest interest decision supporter backer proponent fan",
    Attitude.PROMISES: "promise pledge vow commitment assurance guarantee undertaking threat oath",
    Attitude.DENIES: "denial opposition rejection objection disagreement rebuttal repudiation resistance "
    "reluctance unwillingness opponent foe",
    Attitude.REFUSES: "refusal",
    Attitude.FEELS: "fear worry concern anxiety anger regret frustration disappointment delight joy pride dismay "
    "outrage unease alarm relief sadness surprise gratitude indignation misgiving love hatred dislike admiration "
    "sympathy disgust shame enthusiasm excitement sorrow fury reservation pleasure satisfaction",
    Attitude.ASKED: "question query inquiry",
}
_ADJECTIVES = {
    Attitude.BELIEVES: "convinced persuaded confident certain sure optimistic pessimistic skeptical sceptical doubtful "
    "aware adamant unsure uncertain unconvinced hopeful_that mindful positive suspicious satisfied_that expected",
    Attitude.WANTS: "keen eager determined willing ready prepared intent supportive hopeful resolved bent desperate "
    "anxious_to inclined minded committed_to open",
    Attitude.DENIES: "opposed against unwilling reluctant hostile averse unsupportive",
    Attitude.FEELS: "worried afraid scared fearful concerned anxious angry furious upset glad happy pleased delighted "
    "thrilled proud sad sorry ashamed surprised shocked stunned amazed astonished dismayed disappointed frustrated "
    "alarmed appalled horrified outraged grateful thankful relieved excited nervous uneasy troubled disturbed annoyed "
    "irritated hurt offended embarrassed disgusted heartbroken devastated saddened bitter jealous fond "
    "enamored enamoured weary wary tired comfortable uncomfortable amused puzzled baffled bewildered impressed",
    Attitude.PROMISES: "bound sworn pledged",
}
# Read before any single word; ``~`` stands for a word or two between.
_PHRASES = (
    (Attitude.SAID, r"(?:want|wants|wanted|need|needs|like|wish|wishes) to (?:say|add|stress|point out|thank)"),
    (Attitude.SAID, r"(?:make|makes|made|making) ~(?:clear|plain|known|the (?:case|point)|no secret)"),
    (Attitude.SAID, r"(?:point|points|pointed|pointing) (?:out|to)"),
    (Attitude.SAID, r"(?:speak|speaks|spoke|speaking|talk|talks|talked|talking) (?:of|about|on|to|with)"),
    (Attitude.SAID, r"(?:is|are|was|were|been) (?:quick to (?:say|point)|clear)|critical of|known (?:as|for)"),
    (Attitude.SAID, r"(?:shoot|shoots|shot|fire|fires|fired|hit|hits|hitting|write|writes|wrote|jabbed) back"),
    (Attitude.SAID, r"plead(?:s|ed)? guilty"),
    (Attitude.SAID, r"(?:go|goes|went|gone|going) on|according to|(?:weigh|weighs|weighed) in|(?:let|lets) be known"),
    (Attitude.BELIEVES, r"~(?:of|under) the (?:view|opinion|impression|belief)|(?:has|have|had) ~no doubts?"),
    (Attitude.BELIEVES, r"(?:agree|agrees|agreed|agreeing) (?:with|that)|(?:believe|believes|believed) in"),
    (Attitude.BELIEVES, r"(?:take|takes|took) the view|(?:come|comes|came) to the conclusion|(?:count|counts|counted|"
     r"counting|rely|relies|relied|relying|bet|bets|betting) on|(?:make|makes|made) up (?:his|her|their|its) minds?"),
    (Attitude.FEELS, r"(?:feel|feels|felt) (?!that)\w+|(?:can|could) ?n[o'’]t stand|shrug(?:s|ged)? off"),
    (Attitude.FEELS, r"(?:look|looks|looked|looking) forward|(?:has|have|had) ~(?:reservations|misgivings|qualms)"),
    (Attitude.WANTS, r"(?:call|calls|called|calling)(?: again| also| instead| \w+ly)? (?:for|on|upon)|(?:ask|asks|"
     r"asked|asking) for|~would ~(?:like|prefer|support|back|love to)|(?:look|looks|looked|looking) (?:for|to)"),
    (Attitude.WANTS, r"in favou?r of|in support of|(?:argue|argues|argued|arguing|push|pushes|pushed|pushing|vote|votes"
     r"|voted|voting|fight|fights|fought|fighting|press|presses|pressed|pressing) for|(?:set|sets|setting) out to"),
    (Attitude.WANTS, r"(?:sign|signs|signed) (?:on|up)|(?:side|sides|sided|siding) with|(?:stand|stands|stood) (?:by|"
     r"behind)|(?:mean|means|meant) to|open to|on board with"),
    (Attitude.PROMISES, r"(?:agree|agrees|agreed|agreeing|offer|offers|offered|offering) to|(?:give|gives|gave) "
     r"(?:his|her|their|its) word"),
    (Attitude.DENIES, r"(?:take|takes|took|taken|taking) issue|(?:rule|rules|ruled|ruling) out|(?:speak|speaks|spoke|"
     r"speaking|argue|argues|argued|arguing|vote|votes|voted|voting|come|comes|came) (?:out )?against|plead(?:s|ed)? "
     r"(?:not guilty|innocent)|(?:push|pushes|pushed|pushing) back|(?:decide|decides|decided|deciding) against"),
    (Attitude.DENIES, r"(?:is|are|was|were|be|been|'s|'re|’s|’re|am) (?:\w+ly )?(?:against|not in favou?r)"),
    (Attitude.DENIES, r"(?:has|have|had) ~objections?|(?:express|expresses|expressed) ~opposition"),
    (Attitude.ASKED, r"(?:ask|asks|asked|asking)(?! for| ~to)"),
    (Attitude.ASKED, r"(?:raise|raises|raised|raising|have|has|had) ~questions?"),
    (Attitude.ASKED, r"the question of|(?:wonder|wonders|wondered|wondering) (?:about|if|whether|why|how|what)"),
)  # fmt: skip
PHRASES = tuple(
    (attitude, re.compile(rf"(?<![\w’'])(?:{pattern.replace('~', '(?:[^ ]+ ){0,3}?')})(?![\w’'])"))
    for attitude, pattern in _PHRASES
)
# Verbs that only carry a noun or another verb: "expressed concern", "issued a statement saying", "began to doubt".
LIGHT = word_set(
    "express voice raise issue offer give hold take put release reiterate repeat share show have make seem appear look "
    "continue begin start try attempt go come keep state renew convey declare articulate harbour harbor stress"
)
# Followed by an infinitive they carry a wish, whatever else they do: "told him to go", "decided to stay".
ORDERING = word_set("tell ask decide advise persuade convince remind instruct order choose beg warn request beseech")
NEGATORS = word_set("not n't never no neither nor without hardly cannot")
# What somebody does not do who keeps silent.
OF_SPEECH = word_set(
    "say comment respond answer reply disclose elaborate specify identify explain discuss reveal provide return name"
)
FOR_A_THING = word_set(
    "support back favour favor endorse advocate champion welcome embrace prefer like love enjoy agree accept buy"
)
EXTRA = {
    "prefer": ("preferred", "preferring"),
    "see": ("seeing",),
    "back": ("backed", "backing"),
    "plot": ("plotted", "plotting"),
    "target": (),
    "choose": ("chose", "chosen"),
}


@cache
def attitude_verbs() -> dict[str, tuple[str, Attitude]]:
    """Every form of every verb that shows an attitude, with its base form."""
    found = {form: (verb.lemma, verb.attitude) for form, verb in cue_forms().items()}
    for attitude, verbs in _VERBS.items():
        for verb in verbs.split():
            if "_" not in verb:
                for form in (*verb_forms(verb), *EXTRA.get(verb, ())):
                    found[form] = (verb, attitude)
    return found


@cache
def attitude_nouns() -> dict[str, Attitude]:
    """Nouns that show an attitude, in the singular and the plural."""
    found = {}
    for attitude, nouns in _NOUNS.items():
        for noun in nouns.split():
            plural = noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"
            found[noun] = found[plural] = attitude
    return found


@cache
def attitude_adjectives() -> dict[str, Attitude]:
    """Adjectives that show an attitude behind a form of "be" or "feel"."""
    return {word: attitude for attitude, words in _ADJECTIVES.items() for word in words.split() if "_" not in word}
