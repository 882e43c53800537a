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
    "veteran soldier marine victim survivor witness suspect defendant plaintiff "
    "editor-in-chief secretary-general assemblyman assemblywoman alderman alderwoman comptroller "
    "councilmember selectman chaplain corporal brigadier commodore monsignor president-elect governor-elect "
    "mayor-elect senator-elect"
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
# Trades, arts, sports, ranks and offices that many people bear as their name, or that other readers do not need as
# titles: roles where they are written small ("a butcher"), names where they have a capital ("Ana Butcher").
TRADES = word_set(
    # hands and shops
    "baker barber barista bartender beekeeper blacksmith bookbinder bookseller bookkeeper bricklayer brewer "
    "broker builder butcher butler cabinetmaker caretaker carer carpenter cashier caterer chandler chauffeur "
    "chef cleaner clockmaker cobbler cook cooper courier cutler decorator dockworker docker dressmaker driver "
    "electrician farmhand fisher fisherman fishmonger fitter florist forester gamekeeper gardener glazier "
    "goldsmith greengrocer grocer groom hairdresser handyman harbourmaster housekeeper hotelier innkeeper "
    "ironmonger janitor jeweller jeweler joiner labourer laborer landowner locksmith logger lumberjack "
    "machinist maid mason mechanic merchant miller milliner miner newsagent nurseryman optician painter "
    "pawnbroker plasterer plumber porter postmaster postmistress potter printer publican rancher restaurateur "
    "retailer roofer saddler sailmaker salesman saleswoman seamstress shepherd shipbuilder shipwright shoemaker "
    "shopkeeper smith stonemason steelworker stevedore stockbroker storekeeper surveyor tailor tanner "
    "taxidermist tiler trucker typesetter undertaker upholsterer valet vintner vet veterinarian waiter waitress "
    "watchmaker weaver welder winemaker woodworker worker autoworker deckhand boatswain bosun crofter "
    "smallholder grower homemaker housewife "
    # sea, air, road
    "sailor seaman skipper mariner helmsman navigator steward stewardess purser ferryman boatman lifeguard "
    "coxswain cox aviator airman cosmonaut conductor signalman stoker trawlerman "
    # law, order, arms
    "policeman policewoman patrolman bailiff warden jailer gaoler marshal ranger bodyguard guard firefighter "
    "fireman paramedic conscript corporal brigadier commodore ensign gunner infantryman paratrooper serviceman "
    "servicewoman sniper trooper lance-corporal quartermaster notary paralegal conveyancer arbitrator coroner "
    "advocate juror litigator jurist arbiter commandant "
    # health and care
    "anaesthetist anesthesiologist cardiologist chiropractor dentist dermatologist dietitian gp midwife "
    "neurosurgeon optometrist orthodontist osteopath paediatrician pediatrician pathologist pharmacist "
    "physiotherapist podiatrist psychoanalyst psychotherapist radiographer counsellor counselor caregiver "
    "healer almoner "
    # learning
    "academic anthropologist astrophysicist biochemist botanist cartographer classicist climatologist "
    "criminologist cryptographer demographer ecologist educator entomologist ethnographer geneticist geographer "
    "geologist geophysicist headmistress hydrologist instructor librarian linguist mathematician meteorologist "
    "naturalist neuroscientist oceanographer ornithologist palaeontologist paleontologist pedagogue "
    "pharmacologist philologist philosopher programmer seismologist sociologist statistician theologian "
    "theorist tutor undergraduate vice-chancellor zoologist curator archivist conservator bursar registrar "
    "proctor schoolmaster schoolmistress valedictorian co-author coauthor "
    # arts and media
    "animator arranger bassist biographer blogger bandleader broadcaster cameraman camerawoman cartoonist "
    "cellist ceramicist choirmaster choreographer cinematographer clarinettist composer copywriter couturier "
    "dancer ballerina documentarian dramatist drummer entertainer essayist filmmaker film-maker flautist "
    "ghostwriter glassblower guitarist humorist illustrator impresario lexicographer librettist lyricist "
    "magician memoirist model newscaster newsreader newspaperman novelist organist percussionist performer "
    "pianist playwright podcaster poet presenter printmaker screenwriter sculptor showrunner satirist soprano "
    "tenor baritone stuntman songwriter singer-songwriter stylist trumpeter trombonist saxophonist vlogger "
    "violinist violist vocalist weatherman youtuber influencer ventriloquist puppeteer clown juggler "
    "photographer photojournalist commentator pundit diarist subeditor sub-editor copy-editor "
    # sport
    "all-rounder archer backstop boxer centre-back centre-forward cyclist decathlete defenceman fencer fielder "
    "flanker fly-half footballer forward full-back fullback golfer gymnast heptathlete hurdler jockey jumper "
    "kicker left-back linebacker lineman midfielder mountaineer climber outfielder paralympian olympian "
    "wicketkeeper wicket-keeper pacemaker pole-vaulter racer receiver referee umpire right-back rower runner "
    "scrum-half shortstop sprinter skater skier snowboarder surfer swimmer tackle winger wrestler triathlete "
    "canoeist kayaker equestrian cricketer batter leg-spinner bowler playmaker substitute basketballer "
    "netballer weightlifter judoka grandmaster linesman medallist medalist "
    # clergy
    "abbot abbess canon chaplain curate deacon deaconess evangelist friar missionary monk monsignor nun parson "
    "patriarch pontiff preacher prelate prior prioress seminarian sexton vicar verger cantor mufti mullah "
    "cleric clergyman clergywoman churchwarden televangelist "
    # offices
    "alderman alderwoman archduke assemblyman assemblywoman assessor attache attaché backbencher bureaucrat "
    "burgess chamberlain chargé charge-d'affaires comptroller consul consul-general controller councilmember "
    "councilperson crossbencher emissary emir freeholder frontbencher functionary headman legate "
    "lord-lieutenant monarch nuncio peer peeress plenipotentiary postmaster-general prefect proconsul recorder "
    "reeve regent secretary-general selectman selectwoman sovereign statesman stateswoman subprefect sultan "
    "supervisor technocrat toastmaster vice-mayor viceroy assemblymember "
    # business and public life
    "accountant actuary advertiser appraiser auctioneer bookmaker businessman businesswoman businessperson "
    "dealer distributor employer exporter financier franchisee headhunter heir heiress importer industrialist "
    "innovator insurer investigator landlord landlady lender magnate millionaire manufacturer mogul "
    "philanthropist planner proprietor recruiter receptionist shareholder tycoon typist underwriter wholesaler "
    "vice-chairman vice-chair vice-chairwoman agitator abolitionist conservationist environmentalist "
    "suffragette unionist whistleblower whistle-blower humanitarian staffer intern apprentice trainee volunteer "
    "cadet contributor agent bundler fundraiser speechwriter technologist technician operator inventor explorer "
    "adventurer collector antiquarian genealogist spy informant understudy usher bouncer croupier bookie "
    "tipster breeder ploughman woodcutter editor-in-chief commander-in-chief second-in-command interrogator "
    "scout caddie caddy cofounder matriarch patron benefactor"
)
# Role words that are verbs too, where they are written small behind "to" or "would".
VERBS_TOO = word_set(
    "counsel judge head host coach champion author witness partner monitor pilot anchor chair nurse marshal guard "
    "guide cook master captain lead doctor model cox skipper broker farm steward referee umpire tutor intern "
    "racer patron scout usher porter valet surrogate pitcher producer groom clerk"
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
    "rovers rangers wanderers athletic fc nhs militia cartel gang hotels resorts casino restaurants pac super-pac"
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
    "award awards prize medal oscar grammy cup championship championships games olympics tournament "
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
BODIES = word_set(
    "ministry department agency bureau committee commission council court party company firm bank police "
    "university group government "
    "campaign administration union association organisation organization institute office authority board "
    "army military team club "
    "newspaper paper magazine network station regime opposition coalition parliament"
)
