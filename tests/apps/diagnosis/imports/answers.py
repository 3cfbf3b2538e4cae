"""Files of answers as they are typed, brought into a space."""

import random

from django.apps import apps

from marchepied.apps.diagnosis.selectors.imports import ImportChoices, decide_mapping
from marchepied.apps.diagnosis.services.imports import (
    import_answers,
)
from marchepied.core.scope import unscoped
from marchepied.engines.tables import read_table


def table_of(text):
    return read_table(text.encode(), "reponses.csv")


def bring(organisation, text, cycle=None, title="", **choices):
    table = table_of(text)
    mapping = decide_mapping(table, ImportChoices(**choices), cycle)
    return import_answers(
        organisation=organisation, table=table, mapping=mapping, title=title, cycle=cycle, by=None
    )


def count_everything():
    with unscoped("a test counts the rows of everybody"):
        return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def weighted_file(classes):
    """{weight: counts of levels} as rows of one group."""
    lines = [
        f"A;{weight};{level}"
        for weight, counts in classes.items()
        for level, count in enumerate(counts, start=1)
        for _ in range(count)
    ]
    random.Random(3).shuffle(lines)
    return "groupe;poids;Q1\n" + "\n".join(lines) + "\n"
