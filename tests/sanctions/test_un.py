"""The UN's consolidated XML: what is read of it, and that nothing else is taken for it."""

import gzip
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sanctions.dates import PartialDate
from sanctions.entries import Delisting, ListError, PublishedList
from sanctions.lists import PUBLICATIONS
from sanctions.models import Name, Party
from sanctions.versions import receive
from tests.shared import SHARED, needs_shared

UN = PUBLICATIONS["un-sc"]
SAMPLE = Path(__file__).parents[1] / "files" / "un" / "consolidated.xml"
REAL = SHARED / "data" / "un" / "un-consolidated-2026-02-27.xml.gz"

type Changed = Callable[..., Path]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """The sample with some of its text replaced."""

    def write(*replacements: tuple[str, str], name: str = "consolidated.xml") -> Path:
        text = SAMPLE.read_text()
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def entry(published: PublishedList, number: str) -> Any:
    return next(one for one in published.entries if one.number == number)


def message(path: Path) -> str:
    with pytest.raises(ListError) as caught:
        UN.read(path)
    return str(caught.value)


def test_the_sample_is_read_from_its_file_or_its_folder() -> None:
    published = UN.read(SAMPLE.parent)
    assert published == UN.read(SAMPLE)
    assert published.dated == date(2026, 2, 27)
    assert [one.number for one in published.entries] == ["QDi.901", "GBi.902", "KPe.903"]
    assert [one.kind for one in published.entries] == ["person", "person", "organisation"]
    assert published.sha256 == UN.sha256(SAMPLE)
    assert published.warnings == ()


def test_every_wording_of_an_entry_is_kept() -> None:
    ana = entry(UN.read(SAMPLE), "QDi.901")
    assert ana.name == "ANA PRUEBA EJEMPLO"
    assert ana.programmes == ("Al-Qaida",)
    assert ana.content == {
        "name": "ANA PRUEBA EJEMPLO",
        "kind": "individual",
        "programmes": ("Al-Qaida",),
        "title": "Director of Examples; Keeper of Samples",
        "aliases": [
            {
                "type": "aka",
                "name": "Anita Prueba",
                "remarks": "previously listed as",
                "birth": "1970-02-05",
                "birth_city": "Town",
                "birth_country": "Testland",
            }
        ],
        "weak_aliases": [{"type": "aka", "name": "The Example", "remarks": None}],
        "dataid": "6900001",
        "version": "1",
        "name_parts": {"first_name": "ANA", "second_name": "PRUEBA", "fourth_name": "EJEMPLO"},
        "original_script": "آنا مثال",
        "list_type": ["UN List"],
        "listed_on": "2015-04-07-04:00",
        "updated_on": ["2016-10-13", "2020-11-02"],
        "addresses": [
            {
                "street": "1 Sample Street",
                "city": "Town",
                "state": "Province",
                "zip": "1234",
                "country": "Testland",
                "note": "as of 2016",
            }
        ],
        "comments": "First line of an invented remark.",
        "honorifics": ["Dr."],
        "gender": "Female",
        "nationalities": ["Testland", "Otherland"],
        "births": [
            {"type": "EXACT", "date": "1969-02-05"},
            {"type": "EXACT", "year": "1971"},
            {"type": "EXACT", "note": "Nov. 1973"},
            {"type": "APPROXIMATELY", "year": "1960"},
            {
                "type": "BETWEEN",
                "from_year": "1955",
                "to_year": "1958",
                "note": "Approximately",
            },
            {"type": "EXACT", "note": "24/06/1402 (Hijri Calendar)"},
        ],
        "birth_places": [{"city": "Town", "state": "Province", "country": "Testland"}],
        "documents": [
            {
                "type": "Passport",
                "other_type": "Service passport",
                "number": "T0001",
                "issuing_country": "Testland",
                "date_of_issue": "2013-06-11",
                "city_of_issue": "Town",
                "country_of_issue": "Otherland",
                "note": "expired",
            }
        ],
    }


