"""Closed word classes of English that the rules lean on. Written by the project."""

from __future__ import annotations

from .wordlists import word_set

DETERMINERS = word_set(
    "the a an this that these those his her its their our my your some any each every no another one two three four "
    "five six several many most few all both other such more"
)
ARTICLES = word_set("the a an")
POSSESSIVES = word_set("his her its their our my your")
PREPOSITIONS = word_set(
    "of in on at to for from with by about into over after before under between among during against through without "
    "within toward towards upon across behind beyond near via per since until despite amid amidst around "
    "inside outside "
    "above below off out along regarding concerning including like than as onto throughout alongside"
)
CONJUNCTIONS = word_set(
    "and or but nor so yet because although though while whereas if when whenever unless as that whether "
    "where since once plus even"
)
SUBORDINATORS = word_set(
    "because although though while whereas if when whenever unless as after before since once until where "
    "which who whom "
    "whose but and or nor yet including referring according citing adding noting saying calling speaking "
    "pointing so than despite "
    "prompting following with without amid in on at during"
)
PRONOUN_SUBJECTS = word_set("he she it they we i you who")
PRONOUNS = word_set(
    "he she it they we i you him her them us me his hers its their theirs our my your himself herself "
    "itself themselves who whom "
    "which this that these those everyone everybody someone somebody anyone anybody nobody none"
)
MALE = word_set("he him his himself")
FEMALE = word_set("she her hers herself")
AUXILIARIES = word_set(
    "has have had is are was were be been being am do does did will would can could may might must shall should "
    "'s 've 'd 'll 're 'm"
)
IRREGULAR_PASTS = word_set(
    "became began bent bet bit blew bought bound bred broke brought built burst came cast caught chose clung "
    "cost crept cut dealt drank drew drove dug ate fed fell felt flew fled forbade forgot fought found froze "
    "gave went got grew heard held hid hit hurt kept knew laid led left lent lit lost made meant met paid put "
    "quit ran rang rode rose said sang sank sat saw sent set shook shot showed shrank shut slept slid sold "
    "sought spent split spoke spread sprang stole stood struck stuck swam swept swore swung taught thought "
    "threw told took tore understood went withdrew woke won wore wrote"
)
BE_FORMS = word_set("is are was were be been being am 's 're 'm gets got")
MODALS = word_set("will would can could may might must shall should 'll 'd to cannot can't won't wouldn't")
NEGATIONS = word_set(
    "not never n't didn't doesn't don't hasn't haven't hadn't won't wouldn't isn't wasn't couldn't can't "
    "cannot declined refused refuses declines failed fails"
)
ADVERBS = word_set(
    "also later then once already again still now often always soon first even just recently earlier "
    "previously repeatedly "
    "simply publicly privately reportedly quickly long further ever only instead thus therefore meanwhile "
    "too yesterday today "
    "tonight back flatly openly famously initially originally specifically likewise both all each then-"
)
DAYS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun weekday"
)
MONTHS = word_set(
    "january february march april may june july august september october november december jan. feb. mar. "
    "apr. jun. jul. aug. "
    "sep. sept. oct. nov. dec. jan feb mar apr jun jul aug sep sept oct nov dec"
)
HOLIDAYS = word_set("christmas easter thanksgiving ramadan halloween hanukkah passover eid")
TIME_WORDS = word_set("yesterday today tonight tomorrow earlier later recently afterward afterwards again")
TIME_UNITS = word_set(
    "day days week weeks month months year years night morning afternoon evening weekend hour hours "
    "minute minutes spring summer autumn "
    "fall winter decade quarter time moment fortnight"
)
TIME_MODIFIERS = word_set("last this next past late early earlier that same previous later")
# Written with a capital only because a sentence starts there.
STARTERS = word_set(
    "the a an this that these those his her its their our my your he she it they we i you who what when "
    "where why how which there here "
    "in on at to for from with by about after before under between among during against through without "
    "as if but and or nor so yet "
    "because although though while whereas unless until since once also now then still just even only not "
    "no yes some any each every all "
    "both many most more few several other another such one two three four five six seven eight nine ten "
    "is are was were be been do does "
    "did has have had will would can could may might must shall should let please well meanwhile however "
    "moreover furthermore instead "
    "indeed perhaps maybe today yesterday tomorrow tonight last next first second third finally recently "
    "earlier later soon ago despite "
    "according asked speaking according responding given based like unlike inside outside over across "
    "near amid nearly almost about "
    "around much less nothing everything something nobody everyone someone anyone people officials "
    "critics supporters police experts "
    "analysts reporters residents voters students teachers doctors women men children families lawyers "
    "scientists researchers "
    "economists investors workers leaders lawmakers prosecutors authorities witnesses government sources "
    "opponents activists "
    "polls talks fighting negotiations elections sales shares stocks prices profits news thanks sorry oh "
    "ok okay hello hey "
    "whether whatever whoever never ever always often sometimes usually again rather otherwise thus therefore hence "
    "overall generally specifically apparently clearly obviously certainly surely actually basically essentially "
    "new old good great big small young long former current top early late former back down up out off "
    "see look read watch click get go come make take give keep put say think know want need try help find follow "
    "that's it's he's she's there's here's what's let's i'm we're they're you're don't doesn't didn't "
    "can't won't isn't wasn't "
    "half part none either neither plus per via re mr mrs ms dr yet too very quite once twice while among "
    "others those whose during having being saying noting adding asking calling citing following including regarding "
    "q a abstract body story photo image video source update correction editor's note full text copyright view "
    "throughout within beyond behind above below upon toward towards along alongside aside besides except "
    "reading watching looking taking making working talking running getting going coming using trying nearly "
    "politics business sports world opinion health science technology entertainment money life style travel "
    "president secretary senator governor minister congressman congresswoman representative mayor judge chairman"
)
NUMBERS = word_set(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty dozen dozens hundred hundreds "
    "thousand thousands million billion"
)
