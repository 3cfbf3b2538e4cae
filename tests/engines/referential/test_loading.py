"""YAML from anyone: what is read, and the sentence for what is refused."""

import pytest

from marchepied.engines.referential import (
    YamlRefusedError,
    list_shipped_referentials,
    load_folder,
    load_yaml,
    read_shipped_referential,
)
from marchepied.engines.referential.exchange import FileRefusedError, understand


def test_plain_values_are_read_narrowly():
    text = "a: no\nb: true\nc: 12\nd: 1.5\ne: 2014-07-31\nf: null\ng: '12'\nh: 1:30\ni: on\nj: 0x10\n"
    assert load_yaml(text) == {
        "a": "no", "b": True, "c": 12, "d": 1.5, "e": "2014-07-31", "f": None,
        "g": "12", "h": "1:30", "i": "on", "j": "0x10",
    }  # fmt: skip


def test_lines_are_remembered():
    data = load_yaml("a: 1\nb:\n  - x\n  - c: 2\n", file="f.yaml")
    assert (data.lines, data["b"].lines, data["b"][1].lines) == ({"a": 1, "b": 2}, {0: 3, 1: 4}, {"c": 4})
    assert (data.file, data["b"][1].line) == ("f.yaml", 4)


def test_a_byte_order_mark_is_dropped():
    assert load_yaml("\ufeffa: é".encode()) == {"a": "é"}


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (
            "a: 1\nb: 2\na: 3",
            "ligne 3 : la clé « a » est écrite deux fois (déjà ligne 1). Gardez-en une seule.",
        ),
        (
            "a: &x [1]\nb: *x",
            "ligne 1 : les ancres (« &nom ») ne sont pas acceptées. Retirez l’ancre et recopiez la valeur.",
        ),
        (
            "a: !!python/object:os.system {}",
            "ligne 1 : les étiquettes (« !type ») ne sont pas acceptées. Retirez-la.",
        ),
        ("a: 1\n---\nb: 2", "ligne 2 : le fichier contient plusieurs documents. N’en gardez qu’un."),
        ("", "le fichier est vide. Choisissez un autre fichier."),
        ("# rien\n", "le fichier est vide. Choisissez un autre fichier."),
        ("[" * 100, "ligne 1 : le fichier a trop de niveaux imbriqués. Simplifiez-le."),
        ("? [a]\n: b", "ligne 1 : une clé n’est pas un simple mot. Écrivez « nom: valeur »."),
        ("a: \x00", "le fichier contient un caractère interdit. Retirez les caractères de contrôle."),
        (
            b"a: 1\nb: \xff",
            "ligne 2 : le fichier n’est pas en UTF-8. Enregistrez-le en UTF-8, puis recommencez.",
        ),
        ("x" * 2_000_001, "le fichier est trop grand (plus de 2 Mo). Partagez-le en plusieurs fichiers."),
        ("[" + "1," * 100_001 + "]", "ligne 1 : le fichier contient trop de valeurs. Partagez-le."),
        (
            "a: [1, 2\nb: 3",
            "ligne 2 : le fichier ne se lit pas comme du YAML. "
            "Vérifiez l’alignement, les deux-points et les guillemets autour de cette ligne.",
        ),
    ],
)
def test_a_refusal_says_where_and_what_to_do(source, sentence):
    with pytest.raises(YamlRefusedError) as refusal:
        load_yaml(source)
    assert str(refusal.value) == sentence


def test_billion_laughs_is_refused_at_its_first_anchor():
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(YamlRefusedError) as refusal:
        load_yaml(bomb, file="bombe.yaml")
    assert (refusal.value.line, refusal.value.file) == (1, "bombe.yaml")


def test_a_folder_joins_its_axes(tmp_path):
    (tmp_path / "referential.yaml").write_text("axes:\n  - {file: un.yaml}\n  - {id: deux}\n")
    (tmp_path / "un.yaml").write_text("id: un\n")
    data = load_folder(tmp_path)
    assert data == {"axes": [{"id": "un"}, {"id": "deux"}]}
    assert data["axes"][0].file == "un.yaml"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("../secret.yaml", "referential.yaml, ligne 2 : le nom de ce fichier n’est pas permis."),
        ("/etc/passwd", "referential.yaml, ligne 2 : le nom de ce fichier n’est pas permis."),
        ("12", "referential.yaml, ligne 2 : le nom de ce fichier n’est pas permis."),
        ("absent.yaml", "absent.yaml : le fichier ne peut pas être lu."),
    ],
)
def test_a_folder_never_reads_elsewhere(tmp_path, name, sentence):
    (tmp_path / "referential.yaml").write_text(f"axes:\n  - file: {name}\n")
    with pytest.raises(YamlRefusedError) as refusal:
        load_folder(tmp_path)
    assert str(refusal.value).startswith(sentence)


def test_duties_that_ship_are_pointed_at(tmp_path):
    (tmp_path / "referential.yaml").write_text("axes: []\nduties: {shipped: [duerp, statuts]}\n")
    duties = load_folder(tmp_path)["duties"]
    guide = {duty.id: duty for duty in read_shipped_referential().duties}
    assert [duty["id"] for duty in duties] == ["duerp", "statuts"]
    assert duties[1]["title"]["fr"] == guide["statuts"].title.read_in("fr")


def test_every_shipped_referential_says_the_same_of_a_duty():
    told = {}
    for name in list_shipped_referentials():
        for duty in read_shipped_referential(name).duties:
            told.setdefault(duty.id, set()).add(duty)
    assert len(told) == 31
    assert {name for name, duties in told.items() if len(duties) > 1} == set()


@pytest.mark.parametrize("second", ["magie", "statuts", "[statuts]", "12"])
def test_a_duty_that_does_not_ship_is_refused_where_it_is(tmp_path, second):
    text = f"axes: []\nduties:\n  shipped:\n    - statuts\n    - {second}\n"
    (tmp_path / "referential.yaml").write_text(text)
    sentence = "cette obligation n’est pas parmi celles qui sont livrées, ou elle est nommée deux fois."
    with pytest.raises(YamlRefusedError) as refusal:
        load_folder(tmp_path)
    assert str(refusal.value).startswith(f"referential.yaml, ligne 5 : {sentence}")
    with pytest.raises(FileRefusedError) as refused:
        understand(text.encode(), "guide.yaml")
    assert sentence in str(refused.value)
