"""Work of the registers that nobody waits for."""

from datetime import datetime, time

from django.tasks import task
from django.utils import timezone

from marchepied.apps.listening.services import mails

# As for the plan: nobody wants a mail at midnight.
MORNING = time(7, 0)


@task()
def send_listening_mails() -> int:
    """What waits and what is late, to who looks after each register; returns how many mails left."""
    return mails.send_due_mails()


def plan_listening_mails() -> None:
    """Put today's mails in the queue: for seven in the morning, or at once when it is later."""
    now = timezone.localtime()
    morning = timezone.make_aware(datetime.combine(now.date(), MORNING))
    wait = now < morning and send_listening_mails.get_backend().supports_defer
    (send_listening_mails.using(run_after=morning) if wait else send_listening_mails).enqueue()
