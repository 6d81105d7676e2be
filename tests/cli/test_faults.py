"""Bad input, interruptions and our own faults: never a traceback, nothing half written."""

import os
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
import typer

from see_mcda.cli import commands, derived

PROGRAM = "import sys\nfrom see_mcda.cli import main\nsys.exit(main(sys.argv[1:]))"


def process(*words, **how):
    environment = {**os.environ, "SEE_MCDA_LANG": "en"}
    return subprocess.Popen([sys.executable, "-c", PROGRAM, *map(str, words)], env=environment, text=True,
                            stderr=subprocess.PIPE, **how)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.yaml", b"candidates: [\n"),
        ("a.json", b'{"candidates": 3}'),
        ("a.csv", b"\xff\xfe\x00garbage"),
        ("a.xlsx", b"no workbook"),
        ("a.yaml", b""),
        ("a.bin", b"\x00\x01\x02"),
        ("a.csv", b""),
    ],
)
def test_unreadable_file_is_told_with_its_name(run, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    out = tmp_path / "out.json"
    ran = run("rank", path, "--out", out)
    assert ran.code == 2, ran.err
    assert ran.out == ""
    assert ran.faults
    assert all(name in line for line in ran.faults)
    assert not out.exists()


def test_every_fault_of_a_table_is_one_line(run, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,cooperation\na,high\nb,9\n")
    ran = run("rank", path, "--framework", "see")
    assert ran.code == 2
    assert len(ran.faults) >= 2
    assert all(line.startswith(str(path)) for line in ran.faults)


def test_somebodys_line_ends_do_not_break_a_fault_into_lines(run, tmp_path):
    ran = run("rank", tmp_path / "no\nfile\x1b.yaml")
    assert ran.code == 2
    assert len(ran.faults) == 1
    assert "\x1b" not in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ["sensitivity", "acceptability", "--seed"],
        ["sensitivity", "rank-ranges", "--seed"],
        ["sensitivity", "variance", "--seed"],
        ["sensitivity", "worth-knowing", "--seed"],
        ["improve", "--rank"],
    ],
)
def test_a_whole_number_that_no_record_can_hold_is_one_line(run, models, words):
    place = [models, "moral-farmer"] if words[0] == "improve" else [models]
    ran = run(*words[:-1], *place, words[-1], 2**53, "--json")
    assert (ran.code, ran.out, len(ran.faults)) == (2, "", 1), ran
    assert "9007199254740991" in ran.err


def test_our_own_fault_is_one_line_with_its_own_exit_code(run, models, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("the wheel came off\nsecond line")

    monkeypatch.setattr(derived, "call", broken)
    ran = run("rank", models)
    assert ran.code == 70
    assert len(ran.faults) == 1
    assert "a bug in see-mcda" in ran.err
    assert "the wheel came off" in ran.err


def test_traceback_of_our_own_fault_on_request(run, models, monkeypatch):
    monkeypatch.setattr(derived, "call", lambda *_, **__: 1 / 0)
    monkeypatch.setenv("SEE_MCDA_DEBUG", "1")
    ran = run("rank", models)
    assert ran.code == 70
    assert "Traceback" in ran.err


def test_interruption_is_one_line_and_130(run, models, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(derived, "call", interrupted)
    ran = run("rank", models)
    assert ran.code == 130
    assert len(ran.faults) == 1


@pytest.mark.slow
def test_reader_that_goes_away_is_no_fault():
    with process("list", "methods", stdout=subprocess.PIPE) as child:
        child.stdout.close()
        assert child.stderr.read() == ""
    assert child.returncode == 141


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_full_disk_is_one_line():
    with Path("/dev/full").open("w") as full, process("list", "methods", stdout=full) as child:
        lines = child.stderr.read().splitlines()
    assert child.returncode == 2
    assert len(lines) == 1
    assert "cannot be written" in lines[0]


@pytest.mark.slow
def test_terminal_without_thai_shows_question_marks(models):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "rank", str(models), "--lang", "th"],
        env=environment, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert b"?" in done.stdout
    assert done.stderr == b""


def test_verb_of_another_package_is_loaded_when_it_is_used(run, monkeypatch):
    def hello(context: typer.Context) -> None:
        context.obj.show(f"hello in {context.obj.language}")

    point = EntryPoint("hello", f"{__name__}:hello", commands.GROUP)
    monkeypatch.setattr(EntryPoint, "load", lambda _: hello)
    monkeypatch.setattr(commands, "_others", lambda: {"hello": point})
    assert run("hello", "--lang", "th").out == "hello in th\n"
    assert "hello" in run("--help").out


def test_verb_whose_package_lacks_its_parts_says_what_to_install(run, monkeypatch):
    def missing(_):
        raise ModuleNotFoundError("fastapi")

    monkeypatch.setattr(EntryPoint, "load", missing)
    point = EntryPoint("serve", "nowhere:serve [api]", commands.GROUP)
    monkeypatch.setattr(commands, "_others", lambda: {"serve": point})
    assert "start the service" in run("--help").out
    ran = run("serve")
    assert ran.code == 2
    assert 'pip install "see-mcda[api]"' in ran.err
