"""Where one can go from a page and what one can begin: the commands of the palette, which search finds too."""

import msgspec

from modelstead.domain import permission
from modelstead.domain.actor import Access
from modelstead.http.visit import Visit
from modelstead.settings import tracking_uri
from modelstead.web import urls

GO, DO = "Go to", "Do"


class Command(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry. It leads to an address, copies a text, or chooses a theme; `words` are others that it is found by."""

    group: str
    label: str
    icon: str
    address: str = ""
    copy: str = ""
    theme: str = ""
    words: str = ""
    keys: str = ""


def commands(visit: Visit) -> list[Command]:
    """Return what a visitor may do where they are: first of the project that they are in."""
    return [*_of_project(visit), *_of_server(visit), *_of_account(visit), *_themes()]


def matching(found: list[Command], text: str) -> list[Command]:
    """Return the pages of which each word of a text begins a word of what they are called."""
    words = text.lower().split()
    return [each for each in found if words and each.address and _is_called(each, words)]


def _is_called(command: Command, words: list[str]) -> bool:
    names = f"{command.label} {command.words}".lower().split()
    return all(any(name.startswith(word) for name in names) for word in words)


def _of_project(visit: Visit) -> list[Command]:
    if not isinstance(visit.access, Access):
        return []
    place = visit.access.project
    rows = (
        (permission.READ_PROJECT, "Project", "project", urls.project(place), "overview readme description", "g p"),
        (permission.READ_EXPERIMENTS, "Experiments", "experiment", urls.experiments(place), "runs", "g e"),
        (permission.READ_MODELS, "Models", "model", urls.models(place), "registry registered versions", "g m"),
        (permission.READ_EXPERIMENTS, "Compare runs", "compare", urls.compare(place), "diff differences", ""),
        (permission.READ_PACKAGES, "Packages", "package", urls.packages(place), "files registry", ""),
        (permission.READ_PROJECT_AUDIT, "Activity", "activity", urls.activity(place), "audit log events who", ""),
        (permission.WRITE_EXPERIMENTS, "Trash", "trash", urls.trash(place), "deleted restore purge", "g t"),
        (permission.CHANGE_PROJECT, "Settings", "settings", urls.settings(place), "general name visibility", "g s"),
        (
            permission.MANAGE_MEMBERS,
            "Members of the project",
            "users",
            urls.settings(place, "members"),
            "people roles invite invitations",
            "",
        ),
        (
            permission.READ_EXPERIMENTS,
            "Use with the MLflow client",
            "terminal",
            urls.mlflow_client(place),
            "snippet code token",
            "",
        ),
    )
    made = (
        (permission.WRITE_EXPERIMENTS, "New experiment", urls.new_experiment(place)),
        (permission.WRITE_MODELS, "New model", urls.new_model(place)),
    )
    uri = tracking_uri(visit.url, place.id)
    return [
        *(
            Command(GO, label, icon, address, words=words, keys=keys)
            for needed, label, icon, address, words, keys in rows
            if visit.access.allows(needed)
        ),
        *(
            Command(DO, label, "plus", address, words="create make add")
            for needed, label, address in made
            if visit.may(needed)
        ),
        Command(DO, "Copy the tracking URI", "copy", copy=uri, words="mlflow client address"),
    ]


def _of_server(visit: Visit) -> list[Command]:
    found = [
        Command(GO, "Start page", "home", urls.HOME, words="home projects running recent", keys="g h"),
        Command(GO, "Groups", "group", urls.GROUPS, words="namespaces"),
        Command(GO, "Search syntax", "search", urls.HELP_SEARCH, words="help filter query language operators"),
        Command(GO, "Keys", "command", urls.HELP_KEYS, words="help keyboard shortcuts map", keys="?"),
    ]
    if visit.may(permission.CREATE_PROJECTS):
        found.append(Command(DO, "New project", "plus", urls.NEW_PROJECT, words="create make add"))
    if visit.may(permission.CREATE_GROUPS):
        found.append(Command(DO, "New group", "plus", urls.NEW_GROUP, words="create make add"))
    return found


def _of_account(visit: Visit) -> list[Command]:
    if visit.actor.is_anonymous:
        return [Command(GO, "Sign in", "user", urls.SIGN_IN, words="log in login account")]
    found = [
        Command(GO, "Starred", "star", urls.STARRED, words="favourites favorites stars pinned"),
        Command(GO, "Profile", "user", urls.PROFILE, words="account name email me"),
        Command(GO, "Access tokens", "key", urls.PROFILE_TOKENS, words="new token create account api personal"),
        Command(GO, "Sessions", "system", urls.SESSIONS, words="browsers signed in account"),
        Command(GO, "Password", "lock", urls.PASSWORD, words="change account"),
        Command(GO, "Preferences", "settings", urls.PREFERENCES, words="theme density digits times dark account"),
    ]
    if visit.actor.is_admin:
        found += [
            Command(GO, "Administration", "system", urls.admin("users"), words="users admin server health storage"),
            Command(GO, "Audit log", "activity", urls.AUDIT, words="admin events who"),
        ]
    return found


def _themes() -> list[Command]:
    return [
        Command(DO, f"Theme: {name}", icon, theme=name, words="colours colors mode appearance")
        for name, icon in (("light", "sun"), ("dark", "moon"), ("system", "system"))
    ]
