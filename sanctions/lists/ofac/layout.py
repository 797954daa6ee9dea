"""The layout of OFAC's delimited sets, after its DAT_SPEC.TXT of 25 September 2023."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

#: Letters, after which the remarks go on in the comments.
REMARKS_CUT_AT = 1000


# Rows as published; the null marker became None. The line in front is for messages.


class SdnRow(NamedTuple):
    line: int
    number: str
    name: str | None
    kind: str | None
    programmes: str | None
    title: str | None
    call_sign: str | None
    vessel_type: str | None
    tonnage: str | None
    grt: str | None
    flag: str | None
    owner: str | None
    remarks: str | None


class AltRow(NamedTuple):
    line: int
    number: str
    position: str | None
    kind: str | None
    name: str | None
    remarks: str | None


class AddRow(NamedTuple):
    line: int
    number: str
    position: str | None
    address: str | None
    city: str | None
    country: str | None
    remarks: str | None


class CommentsRow(NamedTuple):
    line: int
    number: str
    remarks: str | None


@dataclass(frozen=True, slots=True)
class Part[Row: (SdnRow, AltRow, AddRow, CommentsRow)]:
    """One file of the set: its name, and each column with the letters that it may hold.

    The row's fields are the columns in their order, behind the line. The first `keys` columns
    together number a row.
    """

    name: str
    file: str
    row: type[Row]
    columns: Mapping[str, int]
    keys: int = 2
    needs_end_mark: bool = True


SDN = Part(
    "sdn",
    "sdn.csv",
    SdnRow,
    {
        "ent_num": 10,
        "SDN_Name": 400,
        "SDN_Type": 12,
        "Program": 500,
        "Title": 1000,
        "Call_Sign": 100,
        "Vess_type": 100,
        "Tonnage": 100,
        "GRT": 100,
        "Vess_flag": 100,
        "Vess_owner": 200,
        "Remarks": REMARKS_CUT_AT,
    },
    keys=1,
)
ALT = Part(
    "alt",
    "alt.csv",
    AltRow,
    {"ent_num": 10, "alt_num": 10, "alt_type": 8, "alt_name": 400, "alt_remarks": 1000},
)
ADD = Part(
    "add",
    "add.csv",
    AddRow,
    {
        "ent_num": 10,
        "add_num": 10,
        "Address": 1000,
        "City/State/Province/Postal Code": 500,
        "Country": 250,
        "Add_remarks": 1000,
    },
)
COMMENTS = Part(
    "comments",
    "sdn_comments.csv",
    CommentsRow,
    {"ent_num": 10, "remarks_extended": 100_000},
    keys=1,
    needs_end_mark=False,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The files of one list, in the fixed order in which they are hashed."""

    sdn: Part[SdnRow]
    alt: Part[AltRow]
    add: Part[AddRow]
    comments: Part[CommentsRow]

    def __iter__(self) -> Iterator[Part[Any]]:
        return iter((self.sdn, self.alt, self.add, self.comments))


SDN_SET = Parts(SDN, ALT, ADD, COMMENTS)
CONSOLIDATED_SET = Parts(
    replace(SDN, file="cons_prim.csv"),
    replace(ALT, file="cons_alt.csv"),
    replace(ADD, file="cons_add.csv"),
    replace(COMMENTS, file="cons_comments.csv"),
)
