"""`marchepied doctor`: what would stop this instance from serving people, in sentences, with what to do.

It reads and connects; it changes nothing, and prints no password. Exit code 1: something is broken.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from marchepied.config.findings import Finding, State


def run(arguments: list[str]) -> int:
    """Check everything, print the findings; 0 when nothing is broken, 1 otherwise."""
    options = parse(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marchepied.config.settings")
    import django

    django.setup()
    findings = list(examine(mail_to=options.mail_to))
    if options.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            print(say(finding))
        print(conclude(findings))
    return int(any(finding.state is State.BROKEN for finding in findings))


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="marchepied doctor",
        description="Vérifie les réglages, la base, le disque, le courriel et le TLS.",
    )
    parser.add_argument("--json", action="store_true", help="écrit les constats en JSON")
    parser.add_argument("--mail-to", default="", metavar="ADRESSE", help="envoie un courriel d’essai")
    return parser.parse_args(arguments)


def examine(*, mail_to: str = "") -> Iterator[Finding]:
    """Every check in order. One that fails in an unforeseen way is a finding too, never a crash."""
    from marchepied.config import findings

    checks: list[tuple[str, Callable[[], Any]]] = [
        ("python", findings.check_python),
        ("settings", findings.check_settings),
        ("memory", findings.check_memory),
        ("disk", findings.check_disk),
        ("database", findings.check_database),
        ("content", findings.check_content),
        ("tasks", findings.check_tasks),
        ("mail", lambda: findings.check_mail(mail_to)),
        ("tls", findings.check_address),
    ]
    for about, check in checks:
        try:
            yield check()
        except Exception as error:  # noqa: BLE001 (whatever happens, the other checks are worth reading)
            words = f"la vérification n’a pas pu se faire ({type(error).__name__} : {error})."
            yield Finding(about, State.BROKEN, words, "Corrigez d’abord ce que disent les lignes du dessus.")


def say(finding: Finding) -> str:
    """One finding as it is read in a terminal."""
    sign = {State.FINE: "  ok      ", State.ODD: "  à voir  ", State.BROKEN: "  cassé   "}[finding.state]
    line = f"{sign}{finding.about:<10}{finding.words}"
    return f"{line}\n{'':>20}→ {finding.todo}" if finding.todo else line


def conclude(findings: list[Finding]) -> str:
    broken = sum(finding.state is State.BROKEN for finding in findings)
    odd = sum(finding.state is State.ODD for finding in findings)
    if broken:
        return f"\n{broken} à réparer, {odd} à voir."
    return f"\nRien de cassé, {odd} à voir." if odd else "\nTout va bien."


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