def test_no_birth_is_made_more_exact_than_its_words() -> None:
    births = entry(UN.read(SAMPLE), "QDi.901").facts["births"]
    assert [tuple(birth.values()) for birth in births] == [
        ("1969-02-05", "1969-02-05", "1969-02-05", False),
        ("1971", "1971-01-01", "1971-12-31", False),
        ("Nov. 1973", "1973-11-01", "1973-11-30", False),
        ("circa 1960", "1960-01-01", "1960-12-31", True),
        ("circa 1955 to 1958 (Approximately)", "1955-01-01", "1958-12-31", True),
        ("24/06/1402 (Hijri Calendar)", None, None, False),
    ]


def test_a_day_of_listing_is_the_publishers_whatever_its_time_zone() -> None:
    facts = entry(UN.read(SAMPLE), "QDi.901").facts
    assert facts["listed_on"] == {"earliest": "2015-04-07", "latest": "2015-04-07"}


def test_names_are_told_apart_by_strength_and_script() -> None:
    names = entry(UN.read(SAMPLE), "QDi.901").names
    assert [tuple(name) for name in names] == [
        ("ANA PRUEBA EJEMPLO", "principal", False, "Latn"),
        ("آنا مثال", "aka", False, "Arab"),
        ("Anita Prueba", "aka", False, "Latn"),
        ("The Example", "aka", True, "Latn"),
    ]
    company = entry(UN.read(SAMPLE), "KPe.903").names
    assert [(name.name, name.kind) for name in company] == [
        ("EXAMPLE & SAMPLE TRADING", "principal"),
        ("E&S Trading", "aka"),
        ("Sample Company", "fka"),
    ]


def test_empty_elements_are_passed_over_and_half_empty_ones_refused(changed: Changed) -> None:
    pedro = entry(UN.read(SAMPLE), "GBi.902")
    assert [pedro.content[key] for key in ("aliases", "addresses", "births", "documents")] == [
        [],
        [],
        [],
        [],
    ]
    nameless = changed(("<ALIAS_NAME>The Example</ALIAS_NAME>", "<ALIAS_NAME/>"))
    assert "entry QDi.901, INDIVIDUAL_ALIAS: the alias has no name" in message(nameless)
    unweighed = changed(("<QUALITY>Low</QUALITY>", "<QUALITY/>"))
    assert "the quality “” of the alias “The Example” is none of Good, Low" in message(unweighed)


def test_who_is_delisted_is_no_entry(changed: Changed) -> None:  # THREATS 68
    published = UN.read(
        changed(("<UN_LIST_TYPE>GB", "<DELISTED_ON>2020-05-06</DELISTED_ON><UN_LIST_TYPE>GB"))
    )
    assert [one.number for one in published.entries] == ["QDi.901", "KPe.903"]
    day = PartialDate.of_day(date(2020, 5, 6))
    assert published.delistings == (Delisting("GBi.902", day),)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<DATAID>6900002</DATAID>", "", "INDIVIDUAL: DATAID is missing or empty"),  # 65
        ("6900002", "x", "DATAID “x” is no number"),
        ("GBi.902", "902", "REFERENCE_NUMBER “902” is not built like CDi.001"),
        ("GBi.902", "QDi.901", "the number QDi.901 stands twice"),
        ("<UN_LIST_TYPE>GB</UN_LIST_TYPE>", "", "UN_LIST_TYPE is missing or empty"),
        ("<FIRST_NAME>PEDRO</FIRST_NAME>", "", "the entry has no name"),
        ("2012-12-31", "2012-13-31", "“2012-13-31” is no day"),  # 59
        ("<YEAR>1971", "<YEAR>0000", "“0000” is no year"),
        ("<YEAR>1971", "<YEAR>2027", "the birth “2027” lies behind the day"),  # 86
        (">APPROXIMATELY<", ">ROUGHLY<", "“type ROUGHLY; year 1960” is no way of giving a date"),
        ("<GENDER>Female</GENDER>", "<GENDER/><GENDER/>", "GENDER stands 2 times"),
        ("<GENDER>", "stray<GENDER>", "the text “stray” stands between elements"),
        (' dateGenerated="2026-02-27T00:00:09.554Z"', "", "the list's day is not known"),
        ("<UN_LIST_TYPE>GB", "<DELISTED_ON/><UN_LIST_TYPE>GB", "DELISTED_ON: is empty"),
    ],
)
def test_what_is_amiss_is_named_with_its_place(
    changed: Changed, old: str, new: str, said: str
) -> None:
    refusal = message(changed((old, new)))
    assert refusal.startswith("consolidated.xml")
    assert said in refusal
    assert "nothing has been imported" in refusal


