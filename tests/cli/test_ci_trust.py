"""modelstead ci-trust."""

from tests.ci_issuers import gitlab, token
from tests.cli.commands import answer, complaint, modelstead
from tests.identity_provider import identity_provider

Store = tuple[str, str]
URL = "https://models.example.com"


def test_rules_are_added_listed_and_removed(store: Store) -> None:
    answer("project", "create", "team/vision", *store)
    assert modelstead("ci-trust", "list", "team/vision", *store).stdout.startswith("No rules. Add one:")
    first = answer("ci-trust", "add", "team/vision", "group/train", "--ref", "main", "--protected", *store)
    assert first == {
        "id": first["id"],
        "name": "group/train",
        "issuer": "https://gitlab.com",
        "project_path": "group/train",
        "ref": "main",
        "only_protected": True,
        "environment": "",
        "role": "developer",
    }
    github = ("--issuer", "https://token.actions.githubusercontent.com", "--role", "reporter", "--name", "readers")
    second = answer("ci-trust", "add", "team/vision", "octo-org/*", *github, *store)
    assert answer("ci-trust", "list", "team/vision", *store) == [first, second]
    assert answer("ci-trust", "remove", "team/vision", first["id"], *store) == {"id": first["id"], "deleted": True}
    assert answer("ci-trust", "list", "team/vision", *store) == [second]
    assert "There is no trust rule" in complaint("ci-trust", "remove", "team/vision", first["id"], *store)
    assert "'project_path'" in complaint("ci-trust", "add", "team/vision", "*/train", *store)


def test_a_token_is_tried(store: Store) -> None:
    answer("project", "create", "team/vision", *store)
    with identity_provider() as issuer:
        answer("ci-trust", "add", "team/vision", "vision/defects", "--issuer", issuer.issuer, *store)
        words = ("ci-trust", "test", "team/vision", "--ci-allowed-addresses", "127.0.0.1", "--base-url", URL, *store)
        good = modelstead(*words, typed=token(issuer, gitlab(issuer.issuer, URL)) + "\n")
        assert (good.returncode, good.stdout.splitlines()[-1]) == (0, "The token is accepted."), good.stderr
        bad = modelstead(*words, typed=token(issuer, gitlab(issuer.issuer, "https://other.example.com")))
        assert (bad.returncode, bad.stdout.splitlines()[-1]) == (1, "The token is refused."), bad.stderr
        assert f"let its audience be {URL}" in bad.stdout
