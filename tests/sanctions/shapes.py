"""A list as OFAC's are, of people and firms who do not exist: for what a handful cannot show.

The shares of kinds, of programmes and of what the remarks tell are those of the list of 3 May
2024: three of five are persons, nearly all with a date of birth, two of three with a nationality.
"""

from random import Random

from tests.sanctions.ofac import Values, entry

_FAMILY = [
    "AL-QASIMI",
    "KARIMOV",
    "PETROV",
    "GARCIA",
    "LOPEZ",
    "HUSSEIN",
    "KOROLEV",
    "MENDOZA",
    "TRAN",
    "OKAFOR",
]
_SYLLABLES = (
    "ba",
    "ra",
    "ko",
    "mi",
    "na",
    "ve",
    "tu",
    "so",
    "li",
    "de",
    "ha",
    "ju",
)
_GIVEN = [
    "Ahmad",
    "Ana",
    "Boris",
    "Carlos",
    "Dmitri",
    "Elena",
    "Farid",
    "Hassan",
    "Ivan",
    "Jose",
    "Karim",
    "Luis",
    "Maria",
    "Omar",
]
_TRADES = [
    "TRADING",
    "SHIPPING",
    "EXCHANGE",
    "HOLDING",
    "STEEL",
    "PETROCHEMICAL",
    "LOGISTICS",
    "BANK",
]
_FORMS = ("CO.", "LLC", "S.A.", "LTD", "OOO")
_COUNTRIES = ("Iran", "Russia", "Syria", "Colombia", "Mexico", "Lebanon")
_MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)

#: Programmes, and how many of 100 entries stand under each.
PROGRAMMES = {
    "RUSSIA-EO14024": 30,
    "SDGT": 20,
    "SDNTK": 15,
    "IRAN": 12,
    "SYRIA": 8,
    "UKRAINE-EO13662": 5,
    "VENEZUELA": 4,
    "DPRK": 3,
    "SDGT] [IRAN": 3,
}


def whole_list(entries: int = 600, *, seed: int = 1) -> list[Values]:
    """Rows of sdn.csv, in the order of their numbers; the same for the same seed."""
    random = Random(seed)
    programmes = random.choices([*PROGRAMMES], [*PROGRAMMES.values()], k=entries)
    numbers = sorted(random.sample(range(2_000, 50_000), entries))
    return [
        _row(random, number, programme)
        for number, programme in zip(numbers, programmes, strict=True)
    ]


def _row(random: Random, number: int, programme: str) -> Values:
    word = "".join(random.choices(_SYLLABLES, k=3)).upper()
    match random.choices(("person", "organisation", "vessel"), (60, 35, 5))[0]:
        case "person":
            given = " ".join(random.sample(_GIVEN, 2))
            name = f"{random.choice(_FAMILY)} {word}, {given}"
            title = "Director" if random.random() < 0.2 else None
            remarks = _remarks(random)
            return entry(number, name, programme, title=title, remarks=remarks)
        case "vessel":
            remarks = (
                f"Vessel Registration Identification IMO {random.randint(8_000_000, 9_899_999)}."
            )
            return entry(number, word, programme, kind="vessel", remarks=remarks)
        case _:
            name = f"{word} {random.choice(_TRADES)} {random.choice(_FORMS)}"
            return entry(number, name, programme, kind=None)


def _remarks(random: Random) -> str | None:
    told = []
    if random.random() < 0.98:
        day = f"{random.randint(1, 28):02} {random.choice(_MONTHS)}"
        told.append(f"DOB {day} {random.randint(1940, 1995)}")
    if random.random() < 0.69:
        told.append(f"nationality {random.choice(_COUNTRIES)}")
    told.append("Gender Male")
    return "; ".join(told) + "."
