"""Files of votes: Polis's exports and ours say the same; what cannot be read is said with its line."""

import pytest

from marchepied.engines.consensus.reading import (
    NamedBytes,
    ReadingError,
    read_groups,
    read_statements,
    read_votes,
)


def write(tmp_path, text, name="votes.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


LINES = "timestamp,datetime,comment-id,voter-id,vote\n30,c,1,a,-1\n10,a,1,a,1\n20,b,0,b,0\n"
PEOPLE = "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\na,0,0,1,0,1,,-1\nb,1,0,1,0,0,0,\n"
OURS = "participant;statement;vote\na;1;d’accord\na;1;pas d’accord\nb;0;passe\n"


@pytest.mark.parametrize("text", [LINES, PEOPLE, OURS], ids=["votes", "participants-votes", "ours"])
def test_three_ways_of_writing_the_same_votes(tmp_path, text):
    votes = read_votes(write(tmp_path, text))
    assert votes.participant_ids == ("a", "b")
    assert votes.statement_ids == ("0", "1")
    assert votes.as_table(missing=9).tolist() == [[9, -1], [0, 9]]


def test_moderated_and_meta_statements_are_left_out(tmp_path):
    comments = write(
        tmp_path,
        'comment-id,moderated,is-meta,comment-body\n0,-1,,Non\n1,1,,"Oui, donc"\n2,1,1,Sujet\n3,0,,Rien\n',
        "comments.csv",
    )
    statements = read_statements(comments)
    assert statements.excluded == {"0", "2"}
    assert statements.texts["1"] == "Oui, donc"
    votes = read_votes(write(tmp_path, LINES), statements)
    assert votes.statement_ids == ("1", "3")
    assert votes.as_table(missing=9).tolist() == [[-1, 9], [9, 9]]


def test_groups_come_from_two_columns_whatever_the_others(tmp_path):
    assert read_groups(write(tmp_path, PEOPLE)) == {"a": "0", "b": "1"}
    assert read_groups(write(tmp_path, "Participant,Groupe\na,\nb,ici\n")) == {"b": "ici"}


def test_exports_of_real_conversations_agree(shared_data):
    compared = 0
    for folder in sorted((shared_data / "polis-opendata").iterdir()):
        statements = read_statements(folder / "comments.csv")
        one = read_votes(folder / "votes.csv", statements)
        other = read_votes(folder / "participants-votes.csv", statements)
        assert one.statement_ids == other.statement_ids
        assert one.as_table(9).tolist() == other.as_table(9).tolist()
        compared += one.n_votes
    assert compared == 60_839


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "votes.csv est vide : il faut au moins une ligne de titres."),
        (
            "qui,quoi\na,b\n",
            "votes.csv : aucune colonne ne dit qui vote. Nommez-la « participant » (ou voter-id).",
        ),
        (
            "participant,statement,vote\na,1,2\n",
            "Ligne 2 : « 2 » n’est pas un vote. Écrivez 1 (d’accord), -1 (pas d’accord) ou 0 (passe).",
        ),
        (
            "participant,statement,vote\na,1\n",
            "Ligne 2 : 2 colonnes au lieu de 3. Mettez entre guillemets un texte qui contient le séparateur.",
        ),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path, text, said):
    with pytest.raises(ReadingError) as refusal:
        read_votes(write(tmp_path, text))
    assert str(refusal.value) == said
    assert refusal.value.template % refusal.value.params == said


def test_bytes_are_read_as_a_file_is(tmp_path):
    path = write(tmp_path, LINES)
    votes = read_votes(NamedBytes("votes.csv", LINES.encode()))
    assert votes.as_table(missing=9).tolist() == read_votes(path).as_table(missing=9).tolist()
    with pytest.raises(ReadingError, match=r"votes\.csv est vide"):
        read_votes(NamedBytes("votes.csv", b""))
