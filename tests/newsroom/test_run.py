"""./run finds what it needs, installs it once, and says what is missing."""

import hashlib
import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# A uv that makes an environment of this Python, and notes what it is asked to install.
FAKE_UV = """#!/bin/sh
case $1 in
--version) echo uv 1 ;;
venv)
    for folder; do :; done
    mkdir -p "$folder/bin"
    printf '#!/bin/sh\\nexec "%s" "$@"\\n' "$THIS_PYTHON" >"$folder/bin/python"
    chmod +x "$folder/bin/python"
    ;;
pip) echo "$@" >>"$CALLS" ;;
esac
"""

# A Python with the module that HAS names; its pip brings that uv, and notes what it is asked.
FAKE_PYTHON = """#!/bin/sh
case $2 in
*ensurepip*) [ "$HAS" = venv ] ;;
*"import pip"*) [ "$HAS" = pip ] || [ "${0##*/.tools/pip/}" = bin/python ] ;;
venv)
    for folder; do :; done
    mkdir -p "$folder/bin"
    cp "$0" "$folder/bin/python"
    ;;
pip)
    echo "$@" >>"$CALLS"
    while [ "$1" != --target ]; do shift; done
    mkdir -p "$2/bin"
    cp "$FAKE_UV" "$2/bin/uv"
    ;;
esac
"""

type Run = Callable[..., subprocess.CompletedProcess[str]]


