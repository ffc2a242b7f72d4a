"""Screenshots at 8 and 150 seekers, run as a pytest file inside the worktree's fixtures."""
import pytest
from coach_platform.core.accounts.actors import actor_by_email
from coach_platform.core.coaching.teams import changing
from coach_platform.kit.db import db
from tests.apart import own_app, settings_on
from tests.browser.pages import sign_in
from tests.core.today.queue.mornings import morning
pytestmark=[pytest.mark.browser]
def test_shots(sample_site, environment, person):
    for n, extra in ((8,0),(150,140)):
        if extra:
            with own_app(settings_on(environment, sample_site.database)) as app, app.app_context():
                casey, maude, dana = (actor_by_email(f"{w}@example.org") for w in ("casey","maude","dana"))
                team=changing.create_team(dana, next(iter(casey.organisation_ids)), name="Morning team")
                for c in (casey,maude): changing.add_member(dana, team, c.person_id)
                morning(casey, extra, team_id=team); db.session.commit()
        for who, loc in (("casey","en"),("casey","fr")):
            sample_site.sql("update persons set locale=%s where email='casey@example.org'", loc)
            me=person(sample_site, locale=loc, name=who, email="casey@example.org"); sign_in(me, who)
            for width in (360,1280):
                for theme in ("light","dark"):
                    if (loc=="fr") != (theme=="dark") and n==150: continue
                    if (loc=="fr") != (theme=="dark") and n==8 and width==360: continue
                    me.page.set_viewport_size({"width":width,"height":1000}); me.page.emulate_media(color_scheme=theme)
                    me.go("/coach"); me.page.wait_for_timeout(300)
                    if n==8:
                        o=me.page.locator("[data-queue] [data-open]"); o.nth(min(1, o.count()-1)).click(); me.page.wait_for_selector("[data-opened]")
                        me.page.locator("#order summary").click()
                    me.page.screenshot(path=f"/tmp/shot-{n}-{loc}-{width}-{theme}.png", full_page=(n==8))
    import re
    print(len(me.page.content()))
