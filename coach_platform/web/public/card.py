"""The feedback card: answered by whoever holds its link, without an account, a cookie or a script.

The token in the address is the proof, so there is no CSRF token. A GET changes nothing: mail scanners open every link.
"""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.content.reasons import card_reasons
from coach_platform.core.reconnect import answering
from coach_platform.core.reconnect.answering import CardPage, Given
from coach_platform.core.reconnect.bots import form_mark, is_bot
from coach_platform.kit import i18n
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.web.shared.limits import count, ip, limit, refuse_if_used_up, refuse_or_count
from coach_platform.web.shared.link_over import link_over
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import actor

bp = Blueprint("card", __name__, url_prefix="/card")

# 128 bits are not guessed: this only keeps a machine from asking us all day.
FORGED_IP = limit("card.forged", "600/15minutes", "200/15minutes")
SENT_IP = limit("card.sent", "60/15minutes", "20/15minutes")  # an office may answer many; a machine may not
SENT_CARD = limit("card.one", "30/hour", "10/hour")
Answer = Response | tuple[str, int]
NOT_LISTED = {"X-Robots-Tag": "noindex, nofollow, noarchive"}


@bp.after_request
def not_listed(response: Response) -> Response:
    """No search engine keeps it, whatever it was answered."""
    response.headers.update(NOT_LISTED)
    return response


@bp.get("/<token>")
def show(token: str) -> Answer:
    """The card, as it stands."""
    refuse_if_used_up((FORGED_IP, ip()))
    try:
        return _page(answering.read_card(token), token)
    except NotFound:
        count((FORGED_IP, ip()))
        return link_over(of_card=True)


@bp.post("/<token>/answer")
def answer(token: str) -> Answer:
    """Send it, or send it corrected."""
    given = _given()
    return _acting(token, lambda: _answer(token, given), given)


@bp.post("/<token>/withdraw")
def withdraw(token: str) -> Answer:
    """Take the answer back."""
    request.form.get("lang")
    return _acting(token, lambda: answering.withdraw(token))


@bp.post("/<token>/decline")
def decline(token: str) -> Answer:
    """One tap, for ever."""
    request.form.get("lang")
    return _acting(token, lambda: answering.decline(token))


@bp.post("/<token>/reopen")
def reopen(token: str) -> Answer:
    """The tap was a slip."""
    request.form.get("lang")
    return _acting(token, lambda: answering.reopen(token))


@bp.post("/<token>/never")
def never(token: str) -> Answer:
    """From nobody, never again: for the address that is typed."""
    address = request.form.get("address", "")
    done = _acting(token, lambda: answering.decline_for_everybody(token, address), address=address)
    if isinstance(done, tuple) or done.status_code != 303:
        return done
    return make_response(page("public/card_never.html", languages=[]))


def _answer(token: str, given: Given) -> CardPage | None:
    """None: it came from a program and is dropped without a word; what was typed stands in the page that follows."""
    card = answering.read_card(token)
    if is_bot(card.card_id, request.form.get("mark", ""), request.form.get("more_about", "")):
        return None
    return answering.answer(token, given, locale=_language(card))


def _acting(token: str, act: Callable[[], CardPage | None], given: Given | None = None, address: str = "") -> Answer:
    """Do it once its limits allow; then the card again, by its own address, so that a page loaded again does nothing."""
    refuse_if_used_up((FORGED_IP, ip()))
    try:
        answering.read_card(token)
        refuse_or_count((SENT_IP, ip()), (SENT_CARD, token))
        done = act()
    except NotFound:
        count((FORGED_IP, ip()))
        return link_over(of_card=True)
    except Invalid as error:
        return _page(answering.read_card(token), token, given, error.fields, address), 422
    except Conflict as error:
        return _page(answering.read_card(token), token, given, refusal=str(error.message)), 409
    if done is None:
        return _page(answering.read_card(token), token, given)
    return redirect(url_for(".show", token=token, lang=_language(done)), 303)


def _page(
    card: CardPage, token: str, given: Given | None = None, errors: Any = None, address: str = "", refusal: str = ""
) -> Any:
    lang = _language(card)
    i18n.set_locale(lang)
    signed = actor()
    return page(
        "public/card.html",
        card=card,
        given=given or card.given or Given(),
        reasons=[(key, label.in_(lang)) for key, label in card_reasons().items()],
        errors=dict(errors or {}),
        made=request.form.get("mark") or form_mark(card.card_id),
        address=address,
        refusal=refusal,
        lang=lang,
        languages=list(_languages(token, lang)),
        own=signed is not None and signed.person_id == card.seeker_id,
        to=lambda act: url_for(f".{act}", token=token),
    )


def _languages(token: str, now: str) -> Iterable[tuple[str, str, str, bool]]:
    for lang, label in (("en", "English"), ("fr", "Français")):
        yield url_for(".show", token=token, lang=lang), label, f"{lang}-CA", lang == now


def _language(card: CardPage) -> str:
    """The one that was switched to, else the one the card was made in."""
    wanted = request.values.get("lang", "")
    return wanted if wanted in i18n.LOCALES else card.locale


def _given() -> Given:
    form = request.form
    return Given(
        reasons=tuple(form.getlist("reasons")),
        said=tuple(form.getlist("said")),
        next_time=form.get("next_time", ""),
        may_contact=True if "may_contact" in form else None,  # a box left alone says nothing
    )
