"""What the rules say, in plain Dutch and plain English.

What lives here: each rule's title, source and sentences. What does not: when a rule applies (rules.py).
A sentence's `{values}` are filled when it is rendered; lists and dates are written in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from referrals.engine.rule_ids import RuleId
from services.reach import Reach
from services.roles import Role

REPORT = "EIM, onderzoek Van Werk Naar Werk in het mkb"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in both languages of the site."""

    nl: str
    en: str

    def __getitem__(self, language: str) -> str:
        """Return the text in `nl` or `en`."""
        return self.en if language == "en" else self.nl


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the rule table: fixed id, title, source, and what it says in each outcome."""

    id: RuleId
    title: Bilingual
    source: str
    sentences: Mapping[str, Bilingual]


ROLE_NAMES = {
    Role.PREVENTIVE: Bilingual("preventief", Role.PREVENTIVE),
    Role.CURATIVE: Bilingual("curatief", Role.CURATIVE),
    Role.REINTEGRATION: Bilingual("re-integratie", Role.REINTEGRATION),
}

# How R11 begins, whether or not there is still time.
_NOTIFY = Bilingual(
    "U ontslaat {headcount} mensen binnen {months} maanden in één werkgebied. Vanaf {minimum} moet u dat eerst "
    "schriftelijk melden bij UWV en de vakbonden. Pas {wait} maand na die melding mag u opzeggen, laten ontbinden of "
    "een overeenkomst sluiten. Eerder mag het alleen als de bonden verklaren dat zij zijn geraadpleegd en instemmen. "
    "De opzegtermijn komt daar nog bij. Dit geldt niet bij faillissement.",
    "You dismiss {headcount} people within {months} months in one work area. From {minimum} you must first notify UWV "
    "and the unions in writing. Only {wait} month after that may you give notice, have the contract dissolved or "
    "settle. You may do so earlier only if the unions declare that they were consulted and agree. Notice periods come "
    "on top. This does not apply in bankruptcy.",
)

_ALL = (
    Rule(
        RuleId.R1_ROLE,
        Bilingual("De situatie bepaalt de hulp", "The situation decides which help fits"),
        f"{REPORT}, 2.3.1 en 4.3",
        {
            Role.PREVENTIVE: Bilingual(
                "Er dreigt nog geen ontslag. Deze organisatie helpt mensen inzetbaar te blijven.",
                "No dismissal is near yet. This organisation helps people stay employable.",
            ),
            Role.CURATIVE: Bilingual(
                "Er komt ontslag aan. Deze organisatie helpt mensen aan ander werk vóór zij werkloos worden.",
                "Dismissal is coming. This organisation helps people find other work before they become unemployed.",
            ),
            Role.REINTEGRATION: Bilingual(
                "De mensen zijn langdurig ziek of hebben al een uitkering. "
                "Deze organisatie helpt hen weer aan het werk.",
                "The people have been ill for a long time or are already on benefit. "
                "This organisation helps them back to work.",
            ),
        },
    ),
    Rule(
        RuleId.R2_AREA,
        Bilingual("De organisatie werkt waar uw mensen werken", "The organisation works where your people work"),
        f"{REPORT}, 4.3.4 en 5.4",
        {
            "holds": Bilingual("{place} ligt in het werkgebied.", "{place} lies in the work area."),
            "part": Bilingual(
                "Een deel van {place} ligt in het werkgebied. Met de volledige postcode weet u het zeker.",
                "Part of {place} lies in the work area. The full postcode settles it.",
            ),
            "unknown": Bilingual(
                "Wij weten niet waar deze organisatie werkt. Vraag na of zij in {place} helpt.",
                "We do not know where this organisation works. Ask whether it helps in {place}.",
            ),
            "corrected": Bilingual(
                "U schreef ‘{typed}’. Wij lazen dat als {place}.", "You wrote ‘{typed}’. We read it as {place}."
            ),
        },
    ),
    Rule(
        RuleId.R3_SECTOR,
        Bilingual("Een brancheservicepunt werkt voor de eigen sector", "A branch service point serves its own sector"),
        f"{REPORT}, 4.3.1",
        {
            "holds": Bilingual("Deze organisatie werkt voor uw sector.", "This organisation serves your sector."),
            "fails": Bilingual(
                "Deze organisatie werkt alleen voor: {sectors}.", "This organisation serves only: {sectors}."
            ),
            "open": Bilingual(
                "Mogelijk, als u werkt in: {sectors}. U gaf uw sector niet op.",
                "Possible, if you work in: {sectors}. You did not give your sector.",
            ),
        },
    ),
    Rule(
        RuleId.R4_NARROW_TO_BROAD,
        Bilingual("Eerst de eigen sector, dan breder", "Own sector first, then others"),
        f"{REPORT}, 5.2.3 en bijlage III",
        {
            "own_sector": Bilingual(
                "Hulp binnen de eigen sector komt eerst: daar sluiten werk en ervaring het best aan.",
                "Help in your own sector comes first: work and experience match best there.",
            ),
            "across_sectors": Bilingual(
                "Hulp over sectoren heen komt na de eigen sector.",
                "Help across sectors comes after help in your own sector.",
            ),
            "across_sectors_first": Bilingual(
                "Uw mensen willen de sector uit. Dan komt hulp over sectoren heen eerst.",
                "Your people want to leave the sector. Then help across sectors comes first.",
            ),
            "own_sector_later": Bilingual(
                "Uw mensen willen de sector uit. Hulp binnen de sector komt daarom later.",
                "Your people want to leave the sector. So help in the sector comes later.",
            ),
        },
    ),
    Rule(
        RuleId.R5_MINIMUM,
        Bilingual("Sommige organisaties vragen een minimum", "Some organisations ask for a minimum"),
        f"{REPORT}, 4.3.1 en 5.2.3",
        {
            "reached": Bilingual(
                "Vraagt minstens {minimum} ontslagen van vaste medewerkers. U hebt er {headcount}.",
                "Asks for at least {minimum} dismissals of permanent staff. You have {headcount}.",
            ),
            "below": Bilingual(
                "Vraagt minstens {minimum} ontslagen van vaste medewerkers. U hebt er {headcount}. "
                "U krijgt hier alleen informatie.",
                "Asks for at least {minimum} dismissals of permanent staff. You have {headcount}. "
                "You only get information here.",
            ),
            "below_with_next": Bilingual(
                "Vraagt minstens {minimum} ontslagen van vaste medewerkers. U hebt er {headcount}. "
                "U krijgt hier alleen informatie. Wel hulp geeft: {next}.",
                "Asks for at least {minimum} dismissals of permanent staff. You have {headcount}. "
                "You only get information here. Full help comes from: {next}.",
            ),
        },
    ),
    Rule(
        RuleId.R6_FOUR_MONTHS,
        Bilingual(
            "UWV kan helpen vanaf {months} maanden voor het einde", "UWV can help from {months} months before the end"
        ),
        f"{REPORT}, 2.3.3 en bijlage III",
        {
            "within": Bilingual(
                "Het werk eindigt binnen {months} maanden.",
                "The work ends within {months} months.",
            ),
            "far": Bilingual(
                "Ander werk is moeilijk te vinden. UWV kan dan al helpen vóór het werk eindigt.",
                "Other work is hard to find. UWV can then help before the work ends.",
            ),
            "too_early": Bilingual(
                "UWV kan mensen die nog werken pas helpen vanaf {date}.",
                "UWV can help people who are still working only from {date}.",
            ),
            "date": Bilingual(
                "Vanaf deze dag kan UWV helpen, als ander werk moeilijk te vinden is. "
                "Bijvoorbeeld omdat een opleiding nodig is.",
                "From this day UWV can help, if other work is hard to find. For instance because training is needed.",
            ),
            "near": Bilingual(
                "UWV helpt vóór het einde van het werk alleen wie moeilijk ander werk vindt.",
                "Before the work ends, UWV helps only people for whom other work is hard to find.",
            ),
            "distance_open": Bilingual(
                "Mogelijk, als ander werk moeilijk te vinden is. Bijvoorbeeld omdat een opleiding nodig is.",
                "Possible, if other work is hard to find. For instance because training is needed.",
            ),
            "end_open": Bilingual(
                "Mogelijk, als het werk binnen {months} maanden eindigt. U gaf geen einddatum op.",
                "Possible, if the work ends within {months} months. You did not give an end date.",
            ),
            "month_open": Bilingual(
                "Mogelijk, als het werk binnen {months} maanden eindigt. U gaf alleen de maand op: {month}.",
                "Possible, if the work ends within {months} months. You gave only the month: {month}.",
            ),
            "no_end": Bilingual(
                "Er is geen einddatum van het werk. UWV helpt pas {months} maanden voor het einde.",
                "The work has no end date. UWV helps only from {months} months before the end.",
            ),
        },
    ),
    Rule(
        RuleId.R7_ILL,
        Bilingual("Bij ziekte eerst het poortwachtercentrum", "In case of illness the gatekeeper centre comes first"),
        f"{REPORT}, 2.3.3 en 4.3.1",
        {
            "holds": Bilingual(
                "Voor zieke medewerkers die niet terug kunnen in hun eigen werk komt het poortwachtercentrum eerst.",
                "For ill employees who cannot return to their own work the gatekeeper centre comes first.",
            ),
        },
    ),
    Rule(
        RuleId.R8_GATEKEEPER_REDUNDANT,
        Bilingual(
            "Een poortwachtercentrum helpt soms ook boventallige mensen",
            "A gatekeeper centre sometimes helps redundant people too",
        ),
        f"{REPORT}, 2.3.3 en 4.3.1",
        {
            "holds": Bilingual(
                "Dit poortwachtercentrum helpt ook gezonde mensen die boventallig zijn.",
                "This gatekeeper centre also helps healthy people who are redundant.",
            ),
            "fails": Bilingual(
                "Dit poortwachtercentrum zegt dat het geen gezonde boventallige mensen helpt.",
                "This gatekeeper centre says that it does not help healthy redundant people.",
            ),
            "unsaid": Bilingual(
                "Dit poortwachtercentrum zegt niet dat het ook gezonde boventallige mensen helpt.",
                "This gatekeeper centre does not say that it helps healthy redundant people too.",
            ),
        },
    ),
    Rule(
        RuleId.R9_TRAINING,
        Bilingual("Voor scholing naar het leerwerkloket", "For training to the learning-work desk"),
        f"{REPORT}, 4.3.2",
        {
            "holds": Bilingual(
                "U vraagt om scholing of erkenning van ervaring (EVC). Het leerwerkloket geeft daar advies over.",
                "You ask for training or recognition of experience (EVC). The learning-work desk advises on that.",
            ),
            "open": Bilingual(
                "Mogelijk, als u scholing of erkenning van ervaring (EVC) wilt. U gaf niet op wat zou helpen.",
                "Possible, if you want training or recognition of experience (EVC). You did not say what would help.",
            ),
        },
    ),
    Rule(
        RuleId.R10_ENTRY,
        Bilingual("Het algemene loket voor werkgevers", "The general entry point for employers"),
        f"{REPORT}, 4.3.3",
        {
            "holds": Bilingual(
                "Dit is het algemene loket voor alle vragen van werkgevers over werk.",
                "This is the general entry point for all questions from employers about work.",
            ),
        },
    ),
    Rule(
        RuleId.R11_COLLECTIVE,
        Bilingual("Melden van collectief ontslag", "Notifying a collective dismissal"),
        "Wet melding collectief ontslag, art. 3 en 5a",
        {
            "duty": Bilingual(
                f"{_NOTIFY.nl} Meld uiterlijk op {{last_day}}. Daarbij is een opzegtermijn van {{notice}} maand "
                "gerekend: is de uwe langer, meld dan eerder.",
                f"{_NOTIFY.en} Notify by {{last_day}} at the latest. That assumes a notice period of {{notice}} month: "
                "notify earlier if yours is longer.",
            ),
            "duty_late": Bilingual(
                f"{_NOTIFY.nl} De laatste dag om te melden voor een einde op {{end}} was {{last_day}}. Die dag is "
                "voorbij. Meldt u vandaag, dan kan het werk op zijn vroegst eindigen op {earliest_end}. Daarbij is een "
                "opzegtermijn van {notice} maand gerekend: is de uwe langer, dan wordt het later.",
                f"{_NOTIFY.en} The last day to notify for an end on {{end}} was {{last_day}}. That day is over. If you "
                "notify today, the work can end on {earliest_end} at the earliest. That assumes a notice period of "
                "{notice} month: it will be later if yours is longer.",
            ),
            "open": Bilingual(
                "Van {headcount} mensen weten wij de einddatum niet. Eindigt het werk van {minimum} of meer mensen "
                "binnen {months} maanden in één werkgebied? Dan moet u dat eerst melden bij UWV en de vakbonden.",
                "We do not know the end date of {headcount} people. Does the work of {minimum} or more people end "
                "within {months} months in one work area? Then you must first notify UWV and the unions.",
            ),
        },
    ),
    Rule(
        RuleId.R12_SOCIAL_PLAN,
        Bilingual("Een sociaal plan", "A social plan"),
        f"{REPORT}, 2.4.1",
        {
            "duty": Bilingual(
                "U ontslaat {headcount} vaste medewerkers. Veel cao's vragen vanaf {minimum} ontslagen een sociaal "
                "plan. Kijk in uw cao of vraag het de vakbond.",
                "You dismiss {headcount} permanent staff. Many collective agreements ask for a social plan from "
                "{minimum} dismissals. Check your collective agreement or ask the union.",
            ),
        },
    ),
    Rule(
        RuleId.R13_TRAINING_FUND,
        Bilingual("Een opleidingsfonds betaalt misschien mee", "A training fund may pay part"),
        f"{REPORT}, 4.2 en 4.4.2",
        {
            "holds": Bilingual(
                "Misschien betaalt een opleidingsfonds mee: {funds}. Vraag het na: zeker is het niet.",
                "A training fund may pay part: {funds}. Ask them: it is not certain.",
            ),
            "open": Bilingual(
                "Wilt u scholing? Dan betaalt misschien een opleidingsfonds mee: {funds}. Zeker is het niet.",
                "Do you want training? Then a training fund may pay part: {funds}. It is not certain.",
            ),
            "sector_open": Bilingual(
                "Een opleidingsfonds betaalt misschien mee aan scholing. Dat hangt af van uw sector. Die gaf u "
                "niet op.",
                "A training fund may pay part of training. That depends on your sector, which you did not give.",
            ),
            "area_unknown": Bilingual(
                "Een opleidingsfonds betaalt misschien mee aan scholing: {funds}. Wij weten niet of het bij u werkt: "
                "vraag het na.",
                "A training fund may pay part of training: {funds}. We do not know whether it works in your area: ask "
                "them.",
            ),
        },
    ),
    Rule(
        RuleId.R14_PRIVATE,
        Bilingual("Particuliere hulp staat achteraan", "Private help comes last"),
        f"{REPORT}, 5.2.3",
        {
            "holds": Bilingual(
                "U hebt budget. Particuliere hulp kost geld en staat daarom achteraan.",
                "You have a budget. Private help costs money and therefore comes last.",
            ),
            "holds_with_cost": Bilingual(
                "U hebt budget. Particuliere hulp staat achteraan. Indicatie van de kosten: {cost}",
                "You have a budget. Private help comes last. Indicative cost: {cost}",
            ),
            "open": Bilingual(
                "Mogelijk, als u budget hebt. Particuliere hulp kost geld.",
                "Possible, if you have a budget. Private help costs money.",
            ),
            "open_with_cost": Bilingual(
                "Mogelijk, als u budget hebt. Indicatie van de kosten: {cost}",
                "Possible, if you have a budget. Indicative cost: {cost}",
            ),
        },
    ),
    Rule(
        RuleId.R15_FLEX_FIRST,
        Bilingual("Flexibele krachten", "Flexible staff"),
        f"{REPORT}, 5.2.2",
        {
            "note": Bilingual(
                "Het werk van {headcount} uitzendkrachten, oproepkrachten of tijdelijke krachten eindigt. Daarvoor is "
                "geen aparte route. Wijs hen op tijd op het algemene loket en, voor scholing, op het leerwerkloket. "
                "Zeg een tijdelijk contract op tijd aan en vraag bij uitzendkrachten het uitzendbureau om ander werk.",
                "The work of {headcount} agency, on-call or temporary workers ends. There is no separate route for "
                "them. Point them in time to the general entry point and, for training, to the learning-work desk. "
                "Announce the end of a temporary contract in time, and ask the agency to find its workers other work.",
            ),
        },
    ),
    Rule(
        RuleId.R16_NO_PROVIDER,
        Bilingual("Geen passende organisatie", "No suitable organisation"),
        f"{REPORT}, 4.3.4",
        {
            "gap": Bilingual(
                "Voor {place} kennen wij geen aparte organisatie die deze hulp zeker geeft ({role}).",
                "For {place} we know of no separate organisation that certainly gives this help ({role}).",
            ),
            "gap_with_nearest": Bilingual(
                "Voor {place} kennen wij geen aparte organisatie die deze hulp zeker geeft ({role}). "
                "De dichtstbijzijnde daarbuiten is {nearest}, op {distance}.",
                "For {place} we know of no separate organisation that certainly gives this help ({role}). "
                "The nearest one outside is {nearest}, {distance} away.",
            ),
        },
    ),
    Rule(
        RuleId.R17_FRESH,
        Bilingual("Gegevens moeten kloppen", "Records must be correct"),
        "Praktijk van sociale kaarten (211): elk jaar controleren",
        {
            "fresh": Bilingual("Gecontroleerd op {date}.", "Checked on {date}."),
            "due": Bilingual(
                "Gecontroleerd op {date}. Een nieuwe controle is aan de beurt.",
                "Checked on {date}. A new check is due.",
            ),
            "overdue": Bilingual(
                "Let op: de laatste controle is van {date}. De gegevens kunnen verouderd zijn.",
                "Note: the last check dates from {date}. The record may be out of date.",
            ),
            "not_referable": Bilingual(
                "De laatste controle is van {date}. Dat is te lang geleden: wij verwijzen hier niet naar door.",
                "The last check dates from {date}. That is too long ago: we do not refer to it.",
            ),
            "never": Bilingual(
                "De contactgegevens of het werkgebied zijn nog nooit gecontroleerd: wij verwijzen hier niet naar door.",
                "The contact details or the work area have never been checked: we do not refer to it.",
            ),
            "silent": Bilingual(
                "Deze organisatie gaf steeds geen antwoord. Wij verwijzen pas weer als de gegevens zijn bevestigd.",
                "This organisation has not answered: we do not refer to it until its record is confirmed.",
            ),
        },
    ),
    Rule(
        RuleId.R18_UNKNOWN,
        Bilingual("Niet beantwoord is onbekend, nooit nee", "No answer means unknown, never no"),
        "Eigen regel van dit portaal",
        {
            "month": Bilingual(
                "U gaf alleen de maand van de laatste werkdag: {month}. Wij rekenen met {day}: de vroegste dag, en dus "
                "de veiligste. Weet u de dag? Vul die dan in.",
                "You gave only the month of the last working day: {month}. We count from {day}: the earliest day, and "
                "so the safest. If you know the day, enter it.",
            ),
            "ask": Bilingual(
                "Eén vraag maakt het meest duidelijk: {asked} Daarvan hangen {providers} organisaties af.",
                "One question settles most: {asked} {providers} organisations depend on it.",
            ),
            "ask_one": Bilingual(
                "Eén vraag maakt het meest duidelijk: {asked} Daarvan hangt één organisatie af.",
                "One question settles most: {asked} One organisation depends on it.",
            ),
        },
    ),
    Rule(
        RuleId.R19_SMALL_FIRM,
        Bilingual("Een klein bedrijf begint bij één partij", "A small firm begins with one party"),
        f"{REPORT}, 2.3.3 en 4.4.1",
        {
            "note_with_first": Bilingual(
                "U hebt minder dan {limit} medewerkers. {first}: die wijst u de weg.",
                "You have fewer than {limit} employees. {first}, who can point you the way.",
            ),
            "note_with_others": Bilingual(
                "U hebt minder dan {limit} medewerkers. {first}: die wijst u de weg. Op uw andere plaatsen: {others}.",
                "You have fewer than {limit} employees. {first}, who can point you the way. At your other places: "
                "{others}.",
            ),
            "note": Bilingual(
                "U hebt minder dan {limit} medewerkers. Vraag één partij om u de weg te wijzen.",
                "You have fewer than {limit} employees. Ask one party to point you the way.",
            ),
            "open_with_first": Bilingual(
                "Hebt u minder dan {limit} medewerkers? {first}: die wijst u de weg.",
                "If you have fewer than {limit} employees: {first}, who can point you the way.",
            ),
            "open_with_others": Bilingual(
                "Hebt u minder dan {limit} medewerkers? {first}: die wijst u de weg. Op uw andere plaatsen: {others}.",
                "If you have fewer than {limit} employees: {first}, who can point you the way. At your other places: "
                "{others}.",
            ),
            "open": Bilingual(
                "Hebt u minder dan {limit} medewerkers? Vraag dan één partij om u de weg te wijzen.",
                "If you have fewer than {limit} employees: ask one party to point you the way.",
            ),
            "marked": Bilingual(
                "Dit is het vaste eerste contact voor {place}.", "This is the set first contact for {place}."
            ),
            "entry": Bilingual(
                "Dit is het algemene loket voor werkgevers in {place}.",
                "This is the general entry point for employers in {place}.",
            ),
        },
    ),
)

RULES: Mapping[RuleId, Rule] = {rule.id: rule for rule in _ALL}

# The end date from which days are counted where only the month of the end is known.
EARLIEST_END = Bilingual("{day} (de vroegste dag)", "{day} (the earliest day)")

# What to do first, by how the party can be reached (R19).
FIRST_STEPS: Mapping[Reach, Bilingual] = {
    Reach.PHONE: Bilingual("Bel eerst {name}", "First call {name}"),
    Reach.MAIL: Bilingual("Mail eerst {name}", "First e-mail {name}"),
    Reach.WEBSITE: Bilingual("Ga eerst naar {name}", "First go to {name}"),
    Reach.NONE: Bilingual("Ga eerst naar {name}", "First go to {name}"),
}

# By the field that a QuestionRef names.
QUESTIONS: Mapping[str | None, Bilingual] = {
    "sector": Bilingual("in welke sector werkt u?", "in which sector do you work?"),
    "needs": Bilingual("wat zou uw mensen helpen?", "what would help your people?"),
    "far_from_labour_market": Bilingual(
        "is ander werk moeilijk te vinden, bijvoorbeeld omdat een opleiding nodig is?",
        "is other work hard to find, for instance because training is needed?",
    ),
    "budget": Bilingual("hebt u budget voor particuliere hulp?", "do you have a budget for private help?"),
    "end_date": Bilingual("wanneer eindigt het werk van groep {group}?", "when does the work of group {group} end?"),
    "location": Bilingual(
        "wat is de volledige postcode van groep {group}?", "what is the full postcode of group {group}?"
    ),
}
