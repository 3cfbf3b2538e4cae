"""`import_answers`, the same import from a terminal."""

import json
import secrets
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from marchepied.apps.diagnosis.models import Cycle
from tests.apps.diagnosis.imports.answers import count_everything, weighted_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def path_of(tmp_path):
    def write(text):
        path = tmp_path / f"{secrets.token_hex(4)}.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def run(*arguments, **options):
    output = StringIO()
    call_command("import_answers", *arguments, stdout=output, space="atelier", **options)
    return output.getvalue()


def test_the_command_imports_and_says_what(organisation, path_of, plain):
    path = path_of("groupe;A;B;C\nSalariés;1;2;3\nÉlus;4;5;1\n")
    said = plain(run(path, items="A,-C", scale=(1, 5), title="Été"))
    assert "4 réponses de 2 personnes, 2 groupes, 2 questions." in said
    assert "Importées dans « Été »." in said
    cycle = Cycle.objects.get(title="Été")
    assert [item["reversed"] for item in cycle.round.form["items"]] == [False, True]


def test_the_command_rehearses_in_json(organisation, path_of):
    before = count_everything()
    told = json.loads(run(path_of("groupe;A\nSalariés;1\nÉlus;4\n"), dry_run=True, json=True))
    assert (told["imported"], told["dry_run"], told["cycle"]) == (False, True, None)
    assert told["file"] == {"encoding": "utf-8", "separator": ";", "sheet": None, "rows": 2, "columns": 2}
    assert told["colleges"] == [
        {"name": "Salariés", "people": 1, "answered": 1},
        {"name": "Élus", "people": 1, "answered": 1},
    ]
    assert count_everything() == before


def test_the_command_explains_and_fails(organisation, path_of, plain):
    before = count_everything()
    output = StringIO()
    path = path_of("groupe;A\nSalariés;1\n;4\nÉlus;2,5\n")
    with pytest.raises(CommandError, match="Rien n’a été importé"):
        call_command("import_answers", path, space="atelier", items="A", scale=(1, 5), stdout=output)
    assert [plain(line) for line in output.getvalue().splitlines()[:2]] == [
        "Ligne 3, groupe, « » : le groupe n’est pas indiqué",
        "Ligne 4, A, « 2,5 » : ce n’est pas un nombre entier",
    ]
    for wrong, sentence in [
        ({"space": "ailleurs"}, "Aucun espace"),
        ({"space": "atelier", "group": "Z"}, r"La colonne «\sZ\s» n’existe pas"),
        ({"space": "atelier", "cycle": "xyz"}, "Aucune démarche"),
    ]:
        with pytest.raises(CommandError, match=sentence):
            call_command("import_answers", path, **wrong)
    with pytest.raises(CommandError, match=r"absent\.csv"):
        call_command("import_answers", "absent.csv", space="atelier")
    assert count_everything() == before


def test_a_weight_is_used_only_when_named(organisation, path_of):
    path = path_of(weighted_file({3: (1, 1, 1, 1, 1)}))
    assert json.loads(run(path, items="Q1", scale=(1, 5), json=True))["weighted"] is False
    assert json.loads(run(path, items="Q1", scale=(1, 5), weight="poids", json=True))["weighted"] is True
