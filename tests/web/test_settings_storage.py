"""Storage of a project: what it keeps, retention of its trash, its quota."""

import pytest

from modelstead.domain.role import Role
from tests.serving import Running
from tests.signing_in import events
from tests.web.settings import Owned, owned


@pytest.fixture(scope="module")
def kept(site: Running) -> Owned:
    """Return a place that no test changes."""
    return owned(site)


@pytest.fixture
def place(site: Running) -> Owned:
    return owned(site)


def test_an_empty_project_keeps_nothing(kept: Owned) -> None:
    page = kept.browser.get(f"{kept.settings}/storage")
    assert page.status_code == 200
    assert "0 bytes</span> used" in page.text
    assert "no quota" in page.text
    assert "What has the most" not in page.text


def test_the_trash_is_kept_for_some_days_or_until_somebody_purges_it(place: Owned) -> None:
    maintainer = place.member(Role.MAINTAINER)
    retention = f"{place.settings}/retention"
    answer = maintainer.send(retention, keep="days", days=" 30 ")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{place.settings}/storage")
    assert place.row("retention_days") == (30,)
    assert "The trash is kept for 30 days." in maintainer.get(f"{place.settings}/storage").text
    assert maintainer.send(retention, keep="forever", days="30").status_code == 303
    assert place.row("retention_days") == (None,)
    noted = [details for _, _, details in events(place.site, "project.change_settings", place.project.path)]
    assert noted == ['{"retention_days":"30"}', '{"retention_days":"none"}']


@pytest.mark.parametrize("days", ["", "0", "-1", "1.5", "x", "3651", "9" * 30])
def test_days_that_cannot_be_are_told_at_the_field(kept: Owned, days: str) -> None:
    answer = kept.browser.send(f"{kept.settings}/retention", keep="days", days=days)
    assert (answer.status_code, 'id="days-error"' in answer.text) == (400, True)
    assert f'name="days" value="{days}"' in answer.text
    assert kept.row("retention_days") == (None,)


@pytest.mark.parametrize(
    ("form", "quota"),
    [
        ({"limit": "some", "amount": "1.5", "unit": "GiB"}, 3 * 2**29),
        ({"limit": "some", "amount": "0", "unit": "MiB"}, 0),
        ({"limit": "some", "amount": "1,000", "unit": "bytes"}, 1_000),
        ({"limit": "none", "amount": "7", "unit": "TiB"}, None),
    ],
)
def test_an_administrator_sets_the_quota(place: Owned, form: dict[str, str], quota: int | None) -> None:
    administrator = place.administrator()
    assert administrator.send(f"{place.settings}/quota", **form).status_code == 303
    assert place.row("quota_bytes") == (quota,)
    assert administrator.get(f"{place.settings}/storage").status_code == 200


@pytest.mark.parametrize("amount", ["", "many", "-1", "1e9", "9999999999999999"])
def test_an_amount_that_cannot_be_is_told_at_the_field(kept: Owned, amount: str) -> None:
    form = {"limit": "some", "amount": amount, "unit": "TiB"}
    answer = kept.administrator().send(f"{kept.settings}/quota", **form)
    assert (answer.status_code, 'id="amount-error"' in answer.text) == (400, True)


def test_an_owner_sees_the_quota_and_cannot_change_it(place: Owned) -> None:
    place.administrator().send(f"{place.settings}/quota", limit="some", amount="2", unit="GiB")
    page = place.browser.get(f"{place.settings}/storage").text
    assert "2.0 GiB" in page
    assert 'name="amount"' not in page
    answer = place.browser.send(f"{place.settings}/quota", limit="none")
    assert (answer.status_code, place.row("quota_bytes")) == (403, (2 * 2**30,))
