"""Every route and who may use it. A route that is missing here fails the build.

The people: nobody (not signed in), sam (the owner), casey (his coach, with everything granted), bare (casey with all
but the route's section granted), ended (casey after the end of the coaching), teammate (a coach of casey's organisation,
on the list of a team with which sam shares everything), left (a coach who was on that list), nina (another seeker),
omar (another coach), dana (an agency's admin), root (the operator).
"""

from dataclasses import dataclass

from coach_platform.content.vocabulary import Section

EVERYBODY = frozenset({"nobody", "sam", "casey", "bare", "ended", "teammate", "left", "nina", "omar", "dana", "root"})
SIGNED_IN = EVERYBODY - {"nobody"}
SEEKERS = frozenset({"sam", "nina"})
COACHES = frozenset({"casey", "bare", "ended", "teammate", "left", "omar"})


@dataclass(frozen=True)
class Access:
    """Who may. `section`: what `bare` lacks. `csrf`: False only where the address carries its own token."""

    may: frozenset[str]
    section: Section | None = None
    csrf: bool = True


PUBLIC = Access(EVERYBODY)
ACCOUNT = Access(SIGNED_IN)
SEEKER = Access(SEEKERS)  # one's own page, whoever's it is
SAMS = Access(frozenset({"sam"}))  # something of Sam's
COACH = Access(COACHES)
CASEYS = Access(frozenset({"casey", "bare", "ended"}))  # something of Casey's own, also when it is over
BESIDE_SAM = Access(frozenset({"casey", "bare", "teammate"}))  # needs a way to Sam, no section
CASEYS_OF_SAM = Access(frozenset({"casey", "bare"}))  # something of Casey's own beside Sam
ADMIN = Access(frozenset({"dana"}))
STAFF = Access(COACHES | {"dana", "root"})
OPERATOR = Access(frozenset({"root"}))
NOBODY_ELSES = Access(frozenset())  # a token of ours is needed, and none of these has one


def sees(section: Section) -> Access:
    """A coach to whom this section of Sam's is granted, by himself or by a team."""
    return Access(frozenset({"casey", "teammate"}), section)


def own(section: Section) -> Access:
    """What Casey put there, as long as he sees the section."""
    return Access(frozenset({"casey"}), section)


BESIDE_STORY = Access(frozenset({"casey", "bare", "teammate"}), Section.STORY)
STORY, PLAN, FEEDBACK = sees(Section.STORY), sees(Section.PLAN), sees(Section.FEEDBACK)
OWN_TOKEN = Access(frozenset(), csrf=False)

