"""Referentials in and out: workbooks, forms, files of others, with what each cannot carry said in sentences.

Apart from the rest of the engine, because only an import or an export needs it.

>>> found = understand(b"Question;Niveau 1;Niveau 2\\nOn dort bien ?;non;oui\\n", "nuits.csv")
>>> found.kind, found.data["axes"][0]["domains"][0]["questions"][0]["id"]
('table', 'on-dort-bien')
"""

from ._locating import locate_problems
from ._sentences import Fault, FileRefusedError, Sentence, Understood
from ._spreadsheet_read import read_long_csv, read_spreadsheet
from ._spreadsheet_write import write_long_csv, write_spreadsheet, write_template
from ._understanding import understand
from ._xlsform_read import read_xlsform
from ._xlsform_write import questionnaire_of, write_xlsform
from ._yaml import write_yaml

__all__ = [
    "Fault",
    "FileRefusedError",
    "Sentence",
    "Understood",
    "locate_problems",
    "questionnaire_of",
    "read_long_csv",
    "read_spreadsheet",
    "read_xlsform",
    "understand",
    "write_long_csv",
    "write_spreadsheet",
    "write_template",
    "write_xlsform",
    "write_yaml",
]
