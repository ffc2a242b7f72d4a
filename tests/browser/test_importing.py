"""Pasting a list of earlier applications in a real browser, in both languages; axe reads each page on the way."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import sign_in
from tests.browser.test_axe import AXE, RUN

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]

LIST = {
    "en": "Company\tRole\tDate applied\tStatus\n"
    "Silverthread Mills\tDispatcher\t03/09/2025\tRejected after interview\n"
    "Quartz & Daughters\tClerk\t09/03/2025\tGhosted\n",
    "fr": "Entreprise;Poste;Date de candidature;Statut\n"
    "Moulins Fil-d’Argent;Répartitrice;03/09/2025;Refus après entrevue\n"
    "Quartz et Filles;Commis;09/03/2025;Sans réponse\n",
}


@pytest.mark.parametrize(("name", "locale"), [("sam", "en"), ("luce", "fr")])
def test_a_pasted_list_comes_in_and_is_undone(sample_site, person, name, locale):
    who = person(sample_site, locale=locale, name=name, email=f"{name}@example.org")
    sign_in(who, name)
    page, found = who.page, []

    def read() -> None:
        page.evaluate(AXE)
        found.extend(page.evaluate(RUN))

    def press(words: str, **values) -> None:
        page.get_by_role("button", name=words, exact=True).first.click()
        page.wait_for_load_state()

    who.go("/applications/import")
    page.locator("textarea[name=text]").fill(LIST[locale])
    press(who.t("Look at it"))
    read()
    expect(page.get_by_text(who.t("How is %(example)s meant?", example="03/09/2025"))).to_be_visible()
    page.locator("label:has(input[value=day_first])").click()
    press(who.t("Show it as I chose"))
    read()
    press(who.n("Bring %(num)s application in", "Bring %(num)s applications in", 2))
    expect(page.get_by_role("heading", level=1)).to_contain_text("2")
    read()
    company = LIST[locale].splitlines()[2].replace(";", "\t").split("\t")[0]
    said = who.site.sql(f"select applied_on, outcome, furthest_stage from applications where company = '{company}'")
    assert [tuple(map(str, row)) for row in said] == [("2025-03-09", "no_reply", "applied")]
    press(who.t("Undo this import"))
    left = who.site.sql(f"select count(*) from applications where company = '{company}' and deleted_at is null")
    assert left == [(0,)]
    assert found == []
    assert who.trouble == []
