"""Some of the cuts that `python -m tests.sanctions.cuts` makes, and that it notices a loss."""

import shutil
from dataclasses import replace
from pathlib import Path
from random import Random

from sanctions.entries import PublishedList
from sanctions.lists import PUBLICATIONS
from tests.sanctions.cuts import Whole, cut, random_lengths, real_lists
from tests.shared import needs_shared

WHOLE = Path(__file__).resolve().parents[1] / "files" / "ofac" / "whole"
READ = PUBLICATIONS["ofac-sdn"].read


@needs_shared
def test_no_real_list_is_read_when_it_was_cut(tmp_path: Path) -> None:
    for whole in real_lists(tmp_path):
        tally = cut(whole, random_lengths(whole, 4, Random(1)))
        assert (tally.title, tally.refused) == (whole.title, 4)


def test_of_the_comments_the_last_line_end_may_be_missing(tmp_path: Path) -> None:
    folder = shutil.copytree(WHOLE, tmp_path / "set")
    size = (folder / "sdn_comments.csv").stat().st_size
    lengths = [*range(0, size - 2, 9), size - 3, size - 2, size - 1]
    tally = cut(Whole("comments", folder, "sdn_comments.csv", READ), lengths)
    assert (tally.refused, tally.harmless, tally.lost) == (len(lengths) - 2, 2, 0)


def test_a_reader_that_takes_what_it_gets_is_found_out(tmp_path: Path) -> None:
    folder = shutil.copytree(WHOLE, tmp_path / "set")
    published = READ(WHOLE)

    def careless(folder: Path) -> PublishedList:
        begun = (folder / "sdn.csv").read_bytes().count(b"\n")
        return replace(published, entries=published.entries[:begun])

    tally = cut(Whole("sdn", folder, "sdn.csv", careless), range(0, 1200, 100))
    assert (tally.refused, tally.harmless, tally.lost) == (0, 0, 12)
