"""Closed word classes that bound a role phrase. Written by the project."""

from __future__ import annotations

from ..lexicon.wordlists import word_set

# --- what makes a word a role ---------------------------------------------------------

TRADE_ENDINGS = (
    "ologist", "ographer", "ician", "keeper", "maker", "smith", "wright", "master", "monger", "woman", "man",
    "ometrist",
)  # fmt: skip
NO_TRADES = word_set(
    "englishwoman frenchwoman madman caveman everyman gunman layman superhuman inhuman german ottoman norman "
    "snowman strongman freshman troublemaker peacemaker kingmaker matchmaker warmonger scaremonger rainmaker "
    "webmaster patrician hangman frontman hitman gentleman henchman conman superman batman "
    "gentlewoman frenchman englishman irishman dutchman welshman scotsman countryman timekeeper marksman"
)
COMPOUNDS = word_set(
    "vice co ex deputy under sub assistant attorney governor secretary director surveyor commander editor inspector "
    "actor singer writer producer player photo film video fisher student broadcaster artist consul brigadier "
    "lieutenant major vice-president president mega super"
)
# Say something only with a name's organisation, a field or a complement beside them.
WEAK = word_set(
    "candidate nominee contender champion victim survivor witness leader boss head chief partner principal member "
    "winner expert player star challenger politician student graduate resident driver suspect donor veteran fellow "
    "host king queen defendant plaintiff loser favourite favorite hero owner specialist author critic major general "
    "volunteer marine athlete whip watchdog monitor incumbent master manager executive ruler billionaire "
    "guest advocate surrogate"
)
NEVER_ALONE = word_set("veteran fellow member partner principal master whip watchdog monitor owner")  # before a name
EVALUATING = word_set(
    "better best worse worst good great bad weak real true only perfect ideal likely unlikely favourite favorite "
    "strong stronger strongest worthy dangerous flawed terrible wonderful horrible big huge bigger biggest "
    "first such no not same more most less least preferred viable serious credible"
)

# --- what stands before the role word -------------------------------------------------

DETERMINERS = word_set("the a an another its their his her our my your this that")
OPENERS = word_set("the a an another its their his her")
THEN = word_set("then then-")
NOW = word_set("now currently still")
ONCE = word_set("once formerly previously")
# In lower case before a lower-case role: "talk show host", "high school teacher".
FIELDS = word_set(
    "tech casino division party talk show radio tv television film movie music football basketball baseball soccer "
    "tennis rugby cricket hockey golf boxing athletics business school high university college club team staff crime "
    "science sports arts fashion food book art history property tax trade union youth women's rights human civil "
    "criminal environmental climate news board chess crane line trawler train bus taxi truck lorry screen song ballet "
    "opera theatre theater stage street portrait wildlife war photo feature managing deputy wire desk night gossip "
    "newspaper magazine blog freelance nuclear hedge fund investment data software computer web internet safety "
    "traffic harbour harbor port dock steel coal mine gas oil bank savings loan insurance estate real land tenant "
    "dairy sheep cattle fruit pig poultry kitchen pastry head sous ice rock pop jazz folk country soul gospel hip-hop "
    "punk blues classical grandmaster fire ambulance rescue mountain county parish town village borough ward "
    "constituency shop factory plant trauma heart brain eye family animal primary secondary elementary maths math "
    "english language literature law medical divinity theology philosophy economics physics chemistry biology "
    "hydrology marine student body class faculty church choir cathedral temple mosque hospital hospice prison "
    "probation parole bail divorce patent immigration labor finance shipping logistics procurement personnel "
    "recruitment training programme program project product brand account advertising publicity media relations "
    "resources customer quality planning building construction structural mechanical electrical chemical aerospace "
    "racing speed figure cross-country marathon middle-distance long-distance left right centre center attacking "
    "defensive wing fly scrum opening fast spin all-round undercover homicide drug drugs narcotics vice border coast "
    "coastal lighthouse lifeboat ferry cargo container fishing merchant naval air space flight test bomb disposal "
    "combat special forces weapons arms peace aid relief refugee disaster emergency public health-care healthcare "
    "care social welfare community outreach volunteer grass-roots grassroots field ground"
)
PRAISING = word_set("presumptive likely leading prominent noted award-winning bestselling best-selling popular young")
ADJECTIVE_ENDINGS = ("al", "ive", "ary", "ish", "ese", "ian", "ic", "year-old", "-born", "-based", "-time", "-term")

QUALIFIERS = word_set(
    "small big large great old young local global major minor famous leading rich poor early late free fast top key "
    "online many several various other own same tech high low well best little tiny huge giant popular secret"
)

# --- what follows it ------------------------------------------------------------------

COMPLEMENTS = word_set("of for at to in with on from")
ENDS = word_set(
    "who which that whose whom while when where because but if although though since until till after before during "
    "as than so or nor yet whether unlike like by into over about against under between through despite amid among "
    "without within around across behind beyond near via per including following according except plus not "
    "he she it they we i you there here based called named known aligned created founded charged "
    "accused released elected owned said says told ago also then now still just even only turned"
)
PAST_VERBS = word_set(
    "made went came got gave led held kept left met ran saw won lost took began became found rose fell"
)
NO_ADVERBS = word_set("family assembly monopoly supply rally ally anomaly reply")
TRAILING = word_set("of for at to in with on from and the a an its their his her & then now - – also")
AFTER_HEAD = word_set("emeritus designate elect general laureate pro tem tempore")
# "adviser on energy policy": these have a field, in lower case too
ON_FIELDS = word_set(
    "adviser advisor expert specialist authority fellow lecturer writer correspondent spokesman spokeswoman "
    "spokesperson consultant columnist researcher reporter professor scholar negotiator aide analyst"
)
AS_TIMES = word_set("time moment age least first last past second third next")
VAGUE = word_set(
    "past last wake early late final middle days day summer winter spring autumn fall morning evening process face "
    "1950s 1960s 1970s 1980s 1990s 2000s 2010s event hope months month weeks week years year first second next meantime"
)
CABINET = word_set("secretary undersecretary minister")
DEPARTED = word_set("secretary undersecretary minister chief director speaker commissioner chancellor chairman judge")
DEPARTMENTS = word_set(
    "state staff defense defence police communications operations policy research security intelligence exchequer "
    "interior treasury health education finance transport justice trade house senate board assembly and the of & "
    "homeland human services affairs foreign labor labour energy works culture"
)
# "president and chief executive of X": the first role is at X too
EXECUTIVES = word_set(
    "president chairman chairwoman chair chairperson founder co-founder cofounder director ceo owner co-owner editor "
    "publisher executive manager partner treasurer principal captain head"
)
