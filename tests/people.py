"""The people of the tests: roles in one project, and what each holds."""

from dataclasses import dataclass

from modelstead import clock
from modelstead.app import Modelstead
from modelstead.domain.permission import Scope
from modelstead.domain.project import Project, Visibility
from modelstead.domain.role import Role
from modelstead.services import access_tokens, projects, users
from modelstead.store.transaction import Transaction

API = frozenset({Scope.API})
READ_API = frozenset({Scope.READ_API})


@dataclass(frozen=True)
class People:
    """Tokens of people with a role in `project`, and of some without one."""

    project: Project
    administrator: str
    owner: str
    maintainer: str
    developer: str
    reporter: str
    guest: str
    outsider: str
    read_only: str
    project_bot: str
    expired: str
    revoked: str


def settle(server: Modelstead, path: str, visibility: Visibility = Visibility.PRIVATE) -> People:
    """Create a project with one member of each role."""
    return server.database.write_now(_settle, server, path, visibility)


def settle_alone(server: Modelstead, path: str) -> tuple[Project, str]:
    """Create a project with a developer alone, and return it and their token: most tests need nobody else."""
    return server.database.write_now(_settle_alone, server, path)


def _settle_alone(tx: Transaction, server: Modelstead, path: str) -> tuple[Project, str]:
    project = projects.create(tx, path, Visibility.PRIVATE)
    user = users.create(tx, f"developer-of-{path}".replace("/", "-"))
    projects.set_member(tx, project, user, Role.DEVELOPER)
    return project, access_tokens.create(tx, server.secrets, user, name="developer", scopes=API).secret


def _settle(tx: Transaction, server: Modelstead, path: str, visibility: Visibility) -> People:
    made_with = server.secrets
    project = projects.create(tx, path, visibility)
    group, _, name = path.rpartition("/")

    def person(who: str, role: Role | None = None, scopes: frozenset[Scope] = API) -> access_tokens.NewToken:
        user = users.create(tx, f"{who}-of-{group}-{name}".replace("/", "-"), is_admin=who == "administrator")
        if role is not None:
            projects.set_member(tx, project, user, role)
        return access_tokens.create(tx, made_with, user, name=who, scopes=scopes)

    expired, revoked = person("expired", Role.OWNER), person("revoked", Role.OWNER)
    tx.execute("UPDATE access_tokens SET expires_at = ? WHERE id = ?", (clock.now_ms() - 1, expired.id))
    access_tokens.revoke(tx, revoked.id)
    bot = access_tokens.create_for_project(tx, made_with, project, Role.DEVELOPER, name="bot", scopes=API)
    return People(
        project=project,
        administrator=person("administrator").secret,
        owner=person("owner", Role.OWNER).secret,
        maintainer=person("maintainer", Role.MAINTAINER).secret,
        developer=person("developer", Role.DEVELOPER).secret,
        reporter=person("reporter", Role.REPORTER).secret,
        guest=person("guest", Role.GUEST).secret,
        outsider=person("outsider").secret,
        read_only=person("read_only", Role.DEVELOPER, READ_API).secret,
        project_bot=bot.secret,
        expired=expired.secret,
        revoked=revoked.secret,
    )
