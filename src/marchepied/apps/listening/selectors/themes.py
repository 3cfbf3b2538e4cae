"""The themes of the guide, for what people write to be sorted by them."""

from marchepied.apps.referentials.selectors import guide_version, read_referential


def themes_of_guide(language: str) -> dict[str, str]:
    """{theme id: its short name} in the order of the guide (one query, and its content once a process).

    Raises GuideMissingError in a database without the guide.
    """
    return {axis.id: axis.short.read_in(language) for axis in read_referential(guide_version()).axes}
