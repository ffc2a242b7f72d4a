"""The file of a talk for a calendar (RFC 5545), written by the icalendar library. Pure but for the domain setting.

The start is given in UTC: a single instant needs no rules of a zone, each calendar shows it on its own clock, and no
change of the clocks, nor of a zone's law, moves it. What a calendar has of it is replaced by a higher SEQUENCE.
"""

from icalendar import Calendar, Event

from coach_platform.core.coaching.talks.reading import TalkView
from coach_platform.kit.i18n import _
from coach_platform.kit.settings import settings


def calendar_file(talk: TalkView) -> bytes:
    """The whole file, in the language of the moment. Once it was called off it takes the talk out of a calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Rebound//Talks//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if talk.cancelled else "PUBLISH")
    calendar.add_component(_event(talk))
    return calendar.to_ical()


def _event(talk: TalkView) -> Event:
    event = Event()
    event.add("uid", f"{talk.id}@{settings().mail_domain}")
    event.add("dtstamp", talk.changed_at)
    event.add("last-modified", talk.changed_at)
    event.add("sequence", talk.sequence)
    event.add("dtstart", talk.starts_at)
    event.add("dtend", talk.ends_at)
    event.add("summary", _("Talk with %(name)s", name=talk.other))
    event.add("status", "CANCELLED" if talk.cancelled else "CONFIRMED")
    where = talk.place or talk.link
    if where:
        event.add("location", where)
    if talk.link:
        event.add("url", talk.link)
    return event
