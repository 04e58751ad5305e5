"""What the rules say, in plain Dutch and plain English.

What lives here: each rule's title, source and sentences. What does not: when a rule applies (rules.py).
A sentence's `{values}` are filled when it is rendered; lists and dates are written in the reader's language. A number
with its noun names both forms, with # for the number: `{months:# maand|# maanden}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from referrals.engine.parameter_codes import (
    COLLECTIVE_DISMISSAL_MINIMUM,
    COLLECTIVE_DISMISSAL_WINDOW_MONTHS,
    NOTICE_5_TO_10,
    NOTICE_10_TO_15,
    NOTICE_FROM_15,
    NOTICE_REMAINING_MONTHS,
    NOTICE_UNDER_5,
    NOTIFICATION_WAIT_MONTHS,
    PERMIT_USE_WEEKS,
    SMALL_FIRM_LIMIT,
    SOCIAL_PLAN_MINIMUM,
    TEMPORARY_NOTICE_MONTHS,
    TRANSITION_DEDUCTION,
    TRANSITION_MAXIMUM,
    TRANSITION_YEAR_PART,
    UWV_DECISION_WEEKS,
    UWV_REACH_MONTHS,
    WW_FULL_YEARS,
    WW_LATER_PART,
    WW_LEAST_MONTHS,
    WW_MOST_MONTHS,
)
from referrals.engine.rule_ids import RuleId
from services.freshness import DUE_DAYS, NOT_REFERABLE_DAYS, OVERDUE_DAYS
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
    "U ontslaat {headcount:# medewerker|# medewerkers} binnen {months:# maand|# maanden} in één werkgebied. Vanaf "
    "{minimum} moet u dat eerst schriftelijk melden bij UWV en de vakbonden. Pas {wait:# maand|# maanden} na die "
    "melding mag u opzeggen, laten ontbinden of een overeenkomst sluiten. Eerder mag het alleen als de bonden "
    "verklaren dat zij zijn geraadpleegd en instemmen. De opzegtermijn komt daar nog bij. Dit geldt niet bij "
    "faillissement.",
    "You are making {headcount:# employee|# employees} redundant within {months:# month|# months} in one work area. "
    "From {minimum} you must first notify UWV and the unions in writing. Only {wait:# month|# months} after that may "
    "you give notice, have the contract dissolved or settle. You may do so earlier only if the unions declare that "
    "they were consulted and agree. Notice periods come on top. This does not apply in bankruptcy.",
)

# R11: what its days are counted with where it is known how long people have been employed.
_LONGEST = Bilingual(
    "Daarbij telt de opzegtermijn van wie het langst in dienst is: {notice:# maand|# maanden}.",
    "That uses the notice period of whoever has been employed longest: {notice:# month|# months}.",
)

# R15: for whom it is, and what is asked of the agency.
_FLEXIBLE = Bilingual(
    "Het werk stopt voor {headcount:# medewerker|# medewerkers} zonder vast contract. Voor hen is er geen aparte "
    "route. Vertel hun over het algemene loket en, voor scholing, over het leerwerkloket.",
    "The work ends for {headcount:# employee|# employees} without a permanent contract. There is no separate route for "
    "them. Tell them about the general contact point and, for training, the Leerwerkloket.",
)
_AGENCY = Bilingual(
    "Vraag het uitzendbureau om ander werk voor uitzendkrachten.", "Ask the agency to find its workers other work."
)

_ALL = (
    Rule(
        RuleId.R1_ROLE,
        Bilingual("De situatie bepaalt de hulp", "The situation decides which help fits"),
        f"{REPORT}, 2.3.1 en 4.3",
        {
            Role.PREVENTIVE: Bilingual(
                "Er dreigt nog geen ontslag. Deze organisatie helpt mensen inzetbaar te blijven.",
                "No jobs are at risk yet. This organisation helps people stay employable.",
            ),
            Role.CURATIVE: Bilingual(
                "Er komt ontslag aan. Deze organisatie helpt mensen aan ander werk vóór zij werkloos worden.",
                "Jobs are being lost. This organisation helps people find other work before they become unemployed.",
            ),
            Role.REINTEGRATION: Bilingual(
                "De mensen zijn langdurig ziek of hebben al een uitkering. "
                "Deze organisatie helpt hen weer aan het werk.",
                "The people have been ill for a long time or already receive benefits. "
                "This organisation helps them back to work.",
            ),
        },
    ),
    Rule(
        RuleId.R2_AREA,
        Bilingual("De organisatie werkt waar uw mensen werken", "The organisation works where your people work"),
        f"{REPORT}, 4.3.4 en 5.4",
        {
            "holds": Bilingual("{place} ligt in het werkgebied.", "{place} is in the work area."),
            "part": Bilingual(
                "Een deel van {place} ligt in het werkgebied. Met de volledige postcode weet u het zeker.",
                "Part of {place} is in the work area. The full postcode settles it.",
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
        Bilingual("Een brancheservicepunt werkt voor de eigen sector", "A Brancheservicepunt serves its own sector"),
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
                "Hulp in uw eigen sector komt eerst: daar sluiten werk en ervaring het best aan.",
                "Help within your own sector comes first: work and experience match best there.",
            ),
            "across_sectors": Bilingual(
                "Hulp voor alle sectoren komt na hulp in uw eigen sector.",
                "Help for all sectors comes after help within your own sector.",
            ),
            "across_sectors_first": Bilingual(
                "Uw mensen willen de sector uit. Dan komt hulp voor alle sectoren eerst.",
                "Your people want to leave the sector. So help for all sectors comes first.",
            ),
            "own_sector_later": Bilingual(
                "Uw mensen willen de sector uit. Hulp binnen de sector komt daarom later.",
                "Your people want to leave the sector. So help within the sector comes later.",
            ),
        },
    ),
    Rule(
        RuleId.R5_MINIMUM,
        Bilingual("Sommige organisaties vragen een minimum", "Some organisations have a minimum"),
        f"{REPORT}, 4.3.1 en 5.2.3",
        {
            "reached": Bilingual(
                "Voorwaarde: minstens {minimum:# ontslag|# ontslagen} van vaste medewerkers. U hebt er {headcount}.",
                "Minimum: {minimum:# redundancy|# redundancies} of permanent employees. You have {headcount}.",
            ),
            "below": Bilingual(
                "Voorwaarde: minstens {minimum:# ontslag|# ontslagen} van vaste medewerkers. U hebt er {headcount}. "
                "U krijgt hier alleen informatie.",
                "Minimum: {minimum:# redundancy|# redundancies} of permanent employees. You have {headcount}. "
                "You only get information here.",
            ),
            "below_with_next": Bilingual(
                "Voorwaarde: minstens {minimum:# ontslag|# ontslagen} van vaste medewerkers. U hebt er {headcount}. "
                "U krijgt hier alleen informatie. Wel hulp geeft: {next}.",
                "Minimum: {minimum:# redundancy|# redundancies} of permanent employees. You have {headcount}. "
                "You only get information here. Full help comes from: {next}.",
            ),
        },
    ),
    Rule(
        RuleId.R6_FOUR_MONTHS,
        Bilingual(
            "UWV kan helpen vanaf {months:# maand|# maanden} voor het einde",
            "UWV can help from {months:# month|# months} before the end",
        ),
        f"{REPORT}, 2.3.3 en bijlage III",
        {
            "within": Bilingual(
                "Het werk eindigt binnen {months:# maand|# maanden}.",
                "The work ends within {months:# month|# months}.",
            ),
            "far": Bilingual(
                "Ander werk is moeilijk te vinden. UWV kan dan al helpen vóór het werk eindigt.",
                "It is hard to find other work. UWV can then help before the job ends.",
            ),
            "too_early": Bilingual(
                "UWV kan mensen die nog werken pas helpen vanaf {date}.",
                "UWV cannot help people who still have a job before {date}.",
            ),
            "date": Bilingual(
                "Vanaf deze dag kan UWV helpen, als ander werk moeilijk te vinden is. "
                "Bijvoorbeeld omdat een opleiding nodig is.",
                "From this day UWV can help, if it is hard to find other work. For example because training is needed.",
            ),
            "near": Bilingual(
                "UWV helpt vóór het einde van het werk alleen wie moeilijk ander werk vindt.",
                "Before the job ends, UWV helps only people who find it hard to get other work.",
            ),
            "distance_open": Bilingual(
                "Mogelijk, als ander werk moeilijk te vinden is. Bijvoorbeeld omdat een opleiding nodig is.",
                "Possible, if it is hard to find other work. For example because training is needed.",
            ),
            "end_open": Bilingual(
                "Mogelijk, als het werk binnen {months:# maand|# maanden} eindigt. U gaf geen einddatum op.",
                "Possible, if the work ends within {months:# month|# months}. You did not give an end date.",
            ),
            "month_open": Bilingual(
                "Mogelijk, als het werk binnen {months:# maand|# maanden} eindigt. U gaf alleen de maand op: {month}.",
                "Possible, if the work ends within {months:# month|# months}. You gave only the month: {month}.",
            ),
            "no_end": Bilingual(
                "Er is geen einddatum van het werk. UWV helpt pas {months:# maand|# maanden} voor het einde.",
                "The work has no end date. UWV helps only from {months:# month|# months} before the end.",
            ),
        },
    ),
    Rule(
        RuleId.R7_ILL,
        Bilingual("Bij ziekte eerst het poortwachtercentrum", "During illness the Poortwachtercentrum comes first"),
        f"{REPORT}, 2.3.3 en 4.3.1",
        {
            "holds": Bilingual(
                "Voor zieke medewerkers die niet terug kunnen in hun eigen werk komt het poortwachtercentrum eerst.",
                "For ill employees who cannot go back to their own job the Poortwachtercentrum comes first.",
            ),
        },
    ),
    Rule(
        RuleId.R8_GATEKEEPER_REDUNDANT,
        Bilingual(
            "Een poortwachtercentrum helpt soms ook mensen van wie de baan verdwijnt",
            "A Poortwachtercentrum sometimes also helps people whose job is disappearing",
        ),
        f"{REPORT}, 2.3.3 en 4.3.1",
        {
            "holds": Bilingual(
                "Dit poortwachtercentrum helpt ook gezonde mensen van wie de baan verdwijnt.",
                "This Poortwachtercentrum also helps healthy people whose job is disappearing.",
            ),
            "fails": Bilingual(
                "Dit poortwachtercentrum zegt dat het geen gezonde mensen helpt van wie de baan verdwijnt.",
                "This Poortwachtercentrum says that it does not help healthy people whose job is disappearing.",
            ),
            "unsaid": Bilingual(
                "Dit poortwachtercentrum zegt niet dat het ook gezonde mensen helpt van wie de baan verdwijnt.",
                "This Poortwachtercentrum does not say that it also helps healthy people whose job is disappearing.",
            ),
        },
    ),
    Rule(
        RuleId.R9_TRAINING,
        Bilingual("Voor scholing naar het leerwerkloket", "For training, go to the Leerwerkloket"),
        f"{REPORT}, 4.3.2",
        {
            "holds": Bilingual(
                "U vraagt om scholing of erkenning van ervaring (EVC). Het leerwerkloket geeft daar advies over.",
                "You ask for training or recognition of experience (EVC). The Leerwerkloket gives advice on that.",
            ),
            "open": Bilingual(
                "Mogelijk, als u scholing of erkenning van ervaring (EVC) wilt. U gaf niet op wat zou helpen.",
                "Possible, if you want training or recognition of experience (EVC). You did not say what would help.",
            ),
        },
    ),
    Rule(
        RuleId.R10_ENTRY,
        Bilingual("Het algemene loket voor werkgevers", "The general contact point for employers"),
        f"{REPORT}, 4.3.3",
        {
            "holds": Bilingual(
                "Dit is het algemene loket voor alle vragen van werkgevers over werk.",
                "This is the general contact point for all questions from employers about work.",
            ),
        },
    ),
    Rule(
        RuleId.R11_COLLECTIVE,
        Bilingual("Melden van collectief ontslag", "Notifying a collective dismissal"),
        "Wet melding collectief ontslag, art. 3 en 5a",
        {
            "duty": Bilingual(
                f"{_NOTIFY.nl} Meld uiterlijk op {{last_day}}. Daarbij is een opzegtermijn van "
                "{notice:# maand|# maanden} gerekend: is de uwe langer, meld dan eerder.",
                f"{_NOTIFY.en} Notify them by {{last_day}} at the latest. That assumes a notice period of "
                "{notice:# month|# months}: notify them earlier if yours is longer.",
            ),
            "duty_late": Bilingual(
                f"{_NOTIFY.nl} De laatste dag om te melden voor een einde op {{end}} was {{last_day}}. Die dag is "
                "voorbij. Meldt u vandaag, dan kan het werk op zijn vroegst eindigen op {earliest_end}. Daarbij is een "
                "opzegtermijn van {notice:# maand|# maanden} gerekend: is de uwe langer, dan wordt het later.",
                f"{_NOTIFY.en} The last day to notify them for an end on {{end}} was {{last_day}}. That day has "
                "passed. If you notify them today, the work can end on {earliest_end} at the earliest. That "
                "assumes a notice period of {notice:# month|# months}: it will be later if yours is longer.",
            ),
            "duty_by_service": Bilingual(
                f"{_NOTIFY.nl} Meld uiterlijk op {{last_day}}. {_LONGEST.nl}",
                f"{_NOTIFY.en} Notify them by {{last_day}} at the latest. {_LONGEST.en}",
            ),
            "duty_late_by_service": Bilingual(
                f"{_NOTIFY.nl} De laatste dag om te melden voor een einde op {{end}} was {{last_day}}. Die dag is "
                "voorbij. Meldt u vandaag, dan kan het werk van iedereen op zijn vroegst eindigen op {earliest_end}. "
                f"{_LONGEST.nl}",
                f"{_NOTIFY.en} The last day to notify them for an end on {{end}} was {{last_day}}. That day has "
                "passed. If you notify them today, everybody's work can end on {earliest_end} at the earliest. "
                f"{_LONGEST.en}",
            ),
            "open": Bilingual(
                "Van {headcount:# medewerker|# medewerkers} weten wij de einddatum niet. Eindigt het werk van "
                "{minimum} of meer medewerkers binnen {months:# maand|# maanden} in één werkgebied? Dan moet u dat "
                "eerst melden bij UWV en de vakbonden.",
                "We do not know the end date of {headcount:# employee|# employees}. If {minimum} or more jobs end "
                "within {months:# month|# months} in one work area, first notify UWV and the unions.",
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
                "You are making {headcount} permanent employees redundant. Many collective agreements ask for a social "
                "plan from {minimum} redundancies. Check your collective agreement or ask the union.",
            ),
        },
    ),
    Rule(
        RuleId.R13_TRAINING_FUND,
        Bilingual("Een opleidingsfonds betaalt misschien mee", "A training fund may pay part of it"),
        f"{REPORT}, 4.2 en 4.4.2",
        {
            "holds": Bilingual(
                "Misschien betaalt een opleidingsfonds mee: {funds}. Vraag het na: zeker is het niet.",
                "A training fund may pay part of it: {funds}. Ask them: it is not certain.",
            ),
            "open": Bilingual(
                "Wilt u scholing? Dan betaalt misschien een opleidingsfonds mee: {funds}. Zeker is het niet.",
                "If you want training, a training fund may pay part of it: {funds}. It is not certain.",
            ),
            "sector_open": Bilingual(
                "Een opleidingsfonds betaalt misschien mee aan scholing. Dat hangt af van uw sector. Die gaf u "
                "niet op.",
                "A training fund may pay part of the training. That depends on your sector, which you did not give.",
            ),
            "area_unknown": Bilingual(
                "Een opleidingsfonds betaalt misschien mee aan scholing: {funds}. Wij weten niet of het bij u werkt: "
                "vraag het na.",
                "A training fund may pay part of the training: {funds}. We do not know whether it works in your area: "
                "ask them.",
            ),
        },
    ),
    Rule(
        RuleId.R14_PRIVATE,
        Bilingual("Particuliere hulp staat achteraan", "Private help comes last"),
        f"{REPORT}, 5.2.3",
        {
            "holds": Bilingual(
                "Particuliere hulp kost geld en staat daarom achteraan. U hebt er geld voor.",
                "Private help costs money and therefore comes last. You have money for it.",
            ),
            "holds_with_cost": Bilingual(
                "Particuliere hulp staat achteraan. U hebt er geld voor. Indicatie van de kosten: {cost}",
                "Private help comes last. You have money for it. Indicative cost: {cost}",
            ),
            "open": Bilingual(
                "Mogelijk, als u geld hebt voor particuliere hulp.",
                "Possible, if you have money for private help.",
            ),
            "open_with_cost": Bilingual(
                "Mogelijk, als u geld hebt voor particuliere hulp. Indicatie van de kosten: {cost}",
                "Possible, if you have money for private help. Indicative cost: {cost}",
            ),
        },
    ),
    Rule(
        RuleId.R15_FLEX_FIRST,
        Bilingual("Flexibele krachten", "Flexible staff"),
        f"{REPORT}, 5.2.2",
        {
            "note": Bilingual(f"{_FLEXIBLE.nl} {_AGENCY.nl}", f"{_FLEXIBLE.en} {_AGENCY.en}"),
            "note_temporary": Bilingual(f"{_FLEXIBLE.nl} {{tell}}", f"{_FLEXIBLE.en} {{tell}}"),
            "note_both": Bilingual(f"{_FLEXIBLE.nl} {{tell}} {_AGENCY.nl}", f"{_FLEXIBLE.en} {{tell}} {_AGENCY.en}"),
        },
    ),
    Rule(
        RuleId.R16_NO_PROVIDER,
        Bilingual("Geen passende organisatie", "No suitable organisation"),
        f"{REPORT}, 4.3.4",
        {
            "gap": Bilingual(
                "Voor {place} kennen wij geen aparte organisatie die deze hulp zeker geeft ({role}).",
                "For {place} we know of no separate organisation that is sure to give this help ({role}).",
            ),
            "gap_with_nearest": Bilingual(
                "Voor {place} kennen wij geen aparte organisatie die deze hulp zeker geeft ({role}). "
                "De dichtstbijzijnde daarbuiten is {nearest}, op {distance}.",
                "For {place} we know of no separate organisation that is sure to give this help ({role}). "
                "The nearest one outside it is {nearest}, {distance} away.",
            ),
        },
    ),
    Rule(
        RuleId.R17_FRESH,
        Bilingual("Gegevens moeten kloppen", "Details must be correct"),
        "Praktijk van sociale kaarten (211): elk jaar controleren",
        {
            "fresh": Bilingual("Gecontroleerd op {date}.", "Checked on {date}."),
            "due": Bilingual(
                "Gecontroleerd op {date}. Een nieuwe controle is aan de beurt.",
                "Checked on {date}. A new check is due.",
            ),
            "overdue": Bilingual(
                "Let op: de laatste controle is van {date}. De gegevens kunnen verouderd zijn.",
                "Note: the last check was on {date}. The details may be out of date.",
            ),
            "not_referable": Bilingual(
                "De laatste controle is van {date}. Dat is te lang geleden: wij verwijzen hier niet naar door.",
                "The last check was on {date}. That is too long ago: we do not refer anyone to it.",
            ),
            "never": Bilingual(
                "De contactgegevens of het werkgebied zijn nog nooit gecontroleerd: wij verwijzen hier niet naar door.",
                "The contact details or the work area have never been checked: we do not refer anyone to it.",
            ),
            "silent": Bilingual(
                "Deze organisatie gaf steeds geen antwoord. Wij verwijzen pas weer als de gegevens zijn bevestigd.",
                "This organisation has not answered: we do not refer anyone to it until its details are confirmed.",
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
            "ask": Bilingual("Eén vraag maakt het meest duidelijk. {asked}", "One question settles most. {asked}"),
        },
    ),
    Rule(
        RuleId.R19_SMALL_FIRM,
        Bilingual("Een klein bedrijf begint bij één vast contact", "A small company starts with one point of contact"),
        f"{REPORT}, 2.3.3 en 4.4.1",
        {
            "note_with_first": Bilingual(
                "U hebt minder dan {limit} medewerkers. {first}: die wijst u de weg.",
                "You have fewer than {limit} employees. {first}: they can show you the way.",
            ),
            "note_with_others": Bilingual(
                "U hebt minder dan {limit} medewerkers. {first}: die wijst u de weg. Op uw andere plaatsen: {others}.",
                "You have fewer than {limit} employees. {first}: they can show you the way. At your other locations: "
                "{others}.",
            ),
            "note": Bilingual(
                "U hebt minder dan {limit} medewerkers. Begin bij één vast contact, dat u de weg wijst.",
                "You have fewer than {limit} employees. Start with one point of contact that shows you the way.",
            ),
            "open_with_first": Bilingual(
                "Hebt u minder dan {limit} medewerkers? {first}: die wijst u de weg.",
                "If you have fewer than {limit} employees, start here. {first}: they can show you the way.",
            ),
            "open_with_others": Bilingual(
                "Hebt u minder dan {limit} medewerkers? {first}: die wijst u de weg. Op uw andere plaatsen: {others}.",
                "If you have fewer than {limit} employees, start here. {first}: they can show you the way. At your "
                "other locations: {others}.",
            ),
            "open": Bilingual(
                "Hebt u minder dan {limit} medewerkers? Begin dan bij één vast contact, dat u de weg wijst.",
                "If you have fewer than {limit} employees, start with one point of contact that shows you the way.",
            ),
            "marked": Bilingual(
                "Dit is het vaste eerste contact voor {place}.", "This is the first point of contact for {place}."
            ),
            "entry": Bilingual(
                "Dit is het algemene loket voor werkgevers in {place}.",
                "This is the general contact point for employers in {place}.",
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

# R15: what temporary staff hear when, by whether the first end date is known and how near it is.
TELL_TEMPORARY: Mapping[str, Bilingual] = {
    "by": Bilingual(
        "Laat uw tijdelijke mensen uiterlijk {date} schriftelijk weten dat hun contract stopt.",
        "Tell your temporary employees in writing by {date} that their contract will end.",
    ),
    "at_once": Bilingual(
        "Laat uw tijdelijke mensen meteen schriftelijk weten dat hun contract stopt.",
        "Tell your temporary employees in writing at once that their contract will end.",
    ),
    "before": Bilingual(
        "Laat uw tijdelijke mensen uiterlijk {months:# maand|# maanden} voor het einde schriftelijk weten dat hun "
        "contract stopt.",
        "Tell your temporary employees in writing that their contract will end, at least {months:# month|# months} "
        "before it does.",
    ),
}

# By the field that a QuestionRef names, in the words in which the employer's case asks it.
QUESTIONS: Mapping[str | None, Bilingual] = {
    "sector": Bilingual("In welke sector werkt uw bedrijf?", "Which sector is your company in?"),
    "needs": Bilingual("Wat zou uw mensen helpen?", "What would help your people?"),
    "far_from_labour_market": Bilingual(
        "Is ander werk voor hen moeilijk te vinden?", "Is it hard for them to find other work?"
    ),
    "budget": Bilingual("Hebt u geld voor particuliere hulp?", "Do you have money for private help?"),
    "end_date": Bilingual("Wanneer eindigt het werk in {place}?", "When does the work in {place} end?"),
    "location": Bilingual("Wat is de volledige postcode in {place}?", "What is the full postcode in {place}?"),
}

# R18: what an answer may bring. To some questions it is the yes that does.
GAINED_BY_YES = frozenset({"far_from_labour_market", "budget"})
GAIN_BY_YES = Bilingual(
    "Dan {providers:past er misschien # organisatie|passen er misschien # organisaties} meer.",
    "If so, {providers:# more organisation|# more organisations} may fit.",
)
GAIN_BY_ANSWER = Bilingual(
    "Met uw antwoord {providers:past er misschien # organisatie|passen er misschien # organisaties} meer.",
    "With your answer, {providers:# more organisation|# more organisations} may fit.",
)

# What a value of a sentence is, where a page shows the sentence without a case.
VALUES: Mapping[str, Bilingual] = {
    "asked": Bilingual("vraag", "question"),
    "cost": Bilingual("kosten", "cost"),
    "date": Bilingual("datum", "date"),
    "day": Bilingual("dag", "day"),
    "earliest_end": Bilingual("vroegste einddatum", "earliest end date"),
    "end": Bilingual("einddatum", "end date"),
    "first": Bilingual("eerste stap", "first step"),
    "funds": Bilingual("fondsen", "funds"),
    "headcount": Bilingual("aantal", "number"),
    "last_day": Bilingual("laatste dag", "last day"),
    "limit": Bilingual("grens", "limit"),
    "minimum": Bilingual("minimum", "minimum"),
    "month": Bilingual("maand", "month"),
    "months": Bilingual("aantal", "number of"),
    "nearest": Bilingual("organisatie", "organisation"),
    "distance": Bilingual("afstand", "distance"),
    "next": Bilingual("organisatie", "organisation"),
    "notice": Bilingual("aantal", "number of"),
    "others": Bilingual("organisaties", "organisations"),
    "place": Bilingual("plaats", "place"),
    "role": Bilingual("soort hulp", "kind of help"),
    "sectors": Bilingual("sectoren", "sectors"),
    "tell": Bilingual("wanneer u tijdelijke mensen iets laat weten", "when you tell temporary employees"),
    "typed": Bilingual("wat u typte", "what you typed"),
    "wait": Bilingual("aantal", "number of"),
}

# The dated values behind the rules (parameter_codes.py), as their pages name them.
PARAMETERS: Mapping[str, Bilingual] = {
    COLLECTIVE_DISMISSAL_MINIMUM: Bilingual(
        "Vanaf zoveel ontslagen moet u melden", "From this number of redundancies you must notify"
    ),
    COLLECTIVE_DISMISSAL_WINDOW_MONTHS: Bilingual(
        "Binnen deze tijd tellen ontslagen samen", "Redundancies within this time count together"
    ),
    NOTIFICATION_WAIT_MONTHS: Bilingual("Wachten na het melden", "Waiting time after notifying"),
    SOCIAL_PLAN_MINIMUM: Bilingual(
        "Vanaf zoveel ontslagen vragen veel cao's een sociaal plan",
        "From this number of redundancies many collective agreements ask for a social plan",
    ),
    UWV_REACH_MONTHS: Bilingual(
        "Zo lang voor het einde van het werk kan UWV helpen", "UWV can help this long before the job ends"
    ),
    TEMPORARY_NOTICE_MONTHS: Bilingual(
        "Zo lang voor het einde hoort wie een tijdelijk contract heeft dat het stopt",
        "People on a temporary contract hear this long before the end that it will end",
    ),
    DUE_DAYS: Bilingual("Na zoveel dagen is een controle aan de beurt", "After this many days a check is due"),
    OVERDUE_DAYS: Bilingual("Na zoveel dagen is een controle te laat", "After this many days a check is overdue"),
    NOT_REFERABLE_DAYS: Bilingual(
        "Na zoveel dagen zonder controle verwijzen wij niet door",
        "After this many days without a check we do not refer",
    ),
    SMALL_FIRM_LIMIT: Bilingual(
        "Met minder medewerkers dan dit is een bedrijf klein", "With fewer employees than this a company is small"
    ),
    NOTICE_UNDER_5: Bilingual(
        "Opzegtermijn bij minder dan 5 jaar in dienst",
        "Notice period with less than 5 years of service",
    ),
    NOTICE_5_TO_10: Bilingual(
        "Opzegtermijn bij 5 tot 10 jaar in dienst",
        "Notice period with 5 to 10 years of service",
    ),
    NOTICE_10_TO_15: Bilingual(
        "Opzegtermijn bij 10 tot 15 jaar in dienst",
        "Notice period with 10 to 15 years of service",
    ),
    NOTICE_FROM_15: Bilingual(
        "Opzegtermijn bij 15 jaar of langer in dienst",
        "Notice period with 15 years of service or more",
    ),
    NOTICE_REMAINING_MONTHS: Bilingual(
        "Wat van de opzegtermijn blijft als de tijd van UWV eraf gaat",
        "What remains of the notice period when UWV's time is taken off",
    ),
    UWV_DECISION_WEEKS: Bilingual(
        "Zo lang doet UWV meestal over een ontslagvergunning",
        "UWV usually decides on a dismissal permit within this time",
    ),
    PERMIT_USE_WEEKS: Bilingual(
        "Zo lang kunt u een ontslagvergunning gebruiken",
        "You can use a dismissal permit for this long",
    ),
    TRANSITION_YEAR_PART: Bilingual(
        "Deel van een maandloon per dienstjaar (transitievergoeding)",
        "Part of a month's wage for each year of service (transition payment)",
    ),
    TRANSITION_MAXIMUM: Bilingual(
        "Hoogste transitievergoeding",
        "Highest transition payment",
    ),
    TRANSITION_DEDUCTION: Bilingual(
        "Kosten van hulp naar ander werk van de transitievergoeding aftrekken",
        "Deducting the cost of help with finding other work from the transition payment",
    ),
    WW_FULL_YEARS: Bilingual(
        "WW: jaren die voor een hele maand tellen",
        "WW: years that count for a full month",
    ),
    WW_LATER_PART: Bilingual(
        "WW: deel van een maand voor latere jaren",
        "WW: part of a month for later years",
    ),
    WW_LEAST_MONTHS: Bilingual(
        "Kortste WW",
        "Shortest unemployment benefit (WW)",
    ),
    WW_MOST_MONTHS: Bilingual(
        "Langste WW",
        "Longest unemployment benefit (WW)",
    ),
}
