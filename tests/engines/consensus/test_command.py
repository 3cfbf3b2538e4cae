"""`marchepied consensus`: what it writes, what it prints, what it refuses."""

import json
from pathlib import Path

import jsonschema
import pytest

from marchepied.engines.consensus.command import run
from marchepied.engines.consensus.result import load_schema

ROOT = Path(__file__).resolve().parents[3]
VOTES = str(ROOT / "examples" / "votes.csv")
STATEMENTS = str(ROOT / "examples" / "affirmations.csv")


def compute(tmp_path, *arguments: str) -> dict:
    target = tmp_path / "out.json"
    assert run([*arguments, "--json", str(target)]) == 0
    result = json.loads(target.read_text(encoding="utf-8"))
    jsonschema.validate(result, load_schema())
    return result


def test_the_published_schema_is_the_shipped_one():
    published = json.loads((ROOT / "docs/reference/consensus.schema.json").read_text(encoding="utf-8"))
    assert published == load_schema()
    jsonschema.Draft202012Validator.check_schema(published)


def test_the_same_files_and_seed_give_the_same_result(tmp_path, capsys):
    one = compute(tmp_path, VOTES, "--statements", STATEMENTS, "--seed", "3")
    assert one == compute(tmp_path, VOTES, "--statements", STATEMENTS, "--seed", "3")
    assert one["parameters"]["seed"] == 3
    assert one["participants"] == 24
    assert sum(group["size"] for group in one["groups"]) == 24
    assert one["statements"][9]["text"] == "On écrit nos règles en mots simples."
    assert "On écrit nos règles en mots simples. : " in capsys.readouterr().out


def test_the_order_of_the_lines_changes_nothing(tmp_path):
    head, *lines = Path(VOTES).read_text(encoding="utf-8").splitlines()
    shuffled = tmp_path / "shuffled.csv"
    shuffled.write_text("\n".join([head, *lines[1::2], *reversed(lines[::2])]), encoding="utf-8")
    assert compute(tmp_path, str(shuffled)) == compute(tmp_path, VOTES)


def test_every_count_of_groups_adds_up(tmp_path):
    result = compute(tmp_path, VOTES)
    for statement in result["statements"]:
        assert statement["agree"] + statement["disagree"] + statement["pass"] == statement["votes"]
        for answer in ("agree", "disagree", "pass"):
            assert sum(group[answer] for group in statement["groups"]) == statement[answer]


def test_groups_are_imposed_and_a_number_too(tmp_path):
    groups = tmp_path / "groups.csv"
    groups.write_text("participant,group\n" + "".join(f"{rank},{rank % 2}\n" for rank in range(1, 24)))
    result = compute(tmp_path, VOTES, "--groups-from", str(groups))
    assert [group["id"] for group in result["groups"]] == ["0", "1"]
    assert result["groups"][1]["participants"] == [str(rank) for rank in range(1, 24, 2)]
    assert result["parameters"]["groups_imposed"] is True
    assert result["warnings"][0] == "people-not-placed"
    assert len(compute(tmp_path, VOTES, "--group-count", "4")["groups"]) == 4


def test_the_json_alone_goes_to_the_terminal(capsys):
    assert run([VOTES, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "marchepied/consensus/1"


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fr", "Ce qui nous rassemble, ce qui nous partage"),
        ("en", "What brings us together, what divides us"),
    ],
)
def test_the_page_is_in_the_language_asked(tmp_path, language, title):
    target = tmp_path / "page.html"
    assert run([VOTES, "--statements", STATEMENTS, "--html", str(target), "--language", language]) == 0
    page = target.read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in page
    assert f"<h1>{title}</h1>" in page
    assert "<script" not in page
    assert "http" not in page


def test_the_language_is_that_of_the_terminal(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert run([VOTES]) == 0
    assert capsys.readouterr().out.startswith("24 people cast ")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "il manque : VOTES."),
        ([VOTES, "--group-count", "0"], 2, "--group-count : entre 1 et 20."),
        (
            [VOTES, "--group-count", "2", "--groups-from", VOTES],
            2,
            "--group-count et --groups-from ne vont pas ensemble : gardez l’un des deux.",
        ),
        (
            [VOTES, "--groups-from", VOTES],
            1,
            "votes.csv : il faut deux colonnes, « participant » et « group ».",
        ),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(arguments, code, said, capsys):
    assert run(arguments) == code
    assert capsys.readouterr().err.rstrip("\n").endswith(said)


def test_the_french_conversation_is_read_whole(shared_data, tmp_path):
    folder = shared_data / "polis" / "4cacski7ha-fr"
    result = compute(tmp_path, str(folder / "votes.csv"), "--statements", str(folder / "comments.csv"))
    assert (result["participants"], result["votes"], len(result["statements"])) == (179, 12_904, 229)
    assert result["parameters"]["excluded_statements"] == 23