MATRIX: dict[str, Access] = {
    # public
    "GET home.show": PUBLIC,
    "GET health.healthz": PUBLIC,
    "GET health.readyz": PUBLIC,
    "POST language.choose": PUBLIC,
    "GET goodbye.show": PUBLIC,
    "GET guides.index": PUBLIC,
    "GET guides.show": PUBLIC,
    "GET privacy.show": PUBLIC,
    # the sample people's letters, for developers: mounted on laptops and in tests only (tests/web/test_letters.py)
    "GET letters.index": PUBLIC,
    "GET letters.show": PUBLIC,
    "GET letters.html": PUBLIC,
    # links that carry their own token; here each is asked with a forged one
    "GET act.ask": NOBODY_ELSES,
    "POST act.do": NOBODY_ELSES,
    "GET card.show": NOBODY_ELSES,
    "POST card.answer": OWN_TOKEN,
    "POST card.withdraw": OWN_TOKEN,
    "POST card.decline": OWN_TOKEN,
    "POST card.reopen": OWN_TOKEN,
    "POST card.never": OWN_TOKEN,
    "GET unsubscribe.show": NOBODY_ELSES,
    "POST unsubscribe.act": OWN_TOKEN,
    "GET confirm.ask": NOBODY_ELSES,
    "POST confirm.do": NOBODY_ELSES,
    "GET reset.choose_form": NOBODY_ELSES,
    "POST reset.choose": NOBODY_ELSES,
    "GET address_links.confirm_form": NOBODY_ELSES,
    "POST address_links.confirm": NOBODY_ELSES,
    "GET address_links.stop_form": NOBODY_ELSES,
    "POST address_links.stop": NOBODY_ELSES,
    "GET address_links.stopped": PUBLIC,
    "GET invitation.ask": NOBODY_ELSES,
    "POST invitation.accept": NOBODY_ELSES,
    "GET invited.ask": NOBODY_ELSES,
    "POST invited.join": NOBODY_ELSES,
    "POST invited.decline": NOBODY_ELSES,
    "GET invited_step.show": NOBODY_ELSES,
    "POST invited_step.answer": NOBODY_ELSES,
    # signing in and up
    "GET sign_in.form": PUBLIC,
    "POST sign_in.enter": PUBLIC,
    "POST sign_in.sign_out": PUBLIC,
    "GET second_step.form": PUBLIC,  # without a right password it leads to the first step
    "POST second_step.enter": PUBLIC,
    "POST second_step.question": PUBLIC,
    "POST second_step.enter_by_passkey": PUBLIC,
    "POST passkey_sign_in.question": PUBLIC,
    "POST passkey_sign_in.enter_alone": PUBLIC,
    "GET sign_up.form": PUBLIC,
    "POST sign_up.create": PUBLIC,
    "GET sign_up.sent": PUBLIC,
    "GET reset.ask_form": PUBLIC,
    "POST reset.ask": PUBLIC,
    "GET reset.sent": PUBLIC,
    # an account's own pages
    "GET settings.index": ACCOUNT,
    "POST settings.save": ACCOUNT,
    "GET settings.security": ACCOUNT,
    "POST settings.password": ACCOUNT,
    "POST settings.end_sessions": ACCOUNT,
    "POST settings.end_session": SAMS,
    "GET two_factors.index": ACCOUNT,
    "POST two_factors.begin_app": ACCOUNT,
    "GET two_factors.app": ACCOUNT,
    "POST two_factors.confirm_app": SAMS,  # only he has begun to set one up
    "POST two_factors.remove_app": NOBODY_ELSES,  # nobody here has one
    "POST two_factors.passkey_question": ACCOUNT,
    "POST two_factors.add_passkey": ACCOUNT,
    "POST two_factors.rename_passkey": SAMS,
    "POST two_factors.remove_passkey": SAMS,
    "POST two_factors.make_codes": SAMS,  # codes go with a factor
    "POST prove.show": ACCOUNT,
    "POST prove.question": ACCOUNT,
    "POST prove.show_passkey": ACCOUNT,
    "GET address.form": ACCOUNT,
    "POST address.ask": ACCOUNT,
    "POST address.drop": ACCOUNT,
    "GET account_history.show": ACCOUNT,
    "GET agreements.show": ACCOUNT,
    "POST agreements.read": ACCOUNT,
    "GET settings_mail.show": ACCOUNT,
    "GET mail_history.show": ACCOUNT,
    "POST settings_mail.digest": SEEKER,
    "POST settings_mail.kinds": ACCOUNT,
    "POST quiet.set": ACCOUNT,
    "GET portability.index": ACCOUNT,
    "POST portability.ask": ACCOUNT,
    "GET portability.fetch": SAMS,
    "POST portability.erase": ACCOUNT,
    # privacy: a seeker's choices and requests, and those who answer them
    "GET privacy_choices.show": SEEKER,
    "POST privacy_choices.suggestions": SEEKER,
    "POST privacy_choices.quiet": SEEKER,
    "POST privacy_choices.ask": SAMS,
    "GET privacy_choices.as_json": SAMS,
    "GET privacy_choices.as_page": SAMS,
    "GET notes_requests.index": STAFF,
    "GET notes_requests.show": ADMIN,  # the agency of Sam's coach answers, not the coach
    "POST notes_requests.produce": ADMIN,
    "POST notes_requests.refuse": ADMIN,
    # a seeker's own pages
    "GET seeker_today.show": SEEKER,
    "GET quick_log.form": SEEKER,
    "POST quick_log.submit": SEEKER,
    "POST quick_log.autosave": SEEKER,
    "GET quick_log.suggest": SEEKER,
    "GET quick_log.versions": SEEKER,
    "POST quick_log.settle": NOBODY_ELSES,  # the same
    "GET applications.index": SEEKER,
    "GET applications.new": SEEKER,
    "POST applications.new": SEEKER,
    "GET importing.form": SEEKER,
    "POST importing.begin": SEEKER,
    "GET importing.look": SEEKER,
    "POST importing.say": SEEKER,
    "POST importing.forget": SEEKER,
    "GET importing.done": SAMS,
    "POST importing.undo": SAMS,
    "GET batch.show": SEEKER,
    "POST batch.answer": SEEKER,
    "POST batch.days": SEEKER,
    "POST batch.silence": SEEKER,
    "POST batch.take_back": SEEKER,
    "GET cases.index": SEEKER,
    "GET practice.index": SEEKER,
    "POST practice.add": SEEKER,
    "GET setback.show": SEEKER,
    "POST setback.save": SEEKER,
    "POST setback.delete": SEEKER,
    "POST check_ins.add": SEEKER,
    "GET resumes.index": SEEKER,
    "GET resumes.new": SEEKER,
    "POST resumes.new": SEEKER,
    "GET insights.show": SEEKER,
    "POST insights.dismiss": SAMS,  # a pattern of his
    "POST insights.bring_back": SAMS,
    "GET insights.action": SAMS,
    "POST insights.plan": SAMS,
    "GET victories.index": SEEKER,
    "GET victories.ask": SAMS,
    "POST victories.say": SAMS,
    "GET expectations.show": SAMS,
    "GET plan.show": SEEKER,
    "POST plan.ask": SEEKER,
    "POST plan.withdraw": SEEKER,
    "POST plan.agree": SEEKER,
    "GET plan_points.add": SEEKER,
    "POST plan_points.save_new": SEEKER,
    "GET sharing.index": SEEKER,
    "GET writing.show": SEEKER,
    "GET search_end.show": SEEKER,
    "POST search_end.helped": SEEKER,
    "POST search_end.part": SAMS,
    "POST search_end.found": SEEKER,
    "POST search_end.again": SEEKER,
    "GET looks.index": SEEKER,
    "GET looks.file": SEEKER,
    "GET directory.index": SEEKER,
    "GET directory.show": SEEKER,
    "POST directory.ask": SEEKER,
    "POST seeker_comments.add": SAMS,  # asked here about a case of Sam's
    "POST seeker_comments.read": SEEKER,
    # something of Sam's
    "POST mail_words.set": SAMS,
    "GET applications.show": SAMS,
    "GET applications.edit": SAMS,
    "POST applications.edit": SAMS,
    "POST applications.delete": SAMS,
    "GET applications.deleted": SEEKER,  # the page after deleting: it shows nothing of the application
    "POST applications.restore": SAMS,
    "GET application_history.add_outcome": SAMS,
    "POST application_history.add_outcome": SAMS,
    "GET application_history.add_stage": SAMS,
    "POST application_history.add_stage": SAMS,
    "GET application_history.correct_outcome": SAMS,
    "POST application_history.correct_outcome": SAMS,
    "GET application_history.correct_stage": SAMS,
    "POST application_history.correct_stage": SAMS,
    "GET application_history.rate": SAMS,
    "POST application_history.rate": SAMS,
    "GET application_parts.add_contact": SAMS,
    "POST application_parts.add_contact": SAMS,
    "GET application_parts.edit_contact": SAMS,
    "POST application_parts.edit_contact": SAMS,
    "POST application_parts.remove_contact": SAMS,
    "GET application_parts.requirements": SAMS,
    "POST application_parts.requirements": SAMS,
    "GET after_no.show": SAMS,
    "POST after_no.assess": SAMS,
    "POST after_no.leave": SAMS,
    "POST after_no.pause": SAMS,
    "GET resumes.edit": SAMS,
    "POST resumes.edit": SAMS,
    "POST resumes.remove": SAMS,
    "POST resumes.restore": SAMS,
    "GET cases.show": SAMS,
    "POST cases.pause": SAMS,
    "POST cases.mark_step": SAMS,
    "POST case_sharing.keep_out": SAMS,
    "POST case_sharing.let_in": SAMS,
    "GET assessments.show": SAMS,
    "POST assessments.submit": SAMS,
    "POST assessments.autosave": SAMS,
    "GET assessments.both": NOBODY_ELSES,  # nothing is set aside here; see tests/web/seeker/test_two_tabs.py
    "POST assessments.choose": NOBODY_ELSES,  # the same
    "GET rehearsing.show": SAMS,
    "POST rehearsing.keep": SAMS,
    "POST rehearsing.rehearsed": SAMS,
    "POST rehearsing.sort": SAMS,
    "POST rehearsing.ask": SAMS,
    "POST rehearsing.withdraw": SAMS,
    "GET preparation.show": SAMS,
    "POST preparation.keep": SAMS,
    "POST preparation.autosave": SAMS,
    "GET preparation.versions": SAMS,
    "POST preparation.settle": NOBODY_ELSES,  # nothing is set aside here
    "POST preparation.add_question": SAMS,
    "POST preparation.arrange": SAMS,
    "POST preparation.take_over": NOBODY_ELSES,  # names a sheet; tests/web/seeker/test_preparation.py
    "GET reconnect.show": SAMS,
    "POST reconnect.nobody": SAMS,
    "POST reconnect.undo": SAMS,
    "GET outreach.show": SAMS,
    "POST outreach.save": SAMS,
    "POST outreach.autosave": SAMS,
    "GET outreach.file": SAMS,
    "POST outreach.sent": SAMS,
    "POST outreach.card": SAMS,
    "GET outreach.both": SAMS,
    "POST outreach.choose": NOBODY_ELSES,  # nothing is set aside here
    "GET feedback.new": SAMS,
    "POST feedback.new": SAMS,
    "GET feedback.edit": SAMS,
    "POST feedback.edit": SAMS,
    "GET feedback.removing": SAMS,
    "POST feedback.remove": SAMS,
    "GET feedback.removed": SAMS,
    "POST feedback.restore": SAMS,
    "GET doors.index": SEEKER,
    "GET doors.new": SAMS,
    "POST doors.new": SAMS,
    "GET doors.edit": SAMS,
    "POST doors.edit": SAMS,
    "POST doors.close": SAMS,
    "POST doors.came_back": SAMS,
    "POST doors.remove": SAMS,
    "POST doors.restore": SAMS,
    "POST practice.let_go": SAMS,
    "POST practice.bring_back": SAMS,
    "POST plan_points.accept": SAMS,
    "POST plan_points.decline": SAMS,
    "POST plan_points.delete": SAMS,
    "POST plan_points.restore": SAMS,
    "POST plan_points.done": SAMS,
    "POST plan_points.drop": SAMS,
    "POST plan_points.reopen": SAMS,
    "POST plan_points.snooze": SAMS,
    "POST plan_points.move": SAMS,
    "GET plan_points.edit": SAMS,
    "POST plan_points.save": SAMS,
    "POST plan_suggestions.accept": SEEKER,  # named by its rule: each seeker's own
    "POST plan_suggestions.dismiss": SEEKER,  # named by its rule: each seeker's own
    "GET plan_suggestions.edit": SEEKER,  # named by its rule: each seeker's own
    "POST plan_suggestions.save": SEEKER,  # named by its rule: each seeker's own
    "POST seeker_comments.delete": SAMS,
    "GET seeker_comments.edit": SAMS,
    "POST seeker_comments.save": SAMS,
    "GET seeker_comments.removed": SAMS,
    "POST seeker_comments.restore": SAMS,
    "GET sharing.form": SAMS,
    "POST sharing.share": SAMS,
    "POST sharing.accept": SAMS,
    "POST sharing.decline": SAMS,
    "POST sharing.end": SAMS,
    "GET sharing.history": SAMS,
    "POST sharing.revoke": SAMS,
    "GET sharing_team.form": SAMS,
    "POST sharing_team.share": SAMS,
    "POST sharing_team.revoke": SAMS,
    "GET view_as_team.overview": SAMS,
    "GET view_as_team.case": SAMS,
    "GET view_as_team.plan": SAMS,
    "GET view_as_team.practice": SAMS,
    "GET view_as_team.insights": SAMS,
    "GET view_as.overview": SAMS,
    "GET view_as.case": SAMS,
    "GET view_as.plan": SAMS,
    "GET view_as.practice": SAMS,
    "GET view_as.insights": SAMS,
    # a coach's own pages
    "GET coach_today.show": COACH,
    "GET caseload.index": COACH,
    "GET library.index": COACH,
    "GET coach_profile.edit": COACH,
    "POST coach_profile.save": COACH,
    "GET coach_invitations.index": COACH,
    "GET coach_invitations.new": COACH,
    "POST coach_invitations.send": COACH,
    "POST coach_invitations.take_back": CASEYS,
    "GET coaching_requests.index": COACH,
    "POST coaching_requests.accept": CASEYS,
    "POST coaching_requests.decline": CASEYS,
    "POST coaching_requests.end": CASEYS,
    # Sam, as his coach sees him
    "GET coach_seeker.show": BESIDE_SAM,
    "GET coach_seeker.case": BESIDE_STORY,  # without the story its other granted sections are there
    "GET coach_seeker.plan": PLAN,
    "GET coach_practice.show": sees(Section.PRACTICE),
    "GET coach_seeker.insights": BESIDE_STORY,  # the same
    "POST coach_comments.add": STORY,  # asked here about a case
    "POST coach_comments.read": BESIDE_SAM,
    "GET coach_comments.edit": own(Section.STORY),
    "POST coach_comments.save": own(Section.STORY),
    "POST coach_comments.delete": own(Section.STORY),
    "POST coach_comments.restore": own(Section.STORY),
    "GET coach_notes.index": BESIDE_SAM,
    "POST coach_notes.add": BESIDE_SAM,
    "GET coach_notes.edit": CASEYS_OF_SAM,
    "POST coach_notes.save": CASEYS_OF_SAM,
    "POST coach_notes.delete": CASEYS_OF_SAM,
    "GET coach_feedback.new": FEEDBACK,  # and only a coach who places candidates, as Casey does in this world
    "POST coach_feedback.new": FEEDBACK,
    "GET coach_review.propose": PLAN,
    "POST coach_review.send": PLAN,
    "POST coach_review.answer": PLAN,
    "POST coach_review.autosave": PLAN,
    "POST coach_review.take": PLAN,
    "POST coach_review.let_go": PLAN,
    "POST coach_review.take_back": own(Section.PLAN),
    # an agency's admin, the operator
    "GET organisation.index": ADMIN,
    "POST organisation.office": ADMIN,
    "GET organisation_teams.index": ADMIN,
    "POST organisation_teams.create": ADMIN,
    "GET organisation_teams.show": ADMIN,
    "POST organisation_teams.rename": ADMIN,
    "POST organisation_teams.add": ADMIN,
    "POST organisation_teams.remove": ADMIN,
    "POST organisation_teams.end": ADMIN,
    "GET outcomes.index": ADMIN,
    "GET organisation_invitations.index": ADMIN,
    "GET organisation_invitations.new": ADMIN,
    "POST organisation_invitations.send": ADMIN,
    "POST organisation_invitations.take_back": ADMIN,
    "GET operator.index": OPERATOR,
    "GET operator_mail.ask": OPERATOR,
    "POST operator_mail.find": OPERATOR,
    "GET operator_mail.show": OPERATOR,
    "GET operator_history.index": OPERATOR,
    "GET operator_invitations.index": OPERATOR,
    "GET operator_invitations.new": OPERATOR,
    "POST operator_invitations.send": OPERATOR,
    "POST operator_invitations.revoke": OPERATOR,
    "GET incidents.index": OPERATOR,
    "GET incidents.new": OPERATOR,
    "POST incidents.record": OPERATOR,
    "GET incidents.show": OPERATOR,
    "POST incidents.amend": OPERATOR,
    "GET incidents.export": OPERATOR,
}
