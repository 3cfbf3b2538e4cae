"""Files as spreadsheets and other tools leave them: read as a person would, or refused with their line."""

import tracemalloc

import pytest

from marchepied.engines.consensus.reading import (
    NamedBytes,
    ReadingError,
    read_groups,
    read_statements,
    read_votes,
)

HEAD = "participant,statement,vote\n"
PLAIN = f"{HEAD}1,1,1\n1,2,-1\n2,1,0\n2,2,1\n"
READ = (("1", "2"), ("1", "2"), [[1, -1], [0, 1]])


def given(text, name="votes.csv"):
    return NamedBytes(name, text if isinstance(text, bytes) else text.encode())


def read(text):
    votes = read_votes(given(text))
    return votes.participant_ids, votes.statement_ids, votes.as_table(missing=9).tolist()


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\n" + PLAIN.replace(",", ";"),
        "sep=;\r\n" + PLAIN.replace(",", ";").replace("\n", "\r\n"),
        b"\xef\xbb\xbfsep=,\n" + PLAIN.encode(),
        PLAIN.replace(",", "\t").encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.replace(",1\n", ",1.00\n").replace(",-1\n", ",-1.0\n").replace(",0\n", ",0.0\n"),
        PLAIN.replace("1,1,1", "1.0,1.0,1").replace("2,2,1", "2.0,2.00,1"),
        '"participant";"statement";"vote";"a,b,c,d"\n1;1;1;\n1;2;-1;\n2;1;0;\n2;2;1;\n',
        PLAIN.replace("2,1,0", "2,1,\n2,1,0\n2,1,"),
        "\n\n" + PLAIN.replace("\n", "\n ,,\n"),
        "participant,1.0,2.0\n1.0,1.0,-1.0\n2.0,0.0,1.0\n",
    ],
    ids=[
        "sep",
        "sep-crlf",
        "sep-bom",
        "utf-16",
        "utf-16-be",
        "votes",
        "ids",
        "commas",
        "empty-vote",
        "blank-lines",
        "wide",
    ],
)
def test_a_writing_of_the_same_votes(text):
    assert read(text) == READ


def test_whoever_gave_no_vote_is_a_participant_in_both_forms():
    wide = "participant,group-id,n-votes,7,8\n0,0,1,1,\n1,,0,,\n"
    assert read(wide) == (("0", "1"), ("7",), [[1], [9]])
    assert read(f"{HEAD}0,7,1\n0,8,\n1,8, \n") == (("0", "1"), ("7",), [[1], [9]])


@pytest.mark.parametrize(
    ("times", "kept"),
    [
        (("200", ""), 1),
        (("", "200"), -1),
        (("2024-01-02", ""), 1),
        (("", ""), -1),
        (("200", "nan"), 1),
        (("200", "100"), 1),
        (("100", "100.0"), -1),
        (("2024-01-02", "2024-01-01"), 1),
        (("2024-01-01", "1700000000000"), 1),
        (("999", "1000"), -1),
    ],
)
def test_a_vote_with_a_time_is_later_than_one_without(times, kept):
    lines = f"1,1,1,{times[0]}\n1,1,-1,{times[1]}\n"
    assert read(f"participant,statement,vote,modified\n{lines}")[2] == [[kept]]


def test_an_id_of_thousands_of_digits_is_a_word_after_the_numbers():
    long = "9" * 5000
    people, _, _ = read(f"{HEAD}{long},1,1\nb,1,1\n12,1,1\n3,1,1\n")
    assert people == ("3", "12", long, "b")


@pytest.mark.parametrize(
    ("moderated", "meta", "kept"),
    [
        ("-1.0", "0", ["2"]),
        ("−1", "0", ["2"]),
        ("0.0", "1.0", ["2"]),
        ("1.0", "0.0", ["1", "2"]),
        ("0.0", "TRUE", ["2"]),
    ],
)
def test_flags_of_statements_may_have_decimals(moderated, meta, kept):
    text = f"statement,text,moderated,is_meta\n1.0,Un,{moderated},{meta}\n2,Deux,0,0\n"
    statements = read_statements(given(text))
    assert statements.texts == {"1": "Un", "2": "Deux"}
    assert list(read_votes(given(PLAIN), statements).statement_ids) == kept


def test_a_group_of_minus_one_or_nothing_is_none():
    text = "participant,group\n0.0,1.0\n1,-1\n2,\n3,-1.0\n4,1\n4,1\n5,\n5,a\n"
    assert read_groups(given(text)) == {"0": "1", "4": "1", "5": "a"}


