"""Every blueprint with its guard, on one screen. What is not listed here cannot be reached."""

from flask import Blueprint, Flask
from flask_wtf import CSRFProtect

from coach_platform.web.auth import (
    address,
    agreements,
    confirm,
    invitation,
    invited,
    mail_history,
    notes_requests,
    passkey_sign_in,
    portability,
    privacy_choices,
    prove,
    quiet,
    reaching,
    reset,
    second_step,
    settings,
    settings_mail,
    sign_in,
    sign_up,
    two_factors,
)
from coach_platform.web.auth import history as account_history
from coach_platform.web.coach import assigning, caseload, caseload_views, inserting, library
from coach_platform.web.coach import away as coach_away
from coach_platform.web.coach import calibration as coach_calibration
from coach_platform.web.coach import comments as coach_comments
from coach_platform.web.coach import feedback as coach_feedback
from coach_platform.web.coach import handing as coach_handing
from coach_platform.web.coach import invitations as coach_invitations
from coach_platform.web.coach import leaving as coach_leaving
from coach_platform.web.coach import notes as coach_notes
from coach_platform.web.coach import phone as coach_phone
from coach_platform.web.coach import practice as coach_practice
from coach_platform.web.coach import profile as coach_profile
from coach_platform.web.coach import queue as coach_queue
from coach_platform.web.coach import reports as coach_reports
from coach_platform.web.coach import requests as coaching_requests
from coach_platform.web.coach import review as coach_review
from coach_platform.web.coach import seeker as coach_seeker
from coach_platform.web.coach import snippets as coach_snippets
from coach_platform.web.coach import talks as coach_talks
from coach_platform.web.coach import templates as coach_templates
from coach_platform.web.coach import today as coach_today
from coach_platform.web.developer import letters
from coach_platform.web.operator import addresses as operator_addresses
from coach_platform.web.operator import history as operator_history
from coach_platform.web.operator import incidents, mail_lookup, operations
from coach_platform.web.operator import invitations as operator_invitations
from coach_platform.web.organisation import guides as organisation_guides
from coach_platform.web.organisation import index as organisation
from coach_platform.web.organisation import invitations as organisation_invitations
from coach_platform.web.organisation import offices as organisation_offices
from coach_platform.web.organisation import outcomes
from coach_platform.web.organisation import people as organisation_people
from coach_platform.web.organisation import seekers as organisation_seekers
from coach_platform.web.organisation import snippets as organisation_snippets
from coach_platform.web.organisation import teams as organisation_teams
from coach_platform.web.organisation import templates as organisation_templates
from coach_platform.web.public import (
    act,
    card,
    goodbye,
    guides,
    health,
    home,
    metrics,
    noted_act,
    privacy,
    returned,
    unsubscribe,
)
from coach_platform.web.seeker import (
    after_no,
    application_history,
    application_parts,
    applications,
    assessments,
    batch,
    by_phone,
    calibration,
    case_sharing,
    cases,
    check_ins,
    comments,
    directory,
    doors,
    expectations,
    feedback,
    handing,
    importing,
    insights,
    looks,
    mail_words,
    noted,
    outreach,
    plan,
    plan_points,
    plan_suggestions,
    practice,
    preparation,
    quick_log,
    reconnect,
    rehearsing,
    reports,
    resumes,
    search_end,
    setback,
    sharing,
    sharing_team,
    today,
    victories,
    view_as,
    view_as_team,
    writing,
)
from coach_platform.web.seeker import invited as invited_step
from coach_platform.web.seeker import talks as seeker_talks
from coach_platform.web.shared import language
from coach_platform.web.shared.guards import (
    Guard,
    admin_only,
    anyone,
    coach_only,
    enrolling,
    operator_only,
    register,
    seeker_only,
    signed_in,
)

