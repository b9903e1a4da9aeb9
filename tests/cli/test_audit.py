"""modelstead audit."""

import json

from tests.cli.commands import answer, misuse, modelstead

Store = tuple[str, str]


def test_what_commands_do_is_listed_the_newest_first(store: Store) -> None:
    answer("user", "create", "grace", *store)
    answer("user", "block", "grace", *store)

    listed = answer("audit", "list", *store)

    assert [each["action"] for each in listed][:2] == ["user.block", "user.create"]
    assert listed[0]["subject"] == "grace"


def test_events_are_found_by_what_was_done(store: Store) -> None:
    answer("user", "create", "grace", *store)
    answer("user", "block", "grace", *store)

    assert [each["action"] for each in answer("audit", "list", "--action", "user.block", *store)] == ["user.block"]
    assert answer("audit", "list", "--until", "2020-01-01", *store) == []
    assert "is not one of" in misuse("audit", "list", "--action", "user.bless", *store)


def test_an_export_is_json_lines_the_oldest_first(store: Store) -> None:
    answer("user", "create", "grace", *store)
    answer("user", "block", "grace", *store)

    exported = modelstead("audit", "export", *store)

    lines = [json.loads(line) for line in exported.stdout.splitlines()]
    assert [line["action"] for line in lines][-2:] == ["user.create", "user.block"]
    assert all("details" in line for line in lines)
