"""What the engines' commands share: a command line that speaks French, and what they return."""

import argparse
from typing import NoReturn

DONE, REFUSED, MISUSED = 0, 1, 2
STANDARD_OUTPUT = "-"
FRENCH_MESSAGES = (
    ("the following arguments are required:", "il manque :"),
    ("unrecognized arguments:", "options inconnues :"),
    ("expected one argument", "une valeur doit suivre"),
    ("invalid choice:", "choix inconnu :"),
    ("choose from", "choisissez parmi"),
    ("invalid int value:", "ce n’est pas un nombre entier :"),
    ("argument ", "option "),
)


class UsageError(Exception):
    """The command line does not say what to do; the sentence is in French."""


class FrenchParser(argparse.ArgumentParser):
    """A parser whose help and complaints are in French; it raises UsageError instead of leaving."""

    def error(self, message: str) -> NoReturn:
        for english, french in FRENCH_MESSAGES:
            message = message.replace(english, french)
        raise UsageError(f"{self.format_usage()}{message}.")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "usage :", 1)

    def format_help(self) -> str:
        text = super().format_help().replace("usage:", "usage :", 1)
        return text.replace("positional arguments:", "à donner :").replace("options:", "options :")
