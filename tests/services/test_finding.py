"""Search everywhere: what is found by which words, and how much of it."""

import pytest

from modelstead import limits
from modelstead.domain.actor import Access, ServerAccess
from modelstead.services import aliases, finding, projects, runs, users
from modelstead.services.finding import KINDS, Findings, Request
from modelstead.store.database import Database
from modelstead.store.hits import EXPERIMENTS, GROUPS, MODELS, PEOPLE, PROJECTS, RUNS, VERSIONS
from modelstead.store.transaction import Transaction
from tests import factories, registering


def find(tx: Transaction, /, access: Access, text: str, **more: object) -> dict[str, Findings]:
    found = finding.find(tx, ServerAccess(access.actor), Request(text=text, **more))  # type: ignore[arg-type]  # fields
    return {each.kind: each for each in found}


def names(tx: Transaction, /, access: Access, text: str, kind: str) -> list[str]:
    return [each.name for each in find(tx, access, text)[kind].hits]


def test_nothing_is_found_by_nothing(database: Database, access: Access) -> None:
    assert database.read_now(find, access, "  \t ") == {}


def test_projects_groups_and_people_are_found_by_a_part_of_their_names(database: Database, access: Access) -> None:
    def work(tx: Transaction) -> None:
        users.create(tx, "projector", name="Somebody Else")
        found = find(tx, access, "PROJECT")
        assert [each.name for each in found[PROJECTS].hits] == ["team/project"]
        assert "projector" in [each.name for each in found[PEOPLE].hits]
        assert names(tx, access, "tea", GROUPS) == []
        tx.execute("UPDATE groups SET visibility = 'internal'")
        assert names(tx, access, "tea", GROUPS) == ["team"]
        assert names(tx, access, "somebody else", PEOPLE) == ["projector"]
        assert list(found) == list(KINDS)

    database.write_now(work)


def test_experiments_are_found_by_each_word_and_the_exact_name_comes_first(database: Database, access: Access) -> None:
    def work(tx: Transaction) -> None:
        for name in ("vision/resnet", "resnet tuned", "resnet", "bert"):
            factories.experiment(tx, access, name)
        assert names(tx, access, "ResNet", EXPERIMENTS) == ["resnet", "resnet tuned", "vision/resnet"]
        assert names(tx, access, "tuned  RES", EXPERIMENTS) == ["resnet tuned"]
        assert names(tx, access, "100%_", EXPERIMENTS) == []

    database.write_now(work)


def test_runs_are_found_by_name_number_and_id(database: Database, access: Access) -> None:
    def work(tx: Transaction) -> None:
        first, second = (factories.run(tx, access, name=name).run for name in ("swift-otter-7", "a swift one"))
        assert names(tx, access, "Swift", RUNS) == ["a swift one", "swift-otter-7"]
        assert names(tx, access, "otter", RUNS) == ["swift-otter-7"]
        assert names(tx, access, "one swift", RUNS) == ["a swift one"]
        assert names(tx, access, "swift-otter-7", RUNS)[0] == "swift-otter-7"
        assert second.name in names(tx, access, f"#{second.iid}", RUNS)
        assert names(tx, access, first.run_id[:8].upper(), RUNS) == ["swift-otter-7"]
        assert names(tx, access, f"runs:/{first.run_id}/model", RUNS) == ["swift-otter-7"]
        assert names(tx, access, "9" * 15, RUNS) == []
        assert names(tx, access, "9" * 150, RUNS) == []

    database.write_now(work)


def test_runs_beyond_the_recent_ones_are_found_by_how_they_begin(
    database: Database, access: Access, elsewhere: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FOUND_RECENT_RUNS", 1)

    def work(tx: Transaction) -> None:
        for name in ("old baseline", "new baseline"):
            factories.run(tx, access, name=name)
        assert names(tx, access, "baseline", RUNS) == ["new baseline"]
        assert names(tx, access, "Old", RUNS) == ["old baseline"]
        factories.run(tx, elsewhere, name="of another project")
        here = finding.find(tx, access, Request(text="baseline", here=True))
        assert [each.name for each in here[1].hits] == ["new baseline"]

    database.write_now(work)


def test_versions_are_found_by_model_number_and_alias(database: Database, access: Access) -> None:
    def work(tx: Transaction) -> None:
        registering.versions(tx, access, "1.2.0", "1.3.0", "2.0.0")
        registering.model(tx, access, "risk")
        aliases.put(tx, access, registering.NAME, "Champion", "2")
        assert names(tx, access, "chur", MODELS) == ["churn"]
        assert names(tx, access, "churn", VERSIONS) == []
        assert names(tx, access, "churn 1.2", VERSIONS) == ["churn 1.2.0"]
        assert names(tx, access, "v1.3", VERSIONS) == ["churn 1.3.0"]
        for text in ("champion", "churn@champion", "models:/churn@champion", "CHAMP churn"):
            found = find(tx, access, text)[VERSIONS]
            assert [(each.name, each.detail) for each in found.hits] == [("churn 1.3.0", "Champion")], text
        assert names(tx, access, "risk@champion", VERSIONS) == []

    database.write_now(work)


def test_a_kind_has_pages_and_the_others_are_counted(
    database: Database, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FOUND_PAGE", 2)
    monkeypatch.setattr(limits, "FOUND_COUNTED", 4)

    def work(tx: Transaction) -> None:
        for number in range(5):
            factories.run(tx, access, name=f"many {number}")
        factories.experiment(tx, access, "many things")
        found = find(tx, access, "many", kind=RUNS, page=2)
        assert [each.name for each in found[RUNS].hits] == ["many 2", "many 1"]
        assert (found[RUNS].count, found[RUNS].is_more) == (4, True)
        assert (found[EXPERIMENTS].count, found[EXPERIMENTS].hits) == (1, [])

    database.write_now(work)


def test_what_is_in_the_trash_is_not_found(database: Database, access: Access) -> None:
    def work(tx: Transaction) -> None:
        gone = factories.run(tx, access, name="thrown away").run
        runs.delete(tx, access, gone.run_id)
        assert names(tx, access, "thrown", RUNS) == []
        assert names(tx, access, gone.run_id, RUNS) == []

    database.write_now(work)


def test_in_a_project_only_what_is_there_is_found(database: Database, access: Access, elsewhere: Access) -> None:
    def work(tx: Transaction) -> None:
        projects.set_member(tx, elsewhere.project, users.find(tx, access.actor.user_id or 0), access.role or 0)  # type: ignore[arg-type]  # a developer
        for place in (access, elsewhere):
            factories.run(tx, place, name="the same name")
        assert find(tx, access, "same")[RUNS].count == 2
        here = {each.kind: each for each in finding.find(tx, access, Request(text="same", here=True))}
        assert here[RUNS].count == 1
        assert PROJECTS not in here
        people = {each.kind: each for each in finding.find(tx, access, Request(text="developer", here=True))}[PEOPLE]
        assert [each.name for each in people.hits] == ["developer-of-team-project"]

    database.write_now(work)
