"""What each number of a scale was called in the file."""

from marchepied.engines.tables import build_mapping, label_levels, read_table


def labels_of(text, **choices):
    table = read_table(text.encode(), "a.csv")
    return label_levels(table, build_mapping(table, **choices))


def test_words_keep_their_own_spelling():
    text = "groupe;Q1;Q2;Q3\nA;TOUJOURS;3 - Plutôt d’accord;2\nA;Toujours;1 - Non;1\nA;Toujours;2,0;3\n"
    assert labels_of(text, scale=(1, 4), items="Q1,Q2,Q3") == {
        "Q1": ("Jamais", "Parfois", "Souvent", "Toujours"),
        "Q2": ("1 - Non", "2", "3 - Plutôt d’accord", "4"),
        "Q3": ("1", "2", "3", "4"),
    }


def test_one_row_per_answer_and_words_of_ones_own():
    text = "groupe,participant,question,réponse\nA,1,Q1,Bof\nA,2,Q1,3\nA,1,Q2,1\n"
    assert labels_of(text, scale=(1, 3), level_words={"bof": 2}) == {
        "Q1": ("1", "Bof", "3"),
        "Q2": ("1", "Bof", "3"),
    }
