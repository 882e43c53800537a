"""Honorifics, role words and head words of organisations. Written by the project."""

from __future__ import annotations

from .wordlists import word_set

# Relatives: a name behind the word is a person's ("his wife, Edda").
KIN = word_set(
    "husband son grandfather grandson uncle nephew widower stepfather boyfriend brother father "
    "wife mother daughter grandmother granddaughter aunt niece widow girlfriend sister"
)
# Stand before a name and are no part of it; the value is the gender they show.
HONORIFICS = {
    **dict.fromkeys(word_set("mr mr. sir lord king prince father brother baron duke pope imam sheikh ayatollah"), "m"),
    **dict.fromkeys(
        word_set("mrs mrs. ms ms. miss lady dame madam mme mme. queen princess sister baroness duchess"), "f"
    ),
    **dict.fromkeys(word_set("dr dr. prof prof. rev rev. hon. rabbi saint"), "n"),
}
# Titles that are written short; they are roles too.
SHORT_TITLES = word_set(
    "sen sen. sens. rep rep. reps. gov gov. gen gen. lt lt. col col. sgt sgt. capt capt. maj maj. adm "
    "adm. cmdr cmdr. pres. supt. det. "
    "amb. atty. insp. cpl. pfc. spc. pvt. cllr"
)
ROLES = word_set(
    "president vice-president secretary minister chancellor premier ambassador envoy senator congressman "
    "congresswoman representative "
    "governor mayor councilman councilwoman councillor councilor chairman chairwoman chair chairperson "
    "chief director manager executive ceo "
    "cfo coo cto founder co-founder cofounder owner partner principal dean provost professor lecturer "
    "researcher scientist fellow scholar "
    "analyst economist strategist adviser advisor aide assistant deputy commissioner commander general "
    "colonel major captain lieutenant "
    "sergeant admiral officer inspector superintendent sheriff constable detective judge justice attorney "
    "lawyer solicitor barrister "
    "prosecutor counsel spokesman spokeswoman spokesperson spokesmen coordinator co-ordinator "
    "administrator treasurer auditor "
    "leader head boss coach trainer captain editor publisher author writer journalist reporter columnist "
    "correspondent anchor host "
    "producer actor actress singer musician artist designer architect engineer doctor physician surgeon "
    "nurse psychologist psychiatrist "
    "teacher headteacher headmaster bishop archbishop cardinal priest pastor reverend imam rabbi pope "
    "king queen prince princess "
    "candidate nominee contender challenger incumbent lawmaker legislator politician mp mep whip speaker "
    "member delegate diplomat "
    "activist campaigner organiser organizer resident farmer banker trader investor entrepreneur "
    "billionaire developer contractor "
    "consultant expert specialist historian biologist physicist chemist epidemiologist virologist "
    "astronomer astronaut archaeologist "
    "student graduate pupil player striker goalkeeper midfielder defender batsman bowler pitcher "
    "quarterback champion athlete "
    "undersecretary vice chairwoman premier clerk magistrate ombudsman regulator watchdog trustee "
    "governor-general taoiseach "
    ""
    ""
    "pollster strategist operative surrogate donor lobbyist negotiator mediator monitor translator "
    "interpreter pilot driver "
    "dj rapper comedian nutritionist therapist "
    "critic landlady landlord rector schoolteacher postman "
    "veteran soldier marine victim survivor witness suspect defendant plaintiff"
)
ROLE_MODIFIERS = word_set(
    "former ex current acting interim deputy assistant associate vice senior junior chief executive "
    "managing general prime foreign "
    "defence defense interior home finance health education labour labor energy transport justice trade "
    "attorney press national "
    "international federal state local regional district city county house senate republican democratic "
    "conservative liberal labour "
    "independent presidential congressional parliamentary campaign communications political policy "
    "economic research medical "
    "non-executive co- co joint special permanent parliamentary incoming outgoing new then then-us "
    "longtime long-time "
    "retired late elected president-elect honorary emeritus first second lead top shadow main principal "
    "veteran police fire military army navy "
    "security intelligence marketing sales operations financial technical technology information digital "
    "legal public private foreign-policy "
    "visiting distinguished ruling opposition majority minority white black british american environment "
    "agriculture housing "
    "culture sports treasury budget cabinet supreme court law government"
)
PAST_WORDS = word_set("former ex then onetime one-time ex- retired late previous erstwhile formerly previously")
FUTURE_WORDS = word_set("incoming designate president-elect elect nominee-designate future")
ORGANISATION_HEADS = word_set(
    "university college school institute institution academy ministry department agency bureau "
    "administration commission committee "
    "subcommittee council court party inc inc. incorporated ltd ltd. limited corp corp. corporation "
    "company co co. llc plc gmbh group holdings "
    "bank police association federation union league society club foundation fund trust centre center "
    "laboratory lab laboratories "
    "office service services authority board assembly parliament congress senate "
    "army navy guard corps force forces brigade regiment church hospital clinic museum library theatre orchestra "
    "times post journal tribune herald gazette telegraph chronicle observer guardian news magazine press "
    "media network networks "
    "television radio broadcasting airlines airways motors industries systems technologies technology software "
    "partners associates capital financial insurance pharmaceuticals energy petroleum records studios "
    "entertainment pictures "
    "coalition alliance front movement campaign organisation organization project initiative program programme task "
    "tribunal secretariat directorate embassy consulate cabinet treasury exchange chamber caucus conference reserve "
    "brotherhood republic-party democrats republicans conservatives greens watch crescent cross "
    "international stores enterprises "
    "ventures solutions communications consulting advisors advisers securities investments management "
    "brothers bros. sons united "
    "works mills foods steel oil gas water electric power rail railways telecom mobile "
    "bakery brewery shipping lines freight "
    "rovers rangers wanderers athletic fc nhs militia cartel gang hotels resorts casino restaurants pac super-pac "
    "government military ministry fm tv radio research healthcare publishers publishing productions labs hospitals "
    "schools universities squadron battalion ensemble ballet opera philharmonic diocese archdiocese synod"
)
# Heads that need company: "the Post" alone says too little, but a name ending in one of them is an organisation.
ORGANISATION_OF = word_set(
    "university ministry department bureau board institute college house bank council committee "
    "commission court church city office "
    "school chamber society association federation league union academy center centre daughters sons republic"
)
# A name that ends in one of these is neither a person nor an organisation.
OTHER_HEADS = word_set(
    "street st avenue road lane drive boulevard highway bridge river lake mountain mountains valley bay "
    "island islands ocean sea park square "
    "plaza tower towers building hall hotel airport station county city town village district province "
    "beach coast hills heights "
    "forest falls desert peninsula gulf strait airport stadium arena field palace castle cathedral cemetery "
    "act law bill treaty accord accords agreement convention amendment constitution deal plan resolution "
    "protocol code "
    "bowl award awards prize medal oscar grammy cup championship championships games olympics tournament "
    "series open marathon "
    "day week month year eve century war wars revolution crisis disaster attack attacks massacre bombing "
    "shooting scandal affair debate election "
    "primary caucuses convention inauguration summit speech address tour festival show movie film album song book "
    "virus disease syndrome hurricane storm tropical typhoon earthquake flu fever zone wall street "
    "english language bible quran koran testament god christmas spring winter summer autumn "
    "dream age era movement-era report index amendment i ii iii"
)
PARTICLES = word_set("de la le du des van von der den ter bin ibn al el abu ben di da dos del della st. st dos y")
UNNAMED_NOUNS = word_set(
    "official officials source sources spokesman spokeswoman spokesperson spokespeople spokesmen person "
    "people critics critic experts "
    "expert analysts analyst lawmakers aides aide officers officer witnesses witness residents supporters "
    "opponents researchers scientists "
    "economists leaders authorities prosecutors lawyers reporters activists voters users others many some several"
)
PAPERS = word_set(
    "report study poll survey statement letter document documents memo filing complaint indictment "
    "lawsuit article story editorial ad website site post tweet email book paper analysis review audit "
    "transcript release headline sign signs banner plaque"
)
BODIES = word_set(
    "ministry department agency bureau committee commission council court party company firm bank police "
    "university group government "
    "campaign administration union association organisation organization institute office authority board "
    "army military team club "
    "newspaper paper magazine network station regime opposition coalition parliament"
)
