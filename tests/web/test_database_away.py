"""The page that says the database is away must come without it, for somebody who is signed in as well."""

from sqlalchemy import create_engine, text

from tests.apart import own_app, own_database, settings_on
from tests.browsing import Browser, words
from tests.laptop.test_full_disk import NEW


def test_somebody_signed_in_is_told_503_while_the_database_is_away(services, template, environment):
    with own_database(services, template) as urls, own_app(settings_on(environment, urls)) as app:
        browser = Browser(app)
        browser.get("/sign-up")
        assert browser.post("/sign-up", NEW, follow=False).status_code == 303
        owner = create_engine(urls.owner_url)
        with owner.begin() as connection:
            connection.execute(text("update persons set confirmed_at = now()"))
        owner.dispose()
        browser.get("/sign-in")
        assert browser.post("/sign-in", {"email": NEW["email"], "password": NEW["password"]}).status_code == 200
        assert browser.get("/applications").status_code == 200
        services.drop_database(urls.name)
        for page in ("/applications", "/"):
            answer = browser.get(page)
            assert answer.status_code == 503
            assert "Back in a moment" in words(answer)
