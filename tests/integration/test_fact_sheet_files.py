"""Fact sheets written as files, as `make fact-sheets` asks for them."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from data.catalogue.determinants import determinants
from data.cities.city import city
from data.fact_sheets.choice import Choice
from data.models import Layer
from layouts.fact_sheets import __main__ as command
from layouts.fact_sheets.__main__ import main
from layouts.paper.press import Press, PressError
from tests import shared

ROOT = Path(__file__).parents[2]


def test_the_command_writes_a_set_and_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--place", "city", "--determinant", "food,internet", "--languages", "es,both"]
    live = ["--live", "https://health.example.org/", "--paper", "a4", "--print", "large"]
    assert main([*asked, *live, "--out", str(tmp_path / "new" / "folder")]) == 0
    files = {file.name: file for file in (tmp_path / "new" / "folder").iterdir()}
    assert set(files) == {
        f"kansas-city-fact-sheet-large-print-a4-{name}-city-{langs}.pdf"
        for name in ("food", "internet")
        for langs in ("es", "en-es")
    }
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["1/4", "2/4", "3/4", "4/4"]
    both, food = (files[name] for name in sorted(files) if "food" in name)
    assert len(PdfReader(io.BytesIO(both.read_bytes())).pages) == 4
    page = PdfReader(io.BytesIO(food.read_bytes())).pages[1]
    assert round(float(page.mediabox.width)) == 595
    targets = {note.get_object()["/A"]["/URI"] for note in page["/Annots"]}
    path = "fact-sheets?determinant=food&place=city&lang=es"
    assert targets == {f"https://health.example.org/{path}"}


@pytest.mark.parametrize(
    ("asked", "layers"),
    [
        ("zips", [Layer.ZIP]),
        ("districts,zip-64130", [Layer.COUNCIL_DISTRICT]),
        ("neighborhoods", [Layer.NEIGHBORHOOD]),
        ("all", [Layer(geography) for geography in city().with_page]),
    ],
)
def test_sets_of_places(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, asked: str, layers: list[Layer]
) -> None:
    wanted: list[Choice] = []
    # what would be written, without the half hour that writing all of it takes
    monkeypatch.setattr(
        command, "_written", lambda _services, question: iter(wanted.extend(question.sheets) or [])
    )
    assert main(["--place", asked, "--out", str(tmp_path)]) == 0
    services = shared.services()
    count = sum(len(services.atlas.areas(layer)) for layer in layers) + asked.count("zip-")
    assert len(set(wanted)) == len(wanted) == count * len(determinants()) * 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--place", "zip-1,zip-64130"], ["There is no place 'zip-1'"]),
        (["--place", ","], ["No place is named."]),
        (["--determinant", "wealth"], ["There is no determinant 'wealth'"]),
        (["--languages", "fr"], ["There is no language 'fr'"]),
        (["--paper", "b5"], ["There is no paper 'b5'"]),
        (["--print", "huge"], ["There is no size of print 'huge'"]),
        (["--live", "http://127.0.0.1:8050"], ["set PUBLIC_URL"]),
        (["--live", "http://localhost/health"], ["set PUBLIC_URL"]),
        (["--live", "ftp://x"], ["must begin with http:// or https://"]),
        (["--place", "zip-1", "--languages", "fr"], ["place 'zip-1'", "language 'fr'"]),
    ],
)
def test_a_wrong_question_gets_a_sentence_for_each_mistake_and_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: list[str], said: list[str]
) -> None:
    out = tmp_path / "out"
    assert main(["--place", "city", "--out", str(out), *wrong]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(said)
    assert all(part in line for part, line in zip(said, lines, strict=True))
    assert not out.exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("here", encoding="utf-8")
    assert main(["--place", "city", "--out", str(tmp_path / "file")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_nothing_half_written_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tmp_path / "kansas-city-fact-sheet-letter-food-city-en.pdf"
    before.write_bytes(b"the sheet of last year")

    def stop(_self: Path, _target: Path) -> None:
        raise OSError("no space left")

    asked = ["--place", "city", "--determinant", "food", "--languages", "en"]
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", stop)
        assert main([*asked, "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "no space left\n"
    assert [file.name for file in tmp_path.iterdir()] == [before.name]
    assert before.read_bytes() == b"the sheet of last year"


def test_a_sheet_that_fails_ends_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_self: Press, _content: object) -> bytes:
        raise PressError("why")

    monkeypatch.setattr(Press, "print", fail)
    assert main(["--place", "city", "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "why\n"
    assert list(tmp_path.iterdir()) == []


def test_make_hands_every_variable_on() -> None:
    """The recipe, not run: `make -n` prints it."""
    variables = (
        "PLACE=all",
        "OUT=dir",
        "DETERMINANT=food",
        "LANGUAGES=es",
        "PAPER=a4",
        "LIVE=x",
        "PRINT=large",
    )
    done = subprocess.run(
        ["make", "-n", "-o", ".venv/.run-ready", "fact-sheets", *variables],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    printed = " ".join(done.stdout.replace("\\\n", " ").split())
    for part in (
        '--place "all"', '--out "dir"', '--determinant "food"', '--languages "es"', '--paper "a4"',
        '--live "x"', '--print "large"',
    ):  # fmt: skip
        assert part in printed
