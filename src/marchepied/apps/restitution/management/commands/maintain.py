"""`marchepied maintain`: what was promised is erased, and the day's mails are planned.

Runs every day with `marchepied run`.
"""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from marchepied.apps.deliberation.services.forgotten import end_forgotten_votes
from marchepied.apps.deliberation.services.imports import give_up_stalled_imports
from marchepied.apps.diagnosis.services.elsewhere import give_back_uncovered
from marchepied.apps.diagnosis.services.imports import erase_pending_imports
from marchepied.apps.diagnosis.services.kit import erase_unwritten_kits
from marchepied.apps.listening.services import erase_register_tables
from marchepied.apps.listening.services.erasure import erase_people
from marchepied.apps.listening.services.surveys import close_forgotten_surveys
from marchepied.apps.listening.tasks import plan_listening_mails
from marchepied.apps.meetings.services.shows import close_forgotten_shows
from marchepied.apps.participation.services.erasure import erase_respondent_keys
from marchepied.apps.plans.services.imports import erase_pending_tables
from marchepied.apps.plans.tasks import plan_due_mails
from marchepied.apps.referentials.services import erase_brought_files
from marchepied.core.cache import erase_expired_cache

# Finished tasks hold the addresses and words of mails: they are not kept.
KEPT_TASK_DAYS = 1


class Command(BaseCommand):
    help = (
        "Efface les clés de réponse échues, les imports abandonnés, les tâches finies, les sessions "
        "périmées ; prévoit les rappels et le point du lundi."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        end_forgotten_votes()  # before the keys: what was begun is deposited first
        close_forgotten_surveys()  # and their result is computed
        keys = erase_respondent_keys()
        imports = erase_pending_imports() + erase_pending_tables() + erase_brought_files()
        imports += erase_register_tables()
        imports += give_up_stalled_imports()
        erase_people()
        erase_unwritten_kits()
        give_back_uncovered()
        close_forgotten_shows()
        call_command("prune_db_task_results", min_age_days=KEPT_TASK_DAYS, verbosity=0)
        call_command("clearsessions", verbosity=0)
        erase_expired_cache()
        plan_due_mails()
        plan_listening_mails()
        if options["verbosity"]:
            self.stdout.write(
                f"{keys} questionnaires sans clé désormais, {imports} imports abandonnés effacés."
            )
