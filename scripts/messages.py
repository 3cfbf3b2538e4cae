"""Extracts the messages; writes the French catalogue by rule, keeps the English one, compiles both.

Our sources are French, typed with ordinary spaces. The French catalogue only adds what typography
asks for (no-break spaces), so nobody translates French to French. What the English catalogue lacks is
listed and makes the script fail.

    make messages                     extract, write, compile
    scripts/messages.py --merge FILE  first add translations, JSON {french: english | [one, many]}
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "src" / "marchepied" / "locale"
TAG = re.compile(r"(<[^>]*>|%\([a-z_0-9]+\)[sd]|\{[a-z_0-9]*\})", re.IGNORECASE)
# A number is a placeholder here: the rule of typography, which looks for a digit, does not see it.
PERCENT = re.compile(r"(?<=\)[sd]) (?=%%)|(?<=\}) (?=%)")
PLURAL = {"fr": "nplurals=2; plural=(n > 1);", "en": "nplurals=2; plural=(n != 1);"}

# The names under which modules import `gettext` and its like, beside those that Django knows.
ALIASES = ("_now", "_lazy")
EXTRACT = f"""
import sys
from django.core.management import execute_from_command_line
from django.core.management.commands.makemessages import Command
Command.xgettext_options = [*Command.xgettext_options, *("--keyword=" + name for name in {ALIASES!r})]
execute_from_command_line(["django", *sys.argv[1:]])
"""


def typeset_message(text: str) -> str:
    """The French message with its no-break spaces; tags and placeholders untouched."""
    sys.path.insert(0, str(ROOT / "src"))
    from marchepied.engines.documents.typography import typeset_french

    kept: list[str] = []

    def put_aside(match: re.Match[str]) -> str:
        kept.append(match.group())
        return f"\ue000{chr(0xE100 + len(kept) - 1)}"

    set_text = typeset_french(TAG.sub(put_aside, text))
    whole = re.sub("\ue000(.)", lambda match: kept[ord(match.group(1)) - 0xE100], set_text)
    return PERCENT.sub("\u202f", whole)


def extract() -> None:
    for language in ("fr", "en"):
        (LOCALE / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-c", EXTRACT, "makemessages", "-l", "fr", "-l", "en", "--no-obsolete",
         "--no-location", "--no-wrap", "-e", "html,txt,py", "--ignore", "static/*"],
        cwd=ROOT / "src" / "marchepied", check=True, capture_output=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "marchepied.config.settings"},
    )  # fmt: skip


def open_catalogue(language: str) -> polib.POFile:
    catalogue = polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"), wrapwidth=100000)
    catalogue.metadata = {
        "Project-Id-Version": "marchepied",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL[language],
    }
    catalogue.header = ""
    catalogue.sort(key=lambda entry: entry.msgid)
    return catalogue


def save(catalogue: polib.POFile, language: str) -> None:
    path = LOCALE / language / "LC_MESSAGES" / "django"
    catalogue.save(f"{path}.po")
    catalogue.save_as_mofile(f"{path}.mo")


def write_french() -> None:
    catalogue = open_catalogue("fr")
    for entry in catalogue:
        if "fuzzy" in entry.flags:
            entry.flags.remove("fuzzy")
        if entry.msgid_plural:
            entry.msgstr_plural = {0: typeset_message(entry.msgid), 1: typeset_message(entry.msgid_plural)}
        else:
            entry.msgstr = typeset_message(entry.msgid)
    save(catalogue, "fr")


def write_english(additions: dict[str, str | list[str]]) -> list[str]:
    """Merge the additions, drop guesses (fuzzy), and list what lacks a translation."""
    catalogue = open_catalogue("en")
    for entry in catalogue:
        if "fuzzy" in entry.flags:
            entry.flags.remove("fuzzy")
            entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
        added = additions.get(entry.msgid)
        if added and entry.msgid_plural:
            one, many = added if isinstance(added, list) else (added, added)
            entry.msgstr_plural = {0: one, 1: many}
        elif added:
            entry.msgstr = added if isinstance(added, str) else added[0]
    save(catalogue, "en")
    return [entry.msgid for entry in catalogue if not entry.translated()]


def main() -> int:
    additions: dict[str, str | list[str]] = {}
    if sys.argv[1:2] == ["--merge"]:
        for name in sys.argv[2:]:
            additions |= json.loads(Path(name).read_text(encoding="utf-8"))
    extract()
    write_french()
    missing = write_english(additions)
    for message in missing:
        print(f"en lacks: {message}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
