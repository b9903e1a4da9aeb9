"""A model's page, without scripts: versions, metrics, runs, lasting addresses, the client's page."""

import csv
import io
import re
from urllib.parse import quote

import pytest

from modelstead.domain.metric import MetricPoint
from modelstead.domain.model_version import ModelVersion
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.domain.tag import Tag
from modelstead.services import aliases, model_versions, projects
from modelstead.store.transaction import Transaction
from tests import factories
from tests.registering import model, run_with_files, version
from tests.serving import Running
from tests.signing_in import Browser, browser_of, person

NAME = 'half moons & "more"'


class Place:
    """A project with a model of four versions; one is in the trash."""

    def __init__(self, site: Running, path: str) -> None:
        def work(tx: Transaction) -> None:
            self.access = factories.member(tx, path, visibility=Visibility.PUBLIC)
            iid = model(tx, self.access, NAME).model.iid
            self.versions: dict[str, ModelVersion] = {}
            for semantic, accuracy in (("1.9.0", 0.5), ("1.10.0", 0.75), ("2.0.0-rc.1", 0.875)):
                run_id = run_with_files(tx, self.access, "weights.bin")
                points = [MetricPoint("val/accuracy", accuracy, 1), MetricPoint("=evil", 1.0, 1)]
                tags = [Tag("gitlab.CI_JOB_ID", "4711")]
                factories.log_one(tx, factories.batch(self.access, run_id, metrics=points, tags=tags))
                made = version(tx, self.access, NAME, semantic, source=f"runs:/{run_id}", run_id=run_id)
                self.versions[semantic] = made
            version(tx, self.access, NAME, "0.1.0")
            model_versions.delete(tx, self.access, NAME, "0.1.0")
            aliases.put(tx, self.access, NAME, "champion", "1.9.0")
            self.models = f"/{path}/-/ml/models"
            self.here = f"{self.models}/{iid}"

        site.server.database.write_now(work)

    def version(self, semantic: str) -> str:
        return f"{self.here}/versions/{self.versions[semantic].iid}"


@pytest.fixture
def place(site: Running, browser: Browser) -> Place:
    user = person(site)
    browser.sign_in(user.username)
    made = Place(site, f"pages-of-{user.username}/project")
    site.server.database.write_now(projects.set_member, made.access.project, user, Role.DEVELOPER)
    return made


def semantics(text: str) -> list[str]:
    return re.findall(r'class="name semver number"[^>]*><bdi class="cut">(.*?)</bdi>', text)


def test_versions_stand_with_their_runs_jobs_metrics_and_sizes(browser: Browser, place: Place) -> None:
    text = browser.get(f"{place.here}?view=versions").text
    assert semantics(text) == ["2.0.0-rc.1", "1.10.0", "1.9.0"]
    assert "@champion" in text
    assert "#4711" in text
    assert "11 bytes" in text
    assert 'title="0.875"' in text
    chosen = browser.get(f"{place.here}?view=versions&cols=metrics.%3Devil").text
    assert 'title="=evil"' in chosen
    assert 'title="0.875"' not in chosen


def test_chosen_versions_are_compared(browser: Browser, place: Place) -> None:
    answer = browser.get(f"{place.here}/-/compare?versions=3&versions=1")
    assert answer.headers["location"] == f"{place.here}/compare?versions=3%2C1"


def test_deleted_versions_are_behind_the_trash(browser: Browser, place: Place) -> None:
    assert semantics(browser.get(f"{place.here}?view=versions&stage=deleted").text) == ["0.1.0"]


def test_metrics_over_versions_are_drawn_and_exported(browser: Browser, place: Place) -> None:
    text = browser.get(f"{place.here}?view=metrics").text
    assert text.count("<polyline") == 2
    assert text.index("1.9.0: 0.5") < text.index("1.10.0: 0.75") < text.index("2.0.0-rc.1: 0.875")
    rows = list(csv.reader(io.StringIO(browser.get(f"{place.here}/metrics.csv").text)))
    assert rows[0][:3] == ["version", "number", "aliases"]
    assert rows[1][:3] == ["1.9.0", "1", "champion"]
    assert "'=evil" in rows[0]


@pytest.mark.parametrize("view", ["card", "versions", "runs", "metrics", "settings"])
def test_everybody_reads_a_public_model_and_tabs_answer_in_json(site: Running, place: Place, view: str) -> None:
    anonymous = browser_of(site)
    page = anonymous.get(f"{place.here}?view={view}")
    assert page.status_code == 200
    assert "New version" not in page.text
    data = anonymous.get(f"{place.here}?view={view}", Accept="application/json").json()
    assert data["model"]["name"] == NAME


@pytest.mark.parametrize(
    ("reference", "semantic"),
    [
        ("1", "1.9.0"),
        ("1.10.0", "1.10.0"),
        ("1.9", "1.9.0"),
        ("champion", "1.9.0"),
        ("@champion", "1.9.0"),
        ("@1", "1.10.0"),
        ("latest", "1.10.0"),
        ("2.0.0-rc.1", "2.0.0-rc.1"),
    ],
)
def test_a_lasting_address_leads_to_the_version(browser: Browser, place: Place, reference: str, semantic: str) -> None:
    answer = browser.get(f"{place.models}/by-name/{quote(NAME, safe='')}/{quote(reference, safe='')}")
    assert (answer.status_code, answer.headers["location"]) == (303, place.version(semantic))


def test_a_lasting_address_leads_to_the_model(browser: Browser, place: Place) -> None:
    by_name = f"{place.models}/by-name/{quote(NAME, safe='')}"
    assert browser.get(by_name).headers["location"] == place.here
    for missing in (f"{place.models}/by-name/nothing", f"{by_name}/7", f"{by_name}/@nobody", f"{by_name}/Staging"):
        assert browser.get(missing).status_code == 404


def test_the_client_s_page_has_code_for_what_one_looked_at(browser: Browser, place: Place, site: Running) -> None:
    client = f"{place.models.removesuffix('/models')}/mlflow-client"
    about_model = browser.get(f"{client}?model={place.here.rpartition('/')[2]}").text
    assert f"/api/v4/projects/{place.access.project.id}/ml/mlflow" in about_model
    assert "models:/half moons &amp; \\&#34;more\\&#34;@champion" in about_model
    assert "&#34;gitlab.version&#34;: &#34;2.0.0&#34;" in about_model
    assert "Create token" in about_model
    assert "set_experiment(&#34;Default&#34;)" in browser.get(f"{client}?experiment=0").text
    assert browser.get(f"{client}?model=4242").status_code == 404
    anonymous = browser_of(site).get(client)
    assert anonymous.status_code == 200
    assert "Create token" not in anonymous.text


def test_readers_find_the_client_s_page_in_the_menu_of_an_experiment(site: Running, place: Place) -> None:
    experiment = f"{place.models.removesuffix('/models')}/experiments/0"
    text = browser_of(site).get(experiment).text
    assert "mlflow-client?experiment=0" in text