def executable(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What ./run reads, in a folder with a space; its manage.py repeats what it is told."""
    checkout = tmp_path / "check out"
    shutil.copytree(ROOT / "requirements", checkout / "requirements")
    for name in ("run", "pyproject.toml", ".python-version"):
        shutil.copy(ROOT / name, checkout)
    (checkout / "manage.py").write_text("import sys; print(*sys.argv[1:], sep='|')")
    executable(tmp_path / "bin" / "uv", FAKE_UV)
    return checkout


@pytest.fixture
def run(checkout: Path, tmp_path: Path) -> Run:
    def run(
        *arguments: str, cwd: Path = ROOT, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [checkout / "run", *arguments],
            cwd=cwd,
            env={
                "PATH": f"{tmp_path}/bin:/usr/bin:/bin",
                "HOME": str(tmp_path),
                "CALLS": str(tmp_path / "calls"),
                "THIS_PYTHON": sys.executable,
                "FAKE_UV": str(tmp_path / "fake-uv"),
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_the_locked_packages_are_installed_once(run: Run, tmp_path: Path) -> None:
    first = run("manage.py", "one", "two words")
    assert (first.returncode, first.stdout) == (0, "one|two words\n")
    assert "Installing the locked packages" in first.stderr
    second = run("manage.py", "again")
    assert (second.stdout, second.stderr) == ("again\n", "")
    [call] = (tmp_path / "calls").read_text().splitlines()
    assert "pip sync" in call
    assert "--require-hashes" in call
    assert call.endswith("requirements/embedded.txt requirements/run.txt")


def test_a_changed_lock_is_installed_again(run: Run, checkout: Path, tmp_path: Path) -> None:
    run("manage.py")
    with (checkout / "requirements" / "embedded.txt").open("a") as lock:
        lock.write("# changed\n")
    run("manage.py")
    assert len((tmp_path / "calls").read_text().splitlines()) == 2


def test_an_environment_with_more_than_is_needed_is_left_alone(run: Run, tmp_path: Path) -> None:
    run("test", "--version")
    run("manage.py")
    [call] = (tmp_path / "calls").read_text().splitlines()
    assert "dev.txt" in call


def test_a_changed_lock_takes_no_other_away(run: Run, checkout: Path, tmp_path: Path) -> None:
    run("test", "--version")
    with (checkout / "requirements" / "run.txt").open("a") as lock:
        lock.write("# changed\n")
    run("manage.py")
    assert "dev.txt" in (tmp_path / "calls").read_text().splitlines()[1]


def test_the_key_is_random_and_nobody_elses_to_read(run: Run, checkout: Path) -> None:
    run("manage.py")
    file = checkout / ".env"
    assert file.stat().st_mode & 0o777 == 0o600
    written = file.read_text()
    run("manage.py")
    assert file.read_text() == written
    file.unlink()
    run("manage.py")
    assert file.read_text() != written


def test_relative_paths_mean_what_they_mean_to_the_caller(
    run: Run, checkout: Path, tmp_path: Path
) -> None:
    (checkout / "manage.py").write_text("import os; print(os.getcwd())")
    assert run("manage.py", cwd=tmp_path).stdout == f"{tmp_path}\n"


UNUSABLE = {
    "broken": "#!/bin/sh\necho 'uv: version not installed' >&2\nexit 127\n",
    "too old": "#!/bin/sh\necho 'uv 0.6.17 (a1b2c3 2025-04-25)'\n",
    "something else": "#!/bin/sh\necho 'Usage: uv [light|dark]'\n",
}


@pytest.mark.parametrize("unusable", UNUSABLE)
def test_a_uv_that_will_not_do_is_passed_over(run: Run, tmp_path: Path, unusable: str) -> None:
    executable(tmp_path / ".local" / "bin" / "uv", FAKE_UV)
    executable(tmp_path / "bin" / "uv", UNUSABLE[unusable])
    assert run("manage.py", "works").stdout == "works\n"


@pytest.mark.parametrize("version", ["uv 0.7.0", "uv 0.13.9 (x86_64-unknown-linux-gnu)", "uv 1.0"])
def test_a_recent_uv_is_used(run: Run, tmp_path: Path, version: str) -> None:
    executable(tmp_path / "bin" / "uv", FAKE_UV.replace("uv 1", f"'{version}'"))
    assert run("manage.py", "works").stdout == "works\n"
    assert len((tmp_path / "calls").read_text().splitlines()) == 1


@pytest.mark.parametrize("module", ["venv", "pip"])
def test_without_uv_one_is_installed_beside_the_project(
    run: Run, checkout: Path, tmp_path: Path, module: str
) -> None:
    executable(tmp_path / "bin" / "uv", UNUSABLE["too old"])
    executable(tmp_path / "bin" / "python3", FAKE_PYTHON)
    executable(tmp_path / "fake-uv", FAKE_UV)
    result = run("manage.py", "works", HAS=module)
    assert (result.returncode, result.stdout) == (0, "works\n")
    assert "Installing uv into .tools/" in result.stderr
    asked = (tmp_path / "calls").read_text().splitlines()[0]
    assert asked.endswith(f"--target {checkout}/.tools/uv uv>=0.7")
    assert (checkout / ".tools" / "pip").exists() == (module == "venv")


def test_with_nothing_to_install_uv_with_it_says_what_to_do(
    run: Run, checkout: Path, tmp_path: Path
) -> None:
    """As on Debian without python3-venv and python3-pip."""
    script = checkout / "run"
    script.write_text(script.read_text().replace(" /usr/bin/python3", ""))
    executable(tmp_path / "bin" / "uv", UNUSABLE["broken"])
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        executable(tmp_path / "bin" / name, FAKE_PYTHON)
    result = run("demo", HAS="neither")
    assert result.returncode == 1
    [message] = result.stderr.splitlines()
    assert message.startswith("./run: uv was not found, nor a Python with venv or pip")
    assert "on Debian and Ubuntu apt-get install python3-venv" in message


def test_a_uv_that_cannot_be_had_stops_it(run: Run, tmp_path: Path) -> None:
    executable(tmp_path / "bin" / "uv", UNUSABLE["broken"])
    executable(
        tmp_path / "bin" / "python3",
        FAKE_PYTHON.replace("pip)\n", "pip)\n    echo 'no route to host' >&2; exit 1\n"),
    )
    result = run("demo", HAS="pip")
    assert result.returncode == 1
    assert "no route to host" in result.stderr
    assert result.stderr.splitlines()[-1].startswith("./run: uv could not be installed (see above)")


def test_an_account_without_a_home_gets_one(run: Run, checkout: Path, tmp_path: Path) -> None:
    executable(tmp_path / "bin" / "uv", FAKE_UV.replace('echo "$@"', 'echo "$HOME"'))
    assert run("manage.py", "works", HOME="/nonexistent").stdout == "works\n"
    assert (tmp_path / "calls").read_text() == f"{checkout}/.tools\n"


def test_any_python_that_will_do_comes_before_a_download(run: Run, tmp_path: Path) -> None:
    executable(
        tmp_path / "bin" / "uv",
        FAKE_UV.replace("venv)", 'venv)\n    case $* in *">=3.12"*) ;; *) exit 2 ;; esac'),
    )
    result = run("manage.py", "works")
    assert result.stdout == "works\n"
    assert "Downloading" not in result.stderr


def test_a_python_is_downloaded_where_none_will_do(run: Run, tmp_path: Path) -> None:
    executable(
        tmp_path / "bin" / "uv",
        FAKE_UV.replace("venv)", "venv)\n    case $* in *--no-python-downloads*) exit 2 ;; esac"),
    )
    result = run("manage.py", "works")
    assert result.stdout == "works\n"
    assert "Downloading Python 3.13" in result.stderr


def test_without_python_3_12_it_says_what_to_do(run: Run, tmp_path: Path) -> None:
    """As on Debian 12, which has Python 3.11 alone, without a network."""
    executable(
        tmp_path / "bin" / "uv",
        FAKE_UV.replace("venv)", "venv)\n    echo offline >&2; exit 2"),
    )
    result = run("demo")
    assert result.returncode == 1
    *_, cause, message = result.stderr.splitlines()
    assert cause == "offline"
    assert message.startswith("./run: Python 3.12 or newer is needed, was not found here")
    assert "on Debian 13, Ubuntu 24.04 or newer apt-get install python3" in message


def test_packages_that_cannot_be_had_stop_it(run: Run, checkout: Path, tmp_path: Path) -> None:
    executable(
        tmp_path / "bin" / "uv",
        FAKE_UV.replace("pip) ", "pip) echo 'no route to host' >&2; exit 1; : "),
    )
    result = run("manage.py", "never")
    assert (result.returncode, result.stdout) == (1, "")
    assert "no route to host" in result.stderr
    assert "the packages could not be installed" in result.stderr
    assert not (checkout / ".venv" / "locks").exists()


def test_a_stale_lock_fails_the_tests_with_the_command_that_mends_it(
    run: Run, checkout: Path
) -> None:
    project = checkout / "pyproject.toml"
    project.write_text(project.read_text().replace('"pypdf>=6"', '"pypdf>=6.1"'))
    result = run("test", "--version")
    assert result.returncode == 1
    assert "requirements/run.txt is stale" in result.stderr
    assert result.stderr.endswith("Mend it with: ./run lock\n")


def test_a_tools_setting_makes_no_lock_stale(run: Run, checkout: Path) -> None:
    project = checkout / "pyproject.toml"
    project.write_text(project.read_text().replace("line-length = 100", "line-length = 99"))
    assert run("test", "--version").returncode == 0


def test_an_unknown_command_gets_the_list(run: Run) -> None:
    result = run("dmeo")
    assert result.returncode == 1
    assert "./run demo [--port N]" in result.stderr
    assert "dmeo is none of these" in result.stderr


@pytest.mark.parametrize("name", ["run", "embedded", "dev"])
def test_the_locks_are_fresh_hashed_and_name_no_registry(name: str) -> None:
    lock = (ROOT / "requirements" / f"{name}.txt").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [
        project["project"]["requires-python"],
        project["project"]["dependencies"],
        project["dependency-groups"],
    ]
    fingerprint = hashlib.sha256(json.dumps(wanted).encode()).hexdigest()[:16]
    assert lock.startswith(f"# Made by ./run lock for the dependencies {fingerprint}\n")
    assert "://" not in lock
    packages = [block for block in lock.split("\n") if "==" in block]
    assert packages
    assert all(package.endswith("\\") for package in packages), "each goes on with its hashes"