def test_a_list_without_its_entities_is_no_whole_list(changed: Changed) -> None:
    text = SAMPLE.read_text()
    entities = text[text.index("  <ENTITIES>") : text.index("</CONSOLIDATED_LIST>")]
    assert "ENTITIES is missing" in message(changed((entities, "")))


def test_an_element_never_seen_before_is_noted_and_the_rest_read(changed: Changed) -> None:  # 40
    published = UN.read(changed(("<GENDER>", "<EYES>green</EYES><GENDER>")))
    assert len(published.entries) == 3
    assert "the element INDIVIDUAL/EYES is not known and was passed over (1 times" in " ".join(
        published.warnings
    )


def test_a_packed_file_is_the_same_list(tmp_path: Path) -> None:
    packed = tmp_path / "consolidated.xml.gz"
    packed.write_bytes(gzip.compress(SAMPLE.read_bytes()))
    assert UN.read(packed).entries == UN.read(SAMPLE).entries
    assert UN.sha256(packed) == UN.sha256(SAMPLE)


@pytest.mark.django_db
def test_a_weak_name_in_another_script_is_stored_once(changed: Changed) -> None:
    outcome = receive(UN, changed(("The Example", "أبو دعاء"), ("Anita Prueba", "آنيتا")))
    assert (outcome.status, outcome.counts.added) == ("applied", 3)
    names = Name.objects.filter(entry__number="QDi.901", script="Arab")
    assert set(names.values_list("name", "weak")) == {
        ("أبو دعاء", True),
        ("آنيتا", False),
        ("آنا مثال", False),
    }


@pytest.mark.django_db
def test_a_principal_name_in_another_script_is_stored_once_and_stays_so(changed: Changed) -> None:
    arabic = (
        ("<FIRST_NAME>ANA", "<FIRST_NAME>آنا"),
        ("<SECOND_NAME>PRUEBA ", "<SECOND_NAME>مثال"),
        ("<FOURTH_NAME>EJEMPLO</FOURTH_NAME>", ""),
    )
    later = (("2026-02-27T", "2026-03-27T"), ("First line", "Another line"))
    for replacements in (arabic, arabic + later):
        assert receive(UN, changed(*replacements)).status == "applied"
        found = Name.objects.filter(entry__number="QDi.901", kind="principal")
        assert list(found.values_list("name", "script")) == [("آنا مثال", "Arab")]
    assert Party.objects.get(entries__number="QDi.901").listed_name == "آنا مثال"


# ---- The real list -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> PublishedList:
    return UN.read(REAL)


def published_records() -> Iterator[ET.Element]:
    root = ET.fromstring(gzip.decompress(REAL.read_bytes()))  # noqa: S314
    return iter([*root.iter("INDIVIDUAL"), *root.iter("ENTITY")])


def texts(of: object) -> Counter[str]:
    """Every text in a tree of our own or of the publisher's, spaces as one."""
    found: Counter[str] = Counter()
    if isinstance(of, str):
        found[of] += 1
    elif isinstance(of, Mapping):
        for value in of.values():
            found += texts(value)
    elif isinstance(of, list | tuple):
        for value in of:
            found += texts(value)
    return found


@needs_shared
def test_the_real_list_has_as_many_entries_as_an_independent_count(real: PublishedList) -> None:
    assert Counter(one.kind for one in real.entries) == {"person": 730, "organisation": 273}
    assert len({one.number for one in real.entries}) == 1003
    assert real.dated == date(2026, 2, 27)
    assert real.warnings == ()
    programmes = Counter(record.findtext("UN_LIST_TYPE") for record in published_records())
    assert Counter(one.programmes[0] for one in real.entries) == programmes
    aliases = [
        alias.findtext("QUALITY")
        for record in published_records()
        for alias in record
        if alias.tag.endswith("_ALIAS") and alias.findtext("ALIAS_NAME")
    ]
    weak = [name for one in real.entries for name in one.names if name.weak]
    assert aliases.count("Low") == len(weak) == 615
    strong: list[Any] = [one.content["aliases"] for one in real.entries]
    assert len(aliases) == len(weak) + sum(map(len, strong))


