"""Ten thousand damaged files, over every reader: sentences only, never a crash, nothing half understood."""

import io
import json
import random
import time
import zipfile

import pytest

from marchepied.engines.referential import load_yaml, validate
from marchepied.engines.referential.exchange import (
    FileRefusedError,
    locate_problems,
    understand,
    write_long_csv,
    write_spreadsheet,
    write_xlsform,
    write_yaml,
)
from tests.engines.referential.conftest import read_example
from tests.engines.referential.exchange.test_foreign import LIMESURVEY, ROWS

SEED, ROUNDS, LONGEST = 20_261_128, 10_000, 60
HOSTILE = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "{members}",
    "{inconnu}",
    "%(x)s %s 100 %",
    "\x00",
    "\ud83d",
    "é" * 200,
    "&lol;",
    "*a",
    "!!python/object:os.system",
    "99999999999999999999",
    "-1",
    "oui",
    "",
    "\n",
    "]]>",
)
CISO = (
    b"urn: a\nname: Cadre\nobjects:\n  framework:\n    name: C\n    scores_definition:\n    - {score: "
    b"0, name: bas}\n"
    b"    - {score: 1, name: haut}\n    requirement_nodes:\n    - {urn: t, assessable: false, name: Theme}\n"
    b"    - {urn: q, parent_urn: t, assessable: true, description: Et ceci ?}\n"
)
GOALS = b"1-title: Un\n1-1-title: Un un\n1-1-1-title: Un un un\n2-1-1-title: Deux un un\n"
QUESTIONS = "Thème;Question;Niveau 1;Niveau 2\nNuits;On dort bien ?;non;oui\n".encode()


def seeds():
    small = load_yaml(read_example())
    return (
        ("guide.yaml", write_yaml(small)),
        ("guide.json", json.dumps(small, ensure_ascii=False).encode()),
        ("guide.csv", write_long_csv(small)),
        ("eci.csv", ROWS.encode()),
        ("cadre.yaml", CISO),
        ("odd.yml", GOALS),
        ("enquete.lss", LIMESURVEY.encode()),
        ("questions.csv", QUESTIONS),
        ("guide.xlsx", write_spreadsheet(small)),
        ("formulaire.xlsx", write_xlsform(small)),
    )


def damage_text(data, rng):
    """Bytes changed, cut, doubled, or replaced by something hostile, at a few places."""
    data = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(5):
            case 0:
                data[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del data[at : at + rng.randrange(40)]
            case 2:
                data[at:at] = data[at : at + rng.randrange(60)]
            case 3:
                data[at:at] = rng.choice(HOSTILE).encode("utf-8", "surrogatepass")
            case _:
                lines = bytes(data).split(b"\n")
                here, there = rng.randrange(len(lines)), rng.randrange(len(lines))
                lines[here], lines[there] = lines[there], lines[here]
                data = bytearray(b"\n".join(lines))
    return bytes(data)


def damage_workbook(data, rng):
    """A part of the archive damaged inside, so that the fault is met once it is open; or its bytes."""
    if rng.random() < 0.25:
        return damage_text(data, rng)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    wanted = [
        name for name in parts if name.startswith("xl/worksheets/") or name.endswith("sharedStrings.xml")
    ]
    name = rng.choice(wanted if rng.random() < 0.9 else list(parts))
    if rng.random() < 0.6:
        # Inside the tags: the archive stays sound, so that the reader of the cells is the one that is tried.
        cells = parts[name].decode().split("<")
        at = rng.randrange(len(cells))
        tag, closing, text = cells[at].partition(">")
        hostile = (
            rng.choice(HOSTILE).encode("utf-8", "ignore").decode().replace("<", "&lt;").replace("\x00", "")
        )
        cells[at] = (
            f"{tag}{closing}{hostile.replace('&lol;', '')}" if text or rng.random() < 0.3 else cells[at]
        )
        parts[name] = "<".join(cells).encode()
    else:
        parts[name] = damage_text(parts[name], rng)
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return output.getvalue()


@pytest.fixture(scope="module")
def outcome():
    """What became of each damaged file: how many were understood, and every sentence said."""
    rng = random.Random(SEED)
    files = seeds()
    understood, valid, sentences, started = 0, 0, set(), time.process_time()
    for turn in range(ROUNDS):
        # One in eight is a workbook: opening one takes a hundred times as long as reading a text.
        name, data = files[8 + turn // 8 % 2] if turn % 8 == 0 else files[rng.randrange(8)]
        damaged = (damage_workbook if name.endswith("xlsx") else damage_text)(data, rng)
        try:
            found = understand(damaged, name)
        except FileRefusedError as error:
            sentences |= {str(fault) for fault in error.faults} or {"nothing said"}
            continue
        understood += 1
        problems = validate(found.data)
        valid += not problems
        sentences |= {str(fault) for fault in locate_problems(found, problems[:5])}
        sentences |= {str(note) for note in found.notes}
    return understood, valid, sentences, time.process_time() - started


def test_ten_thousand_damaged_files_raise_nothing_but_sentences(outcome):
    understood, valid, sentences, _ = outcome
    # Some files stay readable, some are refused, many different things are said: the damage is real.
    assert 1_000 < valid < understood < ROUNDS
    assert len(sentences) > 500
    assert [said for said in sentences if not said.strip().endswith((".", "…", ")"))][:5] == []


def test_ten_thousand_damaged_files_take_less_than_a_minute(outcome):
    assert outcome[3] < LONGEST


def test_a_readable_file_keeps_no_markup_of_others():
    rng = random.Random(SEED)
    survey = LIMESURVEY.encode()
    for _ in range(300):
        try:
            found = understand(damage_text(survey, rng), "enquete.lss")
        except FileRefusedError:
            continue
        assert "<script" not in json.dumps(found.data, ensure_ascii=False).lower()