ALL: list[tuple[Blueprint, Guard]] = [
    # public
    (home.bp, anyone),
    (health.bp, anyone),
    (metrics.bp, anyone),  # whoever shows METRICS_TOKEN
    (language.bp, anyone),
    (guides.bp, anyone),
    (privacy.bp, anyone),
    (goodbye.bp, anyone),
    # what mails lead to, without a sign-in
    (unsubscribe.bp, anyone),
    (act.bp, anyone),
    (noted_act.bp, anyone),
    # what a message leads to: an employer's answer
    (card.bp, anyone),
    # what came back of our mails: the relay, which shows BOUNCE_TOKEN
    (returned.bp, anyone),
    # seeker: applications
    (quick_log.bp, seeker_only),
    (after_no.bp, seeker_only),
    (applications.bp, seeker_only),
    (application_history.bp, seeker_only),
    (application_parts.bp, seeker_only),
    (importing.bp, seeker_only),
    (batch.bp, seeker_only),
    (resumes.bp, seeker_only),
    # a seeker's case
    (cases.bp, seeker_only),
    (case_sharing.bp, seeker_only),
    (assessments.bp, seeker_only),
    (calibration.bp, seeker_only),
    (reconnect.bp, seeker_only),
    (outreach.bp, seeker_only),
    (feedback.bp, seeker_only),
    (doors.bp, seeker_only),
    (practice.bp, seeker_only),
    (rehearsing.bp, seeker_only),
    (preparation.bp, seeker_only),
    (setback.bp, seeker_only),
    (check_ins.bp, seeker_only),
    (search_end.bp, seeker_only),
    (writing.bp, seeker_only),
    # how far a seeker ever got, what recurs, what worked
    (insights.bp, seeker_only),
    (victories.bp, seeker_only),
    (expectations.bp, seeker_only),
    # a seeker's plan and day
    (today.bp, seeker_only),
    (plan.bp, seeker_only),
    (plan_points.bp, seeker_only),
    (plan_suggestions.bp, seeker_only),
    (comments.bp, seeker_only),
    # a seeker's coach, and what they share
    (sharing.bp, seeker_only),
    (looks.bp, seeker_only),
    (mail_words.bp, seeker_only),
    (by_phone.bp, seeker_only),
    (noted.bp, seeker_only),
    (reports.bp, seeker_only),
    (sharing_team.bp, seeker_only),
    (view_as.bp, seeker_only),
    (view_as_team.bp, seeker_only),
    (directory.bp, seeker_only),
    (invited_step.bp, seeker_only),
    (seeker_talks.bp, seeker_only),
    (handing.bp, seeker_only),
    # coach
    (coach_today.bp, coach_only),
    (coach_queue.bp, coach_only),
    (caseload.bp, coach_only),
    (caseload_views.bp, coach_only),
    (assigning.bp, coach_only),
    (coach_seeker.bp, coach_only),
    (coach_calibration.bp, coach_only),
    (coach_comments.bp, coach_only),
    (coach_feedback.bp, coach_only),
    (coach_review.bp, coach_only),
    (coach_practice.bp, coach_only),
    (coach_notes.bp, coach_only),
    (coach_phone.bp, coach_only),
    (coach_reports.bp, coach_only),
    (coaching_requests.bp, coach_only),
    (coach_profile.bp, coach_only),
    (coach_away.bp, coach_only),
    (coach_handing.bp, coach_only),
    (coach_leaving.bp, coach_only),
    (coach_invitations.bp, coach_only),
    (coach_talks.bp, coach_only),
    (library.bp, coach_only),
    (coach_snippets.bp, coach_only),
    (inserting.bp, coach_only),
    (coach_templates.bp, coach_only),
    # organisation
    (organisation.bp, admin_only),
    (organisation_invitations.bp, admin_only),
    (organisation_teams.bp, admin_only),
    (organisation_guides.bp, admin_only),
    (organisation_snippets.bp, admin_only),
    (organisation_templates.bp, admin_only),
    (organisation_offices.bp, admin_only),
    (organisation_people.bp, admin_only),
    (organisation_seekers.bp, admin_only),
    (outcomes.bp, admin_only),
    # accounts
    (sign_in.bp, anyone),
    (second_step.bp, anyone),
    (passkey_sign_in.bp, anyone),
    (two_factors.bp, enrolling),
    (prove.bp, enrolling),
    (address.bp, signed_in),
    (address.links, anyone),
    (account_history.bp, signed_in),
    (agreements.bp, signed_in),
    (portability.bp, signed_in),
    (privacy_choices.bp, seeker_only),
    (notes_requests.bp, signed_in),
    (sign_up.bp, anyone),
    (confirm.bp, anyone),
    (reset.bp, anyone),
    (invitation.bp, anyone),
    (invited.bp, anyone),
    (settings.bp, signed_in),
    (settings_mail.bp, signed_in),
    (mail_history.bp, signed_in),
    (quiet.bp, signed_in),
    (reaching.bp, signed_in),
    (reaching.links, anyone),
    # operator
    (operations.bp, operator_only),
    (operator_addresses.bp, operator_only),
    (mail_lookup.bp, operator_only),
    (operator_invitations.bp, operator_only),
    (operator_history.bp, operator_only),
    (incidents.bp, operator_only),
]

# They carry their own token: mailboxes post there by themselves (RFC 8058), managers without a cookie, the relay.
# The access matrix lists them.
OWN_TOKEN = [unsubscribe.bp, card.bp, returned.bp]


def register_blueprints(app: Flask, csrf: CSRFProtect) -> None:
    """Mount them all."""
    for own_token in OWN_TOKEN:
        csrf.exempt(own_token)
    for blueprint, guard in ALL:
        register(app, blueprint, guard)
    if app.extensions["rebound.config"].env in ("laptop", "test"):
        # It shows the letters of the sample people to whoever opens it: never where real people have accounts.
        register(app, letters.bp, anyone)
