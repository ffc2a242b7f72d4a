"""Waking the delivery of mail. Ids in, one call of the core."""

from celery import shared_task

from coach_platform.core.mail import sweeping
from coach_platform.core.mail.delivery import deliver
from coach_platform.core.mail.kinds import Lane
from coach_platform.kit import jobs
from workers.relay import relay, worker_name
from workers.stopping import stopping


@shared_task(name="mail.sweep")
def sweep() -> None:
    """Each minute: wake as many deliveries as what is due needs."""
    sweeping.wake()


@shared_task(name="mail.deliver_post")
def deliver_post(again: bool = False, _number: int = 0) -> None:
    """One chunk of what people wait for. The number only tells several wake-ups apart."""
    _deliver(Lane.POST, again)


@shared_task(name="mail.deliver_digests")
def deliver_digests(again: bool = False, _number: int = 0) -> None:
    """One chunk of digests."""
    _deliver(Lane.DIGESTS, again)


def _deliver(lane: Lane, again: bool) -> None:
    tally = deliver(lane, relay=relay(lane), worker=worker_name(), again=again, stopping=stopping)
    if tally.more:
        jobs.publish(lane.job, again)
