"""Which slips in the rules would no test notice? `./run mutants [NAME …]`, outside the suite.

mutmut makes them, one at a time: another comparison, another word, a condition the other way
round. Which files and which tests is said in pyproject.toml. A slip that no test notices survives;
here at least nine of ten must not, in every file. Survivors are named with what shows each of
them; docs/mutants.md says of those that stay why no test can or need tell them apart.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Of a hundred, how many must be noticed.
ASKED = 90
#: How mutmut notes a slip that nobody noticed, and one that no test even runs.
SURVIVED, NOT_RUN = 0, 33


def main(names: list[str]) -> int:
    """Run mutmut; its tests share one database, so one slip is tried at a time."""
    done = subprocess.run(
        [sys.executable, "-m", "mutmut", "run", "--max-children", "1", *names],
        cwd=ROOT,
        check=False,
    )
    results = {
        path: tried for path in sorted(ROOT.glob("mutants/**/*.meta")) if (tried := read(path))
    }
    print(f"\n{'file':<40} {'slips':>6} {'noticed':>8}")
    worst = 100.0
    for path, tried in results.items():
        noticed = sum(code not in (SURVIVED, NOT_RUN) for code in tried.values())
        share = 100 * noticed / len(tried)
        worst = min(worst, share)
        name = path.relative_to(ROOT / "mutants").as_posix().removesuffix(".meta")
        print(f"{name:<40} {len(tried):>6} {share:>7.1f}%")
    for tried in results.values():
        for key, code in tried.items():
            if code in (SURVIVED, NOT_RUN):
                print(f"survived{'' if code == SURVIVED else ' (no test)'}: mutmut show {key}")
    return 1 if done.returncode or not results or worst < ASKED else 0


def read(path: Path) -> dict[str, int]:
    """The exit status of the tests for each slip that was tried in a file."""
    found = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return {key: code for key, code in found.items() if code is not None}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
