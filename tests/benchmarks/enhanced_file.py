"""Makes an enhanced XML as large as OFAC's: the whole list's names, and bulk that is made up.

`python -m tests.benchmarks.enhanced_file PATH`. Of every entry of the list of 20 August 2026 in
../shared there are its number, name, kind, programmes and akas. Its days, births, papers,
addresses, features and relationships are invented, as many as fill the real file's 110 MB.
"""

import csv
import gzip
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from lxml import etree

from sanctions.lists.ofac.enhanced import NAMESPACE
from tests.shared import OFAC

LIST = OFAC / "names-2026-08-20"
_KINDS = {"individual": "Individual", "vessel": "Vessel", "aircraft": "Aircraft"}
_ALIASES = {"aka": "A.K.A.", "fka": "F.K.A.", "nka": "N.K.A."}
_SCRIPTS = {"Cyrillic": "абвгдежзиклмнопрстуфхцчшщэюя", "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"}
_PERIOD = ("fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd")
_WORDS = tuple(
    first + second
    for first in ("Al", "Bar", "Cor", "Dan", "Es", "Fir", "Gol", "Har", "Is", "Jor", "Kal", "Lor")
    for second in ("ama", "bera", "cano", "dovia", "era", "fino", "gora", "hal", "ista", "jara")
)
_BEGINNING = f"""<?xml version="1.0" encoding="utf-8"?>
<sanctionsData xmlns="{NAMESPACE}">
  <publicationInfo>
    <dataAsOf>2026-08-20T00:00:00</dataAsOf>
    <filters />
  </publicationInfo>
  <entities>
"""


def write(path: Path) -> Path:
    maker = _Maker()
    akas: dict[str, list[list[str]]] = {}
    for row in _rows("alt.csv.gz"):
        akas.setdefault(row[0], []).append(row)
    with path.open("wb") as file:
        file.write(_BEGINNING.encode())
        for row in _rows("sdn.csv.gz"):
            entity = maker.entity(row, akas.get(row[0], []))
            file.write(etree.tostring(entity, pretty_print=True, encoding="utf-8"))
        file.write(b"  </entities>\n</sanctionsData>\n")
    return path


def _rows(name: str) -> Iterator[list[str]]:
    text = gzip.decompress((LIST / name).read_bytes()).decode().removesuffix("\x1a")
    return ([value.strip() for value in row] for row in csv.reader(io.StringIO(text)) if row)


