"""The pages of invitations, the same for coaches and admins: the form, the look before sending, the list."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.content.vocabulary import Section, label
from coach_platform.core.coaching.inviting.checking import Checked, check
from coach_platform.core.coaching.inviting.listing import invitations_of, take_back
from coach_platform.core.coaching.inviting.models import InvitationState
from coach_platform.core.coaching.inviting.seats import Face, Seat, seats_of
from coach_platform.core.coaching.inviting.sending import LookAgain, send, sent_before
from coach_platform.kit import clock
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _, current_locale, format_date, format_list, ngettext
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.forms_inviting import InviteForm
from coach_platform.web.shared.inviting_words import state_word, verdict_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

Answer = Response | str | tuple[str, int]


def blank_form(face: Face) -> str:
    """Nothing filled in but the language of who writes."""
    form = InviteForm(formdata=None, data={"locale": current_locale()})
    return _form(face, _offered(form, face, seats_of(the_actor(), face)))


def posted_form(face: Face) -> Answer:
    """Look at it, change it, or send what was looked at."""
    form = InviteForm()
    understood = form.validate()
    step = request.form.get("step", "check")
    if step == "send" and (count := sent_before(the_actor(), face, form.wish(), looked_at=_looked_at())):
        return _on_their_way(count)
    checked = check(the_actor(), face, form.wish())
    _offered(form, face, checked.seats)
    if not understood:
        return _form(face, form), 422
    if step == "edit":
        return _form(face, form, checked)
    if checked.wrong or not checked.ready:
        return _refused(face, form, checked)
    return _send(face, form, checked) if step == "send" else _look(face, form, checked)


def listing(face: Face) -> str:
    """To whom, and where each stands."""
    wanted = request.args.get("state", "")
    state = next((state for state in InvitationState if state.value == wanted), None)
    shown = invitations_of(the_actor(), face, state=state, page=request.args.get("page", ""))
    kept: dict[str, Any] = {"state": state.value} if state else {}
    return page(
        f"{face.value}/invitations.html",
        shown=shown,
        state=state,
        states=list(InvitationState),
        state_word=state_word,
        earlier=url_for(".index", page=shown.previous, **kept) if shown.previous else "",
        following=url_for(".index", page=shown.next, **kept) if shown.next else "",
        day_of=_day,
    )


def taken_back(face: Face, invitation_id: UUID) -> Response:
    """Its link is worthless from now on."""
    take_back(the_actor(), face, invitation_id)
    flash(_("The invitation is taken back."))
    return redirect(url_for(".index"), 303)


def _send(face: Face, form: InviteForm, checked: Checked) -> Answer:
    try:
        count = send(the_actor(), face, form.wish(), looked_at=_looked_at())
    except Invalid as error:
        put_errors(form, error)
        return _form(face, form, checked), 422
    except LookAgain as error:
        return _look(face, form, check(the_actor(), face, form.wish()), error), 409
    return _on_their_way(count)


def _on_their_way(count: int) -> Response:
    flash(ngettext("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", count))
    return redirect(url_for(".index"), 303)


def _looked_at() -> str:
    return request.form.get("looked_at", "")


def _refused(face: Face, form: InviteForm, checked: Checked) -> Answer:
    wrong = dict(checked.wrong)
    if not checked.ready:
        wrong.setdefault("people", _("Nobody on this list can be invited now. Below, each line says why."))
    put_errors(form, Invalid(wrong))
    return _form(face, form, checked), 422


def _look(face: Face, form: InviteForm, checked: Checked, error: LookAgain | None = None) -> str:
    wish = form.wish()
    languages = [entry.locale or wish.locale for entry in checked.ready]
    return page(
        f"{face.value}/invite_look.html",
        form=form,
        checked=checked,
        wish=wish,
        sections=format_list([label(section, current_locale()) for section in Section if section in wish.sections]),
        cases=next((said for word, said in form.cases.choices if word == wish.cases), ""),
        count_of={locale: languages.count(locale) for locale in ("en", "fr")},
        error=error,
        **_lines(checked),
    )


def _form(face: Face, form: InviteForm, checked: Checked | None = None) -> str:
    return page(f"{face.value}/invite.html", form=form, **_lines(checked))


def _lines(checked: Checked | None) -> dict[str, Any]:
    lines = checked.lines if checked else []
    return {
        "going": [line for line in lines if line.verdict.sends],
        "staying": [line for line in lines if not line.verdict.sends],
        "verdict_words": verdict_words,
    }


def _day(moment: datetime, zone: str) -> str:
    return format_date(clock.local(moment, zone).date(), "medium")


def _offered(form: InviteForm, face: Face, seats: list[Seat]) -> InviteForm:
    return form.offer(the_actor(), face, seats)
