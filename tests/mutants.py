"""Which slips in the rules would no test notice? `./run mutants [ROUND …]`, outside the suite.

mutmut makes them, one at a time, in a copy of the project: another comparison, another word, a
condition the other way round. A slip that no test notices survives; at least nine of ten must not.
Survivors are shown; docs/mutants.md says of those that stay why no test can or need tell them
apart. With `--every 10` only one slip of ten is tried, always the same ones.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MUTMUT = Path(sys.executable).with_name("mutmut")
#: Of a hundred, how many must be noticed.
ASKED = 90
#: How mutmut notes a slip that nobody noticed, and one that no test even runs.
SURVIVED, NOT_RUN = 0, 33


@dataclass(frozen=True)
class Round:
    """Files, and the tests that must notice; `workers` is 1 where these share a database."""

    files: tuple[str, ...]
    tests: tuple[str, ...]
    workers: int = 1


ROUNDS = {
    "assertions": Round(
        ("newsroom/assertions/*.py", "newsroom/quotes.py"),
        ("tests/newsroom/assertions", "tests/newsroom/test_quotes.py"),
        workers=2,
    ),
    "verdicts": Round(
        ("newsroom/verdicts/*.py",),
        ("tests/newsroom/test_verdicts.py", "tests/newsroom/test_check_runs.py"),
    ),
    "readiness": Round(("newsroom/readiness.py",), ("tests/newsroom/test_readiness.py",)),
}


def main(arguments: Sequence[str]) -> int:
    """Run the rounds that were asked for; 1 where one of them notices too little."""
    parser = argparse.ArgumentParser(prog="./run mutants")
    parser.add_argument("rounds", nargs="*", metavar="ROUND", help=", ".join(ROUNDS))
    parser.add_argument("--every", type=int, default=1, metavar="N", help="try one slip of N")
    options = parser.parse_args(arguments)
    if unknown := set(options.rounds) - ROUNDS.keys():
        parser.error(f"There is no round {', '.join(sorted(unknown))}, only {', '.join(ROUNDS)}.")
    shares = []
    for name in options.rounds or ROUNDS:
        with tempfile.TemporaryDirectory(prefix=f"{name}-") as folder:
            shares.append(run(Path(folder), ROUNDS[name], options.every))
    return 0 if min(shares) >= ASKED else 1


def run(folder: Path, round_: Round, every: int) -> float:
    """One round in a folder of its own; how many of a hundred slips were noticed."""
    subprocess.run(["git", "checkout-index", "--all", f"--prefix={folder}/"], cwd=ROOT, check=True)
    (folder / ".env").write_bytes((ROOT / ".env").read_bytes())
    with (folder / "pyproject.toml").open("a") as settings:
        settings.write(
            "\n[tool.mutmut]\n"
            'source_paths = ["newsroom", "sanctions"]\n'
            'also_copy = ["manage.py", "templates", "static", "docs", ".env", ".env.example"]\n'
            f"only_mutate = {json.dumps(round_.files)}\n"
            f'pytest_add_cli_args = ["--reuse-db"]\n'
            f"pytest_add_cli_args_test_selection = {json.dumps(round_.tests)}\n"
        )
    if every > 1:
        mutmut(folder, round_, "nothing by this name")  # makes the slips, and tries none
        keys = [key for slips in results(folder).values() for key in slips]
        mutmut(folder, round_, *(key for key in keys if zlib.crc32(key.encode()) % every == 0))
    else:
        mutmut(folder, round_)
    return report(folder)


def mutmut(folder: Path, round_: Round, *names: str) -> None:
    command = [str(MUTMUT), "run", "--max-children", str(round_.workers), *names]
    subprocess.run(command, cwd=folder, check=False)


def results(folder: Path) -> dict[str, dict[str, int | None]]:
    """By file, for each of its slips, how the tests ended; None where it was not tried."""
    return {
        path.relative_to(folder / "mutants").as_posix().removesuffix(".meta"): json.loads(
            path.read_text(encoding="utf-8")
        )["exit_code_by_key"]
        for path in sorted(folder.glob("mutants/newsroom/**/*.meta"))
    }


def report(folder: Path) -> float:
    """Print each file's share and each survivor; of all together, the share that was noticed."""
    tried, survived = 0, []
    print(f"\n{'file':<44} {'slips':>6} {'tried':>6} {'noticed':>8}")
    for name, slips in results(folder).items():
        codes = {key: code for key, code in slips.items() if code is not None}
        lost = [key for key, code in codes.items() if code in (SURVIVED, NOT_RUN)]
        if codes:
            share = 100 - 100 * len(lost) / len(codes)
            print(f"{name:<44} {len(slips):>6} {len(codes):>6} {share:>7.1f}%")
        tried += len(codes)
        survived += lost
    share = 100 - 100 * len(survived) / tried if tried else 0
    print(f"{'together':<44} {'':>6} {tried:>6} {share:>7.1f}%\n")
    for key in survived:
        show = subprocess.run(
            [str(MUTMUT), "show", key], cwd=folder, check=False, capture_output=True, text=True
        )
        print(show.stdout)
    return share


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
