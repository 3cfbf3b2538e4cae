"""The `marchepied` command. Django is loaded only by the commands that need it."""

import os
import secrets
import sys
from collections.abc import Callable, Sequence

USAGE = """Usage : marchepied COMMANDE [options]

  serve [--demo] [--port N]    prépare la base, démarre le serveur et les tâches de fond (ou : run)
  doctor [--mail-to ADRESSE]   vérifie réglages, base, disque, courriel et TLS, et dit quoi faire
  upgrade                      après une nouvelle version : sauvegarde, met la base à jour, vérifie
  agreement FICHIER …          indices d’accord par groupe (sans base de données)
  consensus VOTES …            ce qui rassemble et ce qui partage, d’après des votes (sans base)
  bridges carry|check …        transporte des réponses d’un référentiel à l’autre (sans base)
  priorities BULLETINS …       propositions en ordre, au jugement majoritaire (sans base)
  expressions FORMULE …        calcule une formule (sans base de données)
  readability FICHIER …        mesure si un texte est clair, et dit quoi changer (sans base)
  themes FICHIER …             range par thème ce que des personnes ont écrit (sans base)
  referential …                compte, vérifie, convertit ou compare des référentiels (sans base)
  import-answers FICHIER …     importe des réponses CSV ou XLSX dans un espace
  demo                         prépare la base et crée les organisations de démonstration
  backup ARCHIVE               sauvegarde la base et les fichiers dans une archive
  restore ARCHIVE              rétablit une sauvegarde
  maintain                     entretien quotidien (ce qui devait être effacé l’est)
  secret                       écrit un secret pour MARCHEPIED_SECRET_KEY
  manage COMMANDE …            les commandes de Django

« marchepied COMMANDE --help » explique chacune."""


def run_agreement(arguments: Sequence[str]) -> int:
    from marchepied.engines.agreement.command import run

    return run(list(arguments))


def run_consensus(arguments: Sequence[str]) -> int:
    from marchepied.engines.consensus.command import run

    return run(list(arguments))


def run_bridges(arguments: Sequence[str]) -> int:
    from marchepied.engines.bridges.command import run

    return run(list(arguments))


def run_priorities(arguments: Sequence[str]) -> int:
    from marchepied.engines.priorities.command import run

    return run(list(arguments))


def run_expressions(arguments: Sequence[str]) -> int:
    from marchepied.engines.expressions.command import run

    return run(arguments)


def run_readability(arguments: Sequence[str]) -> int:
    from marchepied.engines.readability.command import run

    return run(list(arguments))


def run_referential(arguments: Sequence[str]) -> int:
    from marchepied.engines.referential.command import run

    return run(list(arguments))


def run_themes(arguments: Sequence[str]) -> int:
    # Many small products of matrices: threads that wait for each other cost more than they bring.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from marchepied.engines.themes.command import run

    return run(list(arguments))


def print_secret(arguments: Sequence[str]) -> int:
    print(secrets.token_urlsafe(48))
    return 0


def manage(arguments: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marchepied.config.settings")
    from django.core.management import execute_from_command_line

    from marchepied.config import settings

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    execute_from_command_line(["marchepied", *arguments])
    return 0


def run_server(arguments: Sequence[str]) -> int:
    from marchepied.config.server import run

    return run(list(arguments))


def check_instance(arguments: Sequence[str]) -> int:
    from marchepied.config.doctor import run

    return run(list(arguments))


def upgrade_instance(arguments: Sequence[str]) -> int:
    from marchepied.config.upgrade import run

    return run(list(arguments))


def make_demo(arguments: Sequence[str]) -> int:
    """Works in an empty folder: the database and the content are prepared first."""
    if not {"-h", "--help"} & set(arguments):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marchepied.config.settings")
        from marchepied.config.server import prepare

        prepare(demo=False)
    code = manage(["load_demo", *arguments])
    print("« marchepied serve --demo » ouvre ces espaces sur votre machine.")
    return code


def django_command(name: str) -> Callable[[Sequence[str]], int]:
    return lambda arguments: manage([name, *arguments])


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": run_server,
    "serve": run_server,
    "doctor": check_instance,
    "upgrade": upgrade_instance,
    "agreement": run_agreement,
    "bridges": run_bridges,
    "consensus": run_consensus,
    "expressions": run_expressions,
    "priorities": run_priorities,
    "readability": run_readability,
    "referential": run_referential,
    "themes": run_themes,
    "secret": print_secret,
    "manage": manage,
    "import-answers": django_command("import_answers"),
    "import-votes": django_command("import_votes"),
    "demo": make_demo,
    "backup": django_command("backup"),
    "restore": django_command("restore"),
    "maintain": django_command("maintain"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went well, 2 when the call is wrong."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in {"-h", "--help", "help"}:
        print(USAGE)
        return 0 if given else 2
    command = COMMANDS.get(given[0])
    if command is None:
        print(f"marchepied : commande inconnue « {given[0]} ».\n\n{USAGE}", file=sys.stderr)
        return 2
    return command(given[1:])


if __name__ == "__main__":
    raise SystemExit(main())
