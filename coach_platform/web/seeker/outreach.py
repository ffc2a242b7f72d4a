"""One message to one person: written here, sent from the seeker's own mailbox."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from coach_platform.content.outreach import outreach
from coach_platform.core.drafts import DraftConflict
from coach_platform.core.reconnect import cards, message
from coach_platform.core.reconnect.drafting import from_body
from coach_platform.core.reconnect.hints import hints_for
from coach_platform.core.reconnect.lengths import LONG_MAIL, limit_of
from coach_platform.core.reconnect.message import MessagePage, Tab
from coach_platform.core.reconnect.models import Channel
from coach_platform.core.reconnect.sending import mark_sent
from coach_platform.core.reconnect.writing import Wish, Written, card_mark, has_mark
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.i18n import _, current_locale
from coach_platform.kit.ids import new_id, parse_id
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared.day_field import parse_day
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("outreach", __name__, url_prefix="/cases/<uuid:case_id>/reconnect/<uuid:to_id>")
Answer = Response | str | tuple[str, int]


@bp.get("")
def show(case_id: UUID, to_id: UUID) -> str:
    """The message as it stands, or as it is proposed."""
    return _page(message.message_page(the_actor(), case_id, to_id))


@bp.post("")
def save(case_id: UUID, to_id: UUID) -> Answer:
    """Keep it; or write it anew from the blocks, or bring back what stood there before (`act`)."""
    actor, act, wish, written = the_actor(), request.form.get("act", "ready"), _wish(), _written()
    try:
        if act == "anew":
            message.write_anew(actor, case_id, to_id, wish, written, _tab())
        elif act == "back":
            message.bring_back(actor, case_id, to_id, _tab())
        else:
            message.save_message(actor, case_id, to_id, wish, written, _tab())
    except DraftConflict:
        message.keep_aside(actor, case_id, to_id, wish, written)
        return redirect(url_for(".both", case_id=case_id, to_id=to_id), 303)
    except Invalid as error:
        return _page(message.message_page(actor, case_id, to_id), error, wish, written), 422
    anchor = "message" if act in ("anew", "back") else "ready"
    return redirect(url_for(".show", case_id=case_id, to_id=to_id, _anchor=anchor), 303)


@bp.post("/draft")
def autosave(case_id: UUID, to_id: UUID) -> Response | tuple[Response, int]:
    """What was typed so far. `parts`: pieces of the page that follow what is typed."""
    actor = the_actor()
    try:
        revision = message.save_message(actor, case_id, to_id, _wish(), _written(), _tab())
    except DraftConflict:
        message.keep_aside(actor, case_id, to_id, _wish(), _written())
        return jsonify(url=url_for(".both", case_id=case_id, to_id=to_id)), 409
    except Invalid as error:
        errors = {name: str(sentence) for name, sentence in error.fields.items()}
        return jsonify(revision=_tab().revision, errors=errors)
    shown = message.message_page(actor, case_id, to_id)
    return jsonify(revision=revision, errors={}, parts=_parts(shown))


@bp.get("/message.eml")
def file(case_id: UUID, to_id: UUID) -> Response:
    """The kept message as a draft that mail programs open."""
    body = message.message_file(the_actor(), case_id, to_id)
    headers = {"Content-Disposition": 'attachment; filename="message.eml"'}
    return Response(body, mimetype="message/rfc822", headers=headers)


@bp.post("/sent")
def sent(case_id: UUID, to_id: UUID) -> Answer:
    """I sent it."""
    try:
        on = parse_day(request.form.get("on", ""))
        mark_sent(the_actor(), case_id, to_id, on=on)
    except Invalid as error:
        return _page(message.message_page(the_actor(), case_id, to_id), error), 422
    flash(_("Noted. Whatever comes back, or nothing: you did your part."))
    return redirect(url_for("reconnect.show", case_id=case_id), 303)


@bp.post("/card")
def card(case_id: UUID, to_id: UUID) -> Response:
    """Take the link back, or have a new one (`act`)."""
    try:
        if request.form.get("act") == "renew":
            cards.renew_card(the_actor(), case_id, to_id)
            flash(_("The card has a new link. The one before no longer works."))
        else:
            cards.revoke_card(the_actor(), case_id, to_id)
            flash(_("The link no longer works. An answer that came is kept."))
    except Conflict as error:
        flash(str(error.message))
    return redirect(url_for(".show", case_id=case_id, to_id=to_id, _anchor="card"), 303)


@bp.get("/both")
def both(case_id: UUID, to_id: UUID) -> str:
    """Two tabs wrote: both versions, and which goes on."""
    setting, found = message.two_versions(the_actor(), case_id, to_id)
    texts = [from_body(kept.body)[1] if kept else Written("", "") for kept in (found.kept, found.aside)]
    return page("seeker/outreach_both.html", case=setting, to=setting.recipient(to_id), texts=texts)


@bp.post("/both")
def choose(case_id: UUID, to_id: UUID) -> Response:
    message.settle(the_actor(), case_id, to_id, take_aside=request.form.get("choice") == "aside")
    return redirect(url_for(".show", case_id=case_id, to_id=to_id), 303)


def _page(
    shown: MessagePage, error: Invalid | None = None, wish: Wish | None = None, written: Written | None = None
) -> str:
    """`wish` and `written`: what was typed, where it could not be kept."""
    return page(
        "seeker/outreach.html",
        shown=shown,
        wish=wish or shown.wish,
        written=written or shown.written,
        errors=error.fields if error else {},
        refusal=[error.message] if error and error.message else [],
        blocks=[(block.key, block.label.in_(current_locale())) for block in outreach().blocks],
        client_id=request.form.get("client_id") or new_id(),
        mark=card_mark((wish or shown.wish).locale),
        parts=_parts(shown, error.fields if error else None, typed=(wish or shown.wish, written or shown.written)),
        help_line=help_line(),
    )


def _parts(
    shown: MessagePage, errors: Mapping[str, object] | None = None, typed: tuple[Wish, Written] | None = None
) -> dict[str, Markup]:
    """Pieces of the page by id, as they read now; the autosave brings them anew."""
    wish, written = typed or (shown.wish, shown.written)
    limit = limit_of(wish.channel) or LONG_MAIL
    # The card's questions are sent with its link: without it they are nobody's to answer.
    beside = wish.questions if has_mark(written.text) else ()
    found = hints_for(written.text, wish.locale, length_limit=limit, questions=beside)
    drawn = {
        "ready": render_template("seeker/outreach_ready.html", shown=shown, errors=errors or {}),
        "message-hints": render_template("seeker/outreach_hints.html", found=found, locale=wish.locale),
    }
    # Our own templates, which escape what people wrote.
    return {name: Markup(html.strip()) for name, html in drawn.items()}  # noqa: S704


def _wish() -> Wish:
    form = request.form
    channel, locale = form.get("channel", ""), form.get("locale", "")
    recruiter = form.get("recruiter", "") if form.get("via") == "recruiter" else None
    return Wish(
        channel=Channel(channel) if channel in set(Channel) else Channel.MAIL,
        locale=locale if locale in ("en", "fr") else "en",
        recruiter=recruiter,
        blocks=frozenset(form.getlist("blocks")) & {block.key for block in outreach().blocks},
        questions=tuple(form.getlist("question"))[:3],
    )


def _written() -> Written:
    return Written(request.form.get("subject", ""), request.form.get("text", ""))


def _tab() -> Tab:
    revision = request.form.get("revision", "")
    known = revision.isdecimal() and len(revision) < 9
    return Tab(parse_id(request.form.get("client_id", "")), int(revision) if known else 0)
