"""Work of the plan that nobody waits for."""

from datetime import datetime, time

from django.tasks import task
from django.utils import timezone

from marchepied.apps.plans.services import reminders

# Nobody wants a mail at midnight, when the day's maintenance begins.
MORNING = time(7, 0)


@task()
def send_due_mails() -> int:
    """Today's reminders and digests; returns how many left."""
    return reminders.send_due_mails()


def plan_due_mails() -> None:
    """Put today's mails in the queue: for seven in the morning, or at once when it is later."""
    now = timezone.localtime()
    morning = timezone.make_aware(datetime.combine(now.date(), MORNING))
    wait = now < morning and send_due_mails.get_backend().supports_defer
    (send_due_mails.using(run_after=morning) if wait else send_due_mails).enqueue()
