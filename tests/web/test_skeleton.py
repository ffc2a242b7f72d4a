"""The walls every page stands behind."""

from tests.browsing import words


def test_the_first_page_speaks_the_browsers_language(app, session):
    from tests.browsing import Browser

    assert 'lang="en-CA"' in Browser(app).get("/").text
    assert 'lang="fr-CA"' in Browser(app, language="fr-CA").get("/").text


def test_every_answer_carries_the_policy_and_is_not_stored(client):
    response = client.get("/")
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_that_does_not_exist_says_so_in_a_sentence(client):
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert "There is nothing here." in words(response)


def test_readyz_asks_the_database_and_reports_redis_and_the_mail_that_waits(client):
    body = client.get("/readyz").json
    assert body == {"status": "ok", "database": "ok", "redis": "ok", "mail": "ok", "mail_waits_seconds": 0.0}


def test_choosing_a_language_is_kept(client):
    client.post("/language", {"lang": "fr"})
    assert 'lang="fr-CA"' in client.get("/").text