class _Maker:
    def __init__(self) -> None:
        self.random = Random(110)

    def entity(self, row: list[str], akas: list[list[str]]) -> etree._Element:
        number, name, kind, programmes = row[:4]
        entity = etree.Element("entity", id=number)
        general = self.add(entity, "generalInfo")
        self.add(general, "identityId", self.digits())
        self.add(general, "entityType", _KINDS.get(kind, "Entity"), refId="600")
        lists = self.add(entity, "sanctionsLists")
        day = self.day(1995)
        self.add(lists, "sanctionsList", "SDN List", id=self.digits(), datePublished=day)
        under = self.add(entity, "sanctionsPrograms")
        for code in programmes.split("] ["):
            self.add(under, "sanctionsProgram", code, refId="91055", id=self.digits())
        types = self.add(entity, "sanctionsTypes")
        self.add(types, "sanctionsType", "Block", refId="1705", id=self.digits())
        authorities = self.add(entity, "legalAuthorities")
        order = f"Executive Order {self.random.randint(13000, 14150)}"
        self.add(authorities, "legalAuthority", order, refId="92070", id=self.digits())
        names = self.add(entity, "names")
        self.name(names, name, None)
        for aka in akas:
            self.name(names, aka[3], aka[2])
        addresses = self.add(entity, "addresses")
        for _ in range(self.random.randint(0, 2)):
            self.address(addresses)
        features = self.add(entity, "features")
        if kind == "individual":
            self.feature(features, "Birthdate", "8", self.day(1935))
            for what in ("Place of Birth", "Nationality Country", "Gender"):
                self.feature(features, what, "9", self.words(1))
        for _ in range(self.random.randint(2, 4)):
            self.feature(features, "Additional Sanctions Information -", "125", self.words(12))
        papers = self.add(entity, "identityDocuments")
        for _ in range(self.random.randint(0, 2)):
            self.paper(papers, name)
        relationships = self.add(entity, "relationships")
        for _ in range(self.random.randint(0, 2)):
            one = self.add(relationships, "relationship", id=self.digits())
            self.add(one, "type", "Owned or Controlled By", refId="15003")
            self.add(one, "relatedEntity", self.words(4), entityId=self.digits())
        return entity

    def name(self, names: etree._Element, name: str, alias: str | None) -> None:
        one = self.add(names, "name", id=self.digits())
        self.add(one, "isPrimary", "false" if alias else "true")
        if alias:
            self.add(one, "aliasType", _ALIASES[alias], refId="1400")
        self.add(one, "isLowQuality", "false")
        translations = self.add(one, "translations")
        self.translation(translations, name, "Latin")
        if self.random.random() < 0.3:
            script, letters = self.random.choice(list(_SCRIPTS.items()))
            written = (self.random.choice(letters) if one.isalpha() else one for one in name)
            self.translation(translations, "".join(written), script)

    def translation(self, translations: etree._Element, name: str, script: str) -> None:
        one = self.add(translations, "translation", id=self.digits())
        self.add(one, "isPrimary", "true" if script == "Latin" else "false")
        self.add(one, "script", script, refId="20122")
        last, _, first = name.partition(", ")
        self.add(one, "formattedFirstName", first)
        self.add(one, "formattedLastName", last)
        self.add(one, "formattedFullName", name)
        parts = self.add(one, "nameParts")
        for kind, value in (("Last Name", last), ("First Name", first)):
            if value:
                self.part(parts, "namePart", kind, value)

    def address(self, addresses: etree._Element) -> None:
        address = self.add(addresses, "address", id=self.digits())
        self.add(address, "country", self.words(1), refId="11253")
        one = self.add(self.add(address, "translations"), "translation", id=self.digits())
        self.add(one, "isPrimary", "true")
        self.add(one, "script", "Latin", refId="20122")
        parts = self.add(one, "addressParts")
        for kind in ("ADDRESS1", "CITY", "STATE/PROVINCE")[: self.random.randint(1, 3)]:
            self.part(parts, "addressPart", kind, self.words(3))

    def feature(self, features: etree._Element, kind: str, which: str, value: str) -> None:
        one = self.add(features, "feature", id=self.digits())
        self.add(one, "type", kind, featureTypeId=which)
        self.add(one, "versionId", self.digits())
        self.add(one, "value", value)
        if kind == "Birthdate":
            self.period(one, "valueDate", value)
        self.add(one, "isPrimary", "true")

    def paper(self, papers: etree._Element, name: str) -> None:
        one = self.add(papers, "identityDocument", id=self.digits())
        self.add(one, "type", "Passport", refId="1571")
        self.add(one, "name", name, nameId=self.digits(), nameTranslationId=self.digits())
        self.add(one, "documentNumber", self.digits())
        self.add(one, "isValid", "true")
        self.add(one, "issuingCountry", self.words(1), refId="11253")
        self.period(one, "issueDate", self.day(2000))

    def period(self, of: etree._Element, name: str, day: str) -> None:
        period = self.add(of, name, id=self.digits())
        for end in _PERIOD:
            self.add(period, end, day)
        self.add(period, "isApproximate", "false")
        self.add(period, "isDateRange", "false")

    def part(self, parts: etree._Element, name: str, kind: str, value: str) -> None:
        part = self.add(parts, name, id=self.digits())
        self.add(part, "type", kind, refId="1520")
        self.add(part, "value", value)

    def add(
        self, to: etree._Element, name: str, text: str | None = None, **attributes: str
    ) -> etree._Element:
        element = etree.SubElement(to, name, attributes)
        element.text = text
        return element

    def digits(self) -> str:
        return str(self.random.randint(100_000, 999_999))

    def words(self, count: int) -> str:
        return " ".join(self.random.choices(_WORDS, k=count))

    def day(self, first_year: int) -> str:
        year = self.random.randint(first_year, first_year + 25)
        return f"{year}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"


if __name__ == "__main__":
    made = write(Path(sys.argv[1]))
    print(f"{made}: {made.stat().st_size / 1_000_000:,.1f} MB")
