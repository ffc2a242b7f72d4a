"""The operator's pages and the notice of an address that takes no mail, with everything on them that may be on them."""

import pytest

from coach_platform.kit.ids import new_id
from tests.browser.pages import sign_in
from tests.browser.test_axe import LOOKS, look_at, put_on, read_through

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]

MESSAGE = (
    "insert into messages (id, stream_on, key, kind, address, locale, zone, params, state, reason, due_at, done_at,"
    " at_once, gathering, attempts, deferrals, doubts, created_at) values (%s, current_date, %s, %s, 'x@example.org', 'en',"
    " 'Etc/UTC', '{}', %s, %s, now() - make_interval(mins => %s), case when %s then now() end, false, false, 0, 0, 0, now())"
)
ROWS = [
    ("comments", "failed", "no_answer", 30, True),
    ("comments", "failed", "letter_refused", 90, True),
    ("digest_seeker", "skipped", "too_late", 200, True),
    ("review_asked", "unknown", "no_answer", 3, False),
    ("digest_coach", "queued", None, 42, False),
    *[("digest_seeker", "sent", None, minutes, True) for minutes in range(10, 700, 45)],
]


@pytest.fixture
def troubled(sample_site):
    """Mail that failed, waits, is stopped and stands still; an address of Sam's that takes none."""
    for kind, state, reason, minutes, done in ROWS:
        sample_site.sql(MESSAGE, new_id(), f"picture:{new_id()}", kind, state, reason, minutes, done)
    sample_site.sql("insert into mail_stops values ('reset_password', 'The link in it leads nowhere', now(), null)")
    sample_site.sql("delete from mail_place")
    sample_site.sql("insert into mail_place values (1, 'lost', 1, 1, 1, now() - interval '9 hours', now())")
    sample_site.sql("insert into suppressions values ('sam@example.org', 'bounced', now(), '5.1.1')")
    sample_site.sql("insert into suppressions values ('new@example.org', 'complained', now(), 'abuse')")
    yield sample_site
    for table in ("mail_stops", "mail_place", "suppressions"):
        sample_site.sql(f"delete from {table}")
    sample_site.sql("delete from messages where key like 'picture:%%' and %s", True)


PAGES = {
    "root": ["/operator", "/operator?hours=168", "/operator/kinds/reset_password/stop", "/operator/addresses"],
    "sam": ["/", "/settings/mail", "/settings/mail/history"],
}


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("who", sorted(PAGES))
def test_nothing_stands_in_their_way_when_mail_is_in_trouble(troubled, person, who, locale):
    one = person(troubled, locale=locale, name=who, email=f"{who}@example.org")
    sign_in(one, who)
    before = troubled.sql("select locale from persons where email = %s", f"{who}@example.org")[0][0]
    troubled.sql("update persons set locale = %s where email = %s", locale, f"{who}@example.org")
    found = []
    try:
        for number, look in enumerate(LOOKS):
            size, theme = put_on(one.page, look)
            for path in PAGES[who]:
                seen = look_at(one.page, troubled.url + path)
                if number == ("en", "fr").index(locale):  # on a phone by night, at a desk by day
                    one.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
                    seen += read_through(one.page)
                found += [f"{path} {size['width']} {theme}: {each}" for each in seen]
    finally:
        troubled.sql("update persons set locale = %s where email = %s", before, f"{who}@example.org")
    assert found == []
    assert one.trouble == []