EMPTY_CELL = "la case est vide. Il y faut un numéro ou un nom."
HIDDEN = "la case contient un signe invisible. Il y faut un numéro ou un nom."
NO_VOTES = (
    "votes.csv : aucune colonne ne dit les votes. Nommez-la « vote », ou donnez une colonne par affirmation."
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("participant,statement\n1,1\n", NO_VOTES),
        ("participant,group-id\n1,1\n", NO_VOTES),
        (
            "participant,vote\n1,1\n",
            "votes.csv : aucune colonne ne numérote les affirmations (statement, comment-id).",
        ),
        (f"{HEAD}1,1,1\n,1,1\n", f"Ligne 3, colonne « participant » : {EMPTY_CELL}"),
        (f"{HEAD}1, ,1\n", f"Ligne 2, colonne « statement » : {EMPTY_CELL}"),
        (f"{HEAD}1,,\n", f"Ligne 2, colonne « statement » : {EMPTY_CELL}"),
        ("sep=;\nvoter-id;comment-id;vote\n1;1;1\n;1;1\n", f"Ligne 4, colonne « voter-id » : {EMPTY_CELL}"),
        ("participant,1\n,1\n", f"Ligne 2, colonne « participant » : {EMPTY_CELL}"),
        (f"{HEAD}1,1,1\n\0,1,1\n", f"Ligne 3, colonne « participant » : {HIDDEN}"),
        (f"{HEAD}1,a\0,1\n", f"Ligne 2, colonne « statement » : {HIDDEN}"),
        (
            "participant,1,2,1.0\n0,1,1,-1\n",
            "votes.csv : les colonnes 2 (« 1 ») et 4 (« 1.0 ») ont le même titre. "
            "Gardez-en une, ou renommez-la.",
        ),
        (
            "participant,age,1\n0,34,1\n",
            "Ligne 2, colonne « age » : « 34 » n’est pas un vote. "
            "Écrivez 1 (d’accord), -1 (pas d’accord), 0 (passe), ou rien.",
        ),
        (
            "participant,1,\n0,1,\n1,1,1\n",
            "Ligne 3, colonne 3 : un vote est écrit sous une colonne sans titre.",
        ),
        (
            f"{HEAD}1,1,1.5\n",
            "Ligne 2 : « 1.5 » n’est pas un vote. Écrivez 1 (d’accord), -1 (pas d’accord) ou 0 (passe).",
        ),
        (
            f'{HEAD}1,1,1\n"{"x" * 200_000}",1,1\n',
            "Ligne 3 : une case y est beaucoup trop longue. Un guillemet n’est sans doute pas fermé.",
        ),
        (
            PLAIN.encode("utf-16")[:-1],
            "votes.csv : l’écriture du texte n’est pas reconnue. Enregistrez-le en UTF-8.",
        ),
        ("sep=;\n", "votes.csv est vide : il faut au moins une ligne de titres."),
    ],
)
def test_a_refusal_says_the_line_and_the_column(text, said):
    with pytest.raises(ReadingError) as refusal:
        read_votes(given(text))
    assert str(refusal.value) == said
    assert refusal.value.template % refusal.value.params == said


@pytest.mark.parametrize(
    ("reader", "text", "said"),
    [
        (
            read_groups,
            "participant,group\n0,a\n1,b\n0,b\n",
            "Ligne 4 : « 0 » est déjà dans le groupe « a ». Une personne est dans un seul groupe.",
        ),
        (read_groups, "participant,group\n,a\n", f"Ligne 2, colonne « participant » : {EMPTY_CELL}"),
        (read_statements, "statement,text\n,a\n", f"Ligne 2, colonne « statement » : {EMPTY_CELL}"),
    ],
)
def test_groups_and_statements_are_refused_the_same_way(reader, text, said):
    with pytest.raises(ReadingError) as refusal:
        reader(given(text))
    assert str(refusal.value) == said


def test_a_vote_takes_few_bytes_while_it_is_read():
    """Lines of a large file are not kept: under 100 bytes a vote, the three arrays and their sorting in."""
    lines = "".join(f"{rank % 1000},{rank // 1000},{rank % 3 - 1}\n" for rank in range(100_000))
    source = given(HEAD + lines)
    read_votes(given(PLAIN))  # what is loaded once
    tracemalloc.start()
    votes = read_votes(source)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (votes.n_votes, peak < 100 * 100_000) == (100_000, True)