@needs_shared
def test_every_text_of_the_real_list_is_carried(real: PublishedList) -> None:
    """What is published of an entry is exactly what its content holds, but for joined fields."""
    ours: dict[str, Any] = {one.number: one for one in real.entries}
    for record in published_records():
        content = dict(ours[(record.findtext("REFERENCE_NUMBER") or "").strip()].content)
        kept = {
            key: value for key, value in content.items() if key not in ("name", "kind", "title")
        }
        theirs: Counter[str] = Counter()
        for element in record.iter():
            in_alias = element.tag == "QUALITY"
            text = re.sub(r"[ \t\r\n]+", " ", element.text or "").strip(" ")
            if text and not in_alias and element.tag != "REFERENCE_NUMBER":
                theirs[text] += 1
        positions = [
            re.sub(r"[ \t\r\n]+", " ", one.text or "").strip(" ")
            for one in record.iterfind("DESIGNATION/VALUE")
        ]
        assert content["title"] == ("; ".join(positions) or None)
        theirs -= Counter(positions)
        types = Counter(
            alias["type"] for key in ("aliases", "weak_aliases") for alias in content[key]
        )
        assert texts(kept) - types == theirs


@needs_shared
@pytest.mark.parametrize(
    ("number", "name", "programme", "listed", "birth"),
    [
        ("CDi.001", "ERIC BADEGE", "DRC", "2012-12-31", "1971"),
        ("CFi.001", "FRANÇOIS YANGOUVONDA BOZIZÉ", "CAR", "2014-05-09", "1946-10-14"),
        ("GBi.001", "IBRAIMA CAMARÁ", "GB", "2012-05-18", "1964-05-11"),
        ("HTi.001", "JIMMY CHERIZIER", "Haiti", "2022-10-21", "1977-03-30"),
        ("IQi.001", "SADDAM HUSSEIN AL-TIKRITI", "Iraq", "2003-06-27", "1937-04-28"),
        ("IRi.001", "FEREIDOUN ABBASI-DAVANI", "Iran", "2007-03-24", "1958"),
        (
            "QDi.335",
            "‘ABD AL-RAHMAN KHALAF ‘UBAYD JUDAY’ AL-‘ANIZI",
            "Al-Qaida",
            "2014-09-23",
            "1973-03-06",
        ),
        ("SSi.001", "GABRIEL JOK RIAK MAKOL", "SouthSudan", "2015-07-01", "1966-01-01"),
        (
            "TAi.002",
            "MOHAMMAD HASSAN AKHUND",
            "Taliban",
            "2001-01-25",
            "circa 1955 to 1958 (Approximately)",
        ),
        ("HTe.001", "GRAN GRIF", "Haiti", "2025-07-08", None),
        ("KPe.023", "DAEDONG CREDIT BANK (DCB)", "DPRK", "2016-03-02", None),
        ("QDe.004", "AL-QAIDA", "Al-Qaida", "2001-10-06", None),
    ],
)
def test_entries_checked_by_hand(
    real: PublishedList, number: str, name: str, programme: str, listed: str, birth: str | None
) -> None:
    one = entry(real, number)
    assert (one.name, one.programmes) == (name, (programme,))
    assert one.facts["listed_on"] == {"earliest": listed, "latest": listed}
    births = one.facts.get("births") or [{"raw": None}]
    assert births[0]["raw"] == birth


@needs_shared
def test_no_cut_of_the_real_list_is_read(tmp_path: Path) -> None:
    data = gzip.decompress(REAL.read_bytes())
    path = tmp_path / "consolidated.xml"
    random = Random(5)
    for length in [len(data) - 1, *(random.randrange(len(data)) for _ in range(5))]:
        path.write_bytes(data[:length])
        with pytest.raises(ListError):
            UN.read(path)
