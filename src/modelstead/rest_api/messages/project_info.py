"""Projects in answers: GitLab's attributes, as far as they mean something here, and this server's own."""

import msgspec

from modelstead.domain.actor import Actor
from modelstead.domain.project import ProjectRecord, Visibility
from modelstead.domain.role import Role
from modelstead.rest_api.messages.namespaces import NamespaceInfo, namespace_info
from modelstead.rest_api.messages.times import time_text
from modelstead.settings import tracking_uri

ENABLED = "enabled"


class ProjectLinks(msgspec.Struct, frozen=True):
    """Where more is to be had."""

    self_: str = msgspec.field(name="self")
    members: str


class AccessInfo(msgspec.Struct, frozen=True):
    """A role that somebody has."""

    access_level: int
    notification_level: int = 3


class Permissions(msgspec.Struct, frozen=True):
    """The asking user's roles: in the project itself, and by the groups above it."""

    project_access: AccessInfo | None
    group_access: AccessInfo | None


class SimpleProjectInfo(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """A project, in short."""

    id: int
    description: str
    name: str
    name_with_namespace: str
    path: str
    path_with_namespace: str
    created_at: str
    last_activity_at: str
    web_url: str
    avatar_url: None = None
    topics: tuple[str, ...] = ()
    namespace: NamespaceInfo
    tracking_uri: str


class ProjectInfo(SimpleProjectInfo, frozen=True, kw_only=True):
    """A project; what it keeps and may keep is shown to its members."""

    updated_at: str
    visibility: Visibility
    archived: bool
    creator_id: int | None
    model_experiments_access_level: str = ENABLED
    model_registry_access_level: str = ENABLED
    packages_enabled: bool = True
    links: ProjectLinks = msgspec.field(name="_links")
    permissions: Permissions | msgspec.UnsetType = msgspec.UNSET
    retention_days: int | msgspec.UnsetType | None = msgspec.UNSET
    shared_names: bool | msgspec.UnsetType = msgspec.UNSET
    quota_bytes: int | msgspec.UnsetType | None = msgspec.UNSET
    used_bytes: int | msgspec.UnsetType = msgspec.UNSET


def simple_project_info(record: ProjectRecord, url: str) -> SimpleProjectInfo:
    project = record.project
    return SimpleProjectInfo(
        id=project.id,
        description=project.description,
        name=project.name,
        name_with_namespace=record.full_name,
        path=project.path.rpartition("/")[2],
        path_with_namespace=project.path,
        created_at=time_text(project.created_at),
        last_activity_at=time_text(record.active_at),
        web_url=f"{url}/{project.path}",
        namespace=namespace_info(record.group, url),
        tracking_uri=tracking_uri(url, project.id),
    )


def project_info(record: ProjectRecord, actor: Actor, url: str) -> ProjectInfo:
    project = record.project
    address = f"{url}/api/v4/projects/{project.id}"
    info = ProjectInfo(
        **msgspec.structs.asdict(simple_project_info(record, url)),
        updated_at=time_text(project.updated_at),
        visibility=project.visibility,
        archived=project.archived_at is not None,
        creator_id=record.created_by,
        links=ProjectLinks(address, f"{address}/members"),
    )
    if not actor.is_anonymous:
        roles = Permissions(_access(record.own_role), _access(record.group_role))
        info = msgspec.structs.replace(info, permissions=roles)
    if actor.is_admin or record.own_role is not None or record.group_role is not None:
        info = msgspec.structs.replace(
            info,
            retention_days=record.retention_days,
            shared_names=record.shared_names,
            quota_bytes=record.usage.quota,
            used_bytes=record.usage.used,
        )
    return info


def _access(role: Role | None) -> AccessInfo | None:
    return None if role is None else AccessInfo(int(role))
