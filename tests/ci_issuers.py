"""ID tokens of CI jobs, with the claims that GitLab and GitHub document, signed by an issuer of the tests."""

import time
from typing import Any

from modelstead.domain.actor import OPERATOR, Access
from modelstead.domain.ci_trust import Terms, TrustRule
from modelstead.domain.project import Project
from modelstead.domain.role import Role
from modelstead.services import ci_trust
from tests.identity_provider import Claims, Provider, signed
from tests.serving import Running

LOOPBACK = ("127.0.0.1",)


def gitlab(issuer: str, audience: object, **other: object) -> Claims:
    """Return the payload of a token of GitLab's `id_tokens:` (docs.gitlab.com/ci/secrets/id_token_authentication)."""
    now = int(time.time())
    return {
        "namespace_id": "72",
        "namespace_path": "vision",
        "project_id": "20",
        "project_path": "vision/defects",
        "user_id": "1",
        "user_login": "sidney.jones",
        "user_email": "sidney@example.com",
        "user_access_level": "developer",
        "job_project_id": "20",
        "job_project_path": "vision/defects",
        "job_namespace_id": "72",
        "job_namespace_path": "vision",
        "pipeline_id": "574",
        "pipeline_source": "push",
        "job_id": "302",
        "ref": "main",
        "ref_type": "branch",
        "ref_path": "refs/heads/main",
        "ref_protected": "true",
        "groups_direct": ["vision", "vision/labels"],
        "environment": "production",
        "environment_protected": "false",
        "deployment_tier": "production",
        "environment_action": "start",
        "runner_id": 1,
        "runner_environment": "self-hosted",
        "sha": "714a629c0b401fdce83e847fc9589983fc6f46bc",
        "project_visibility": "private",
        "ci_config_ref_uri": "gitlab.example.com/vision/defects//.gitlab-ci.yml@refs/heads/main",
        "ci_config_sha": "714a629c0b401fdce83e847fc9589983fc6f46bc",
        "jti": "235b3a54-b797-45c7-ae9a-f72d7bc6ef5b",
        "iss": issuer,
        "iat": now,
        "nbf": now - 5,
        "exp": now + 3600,
        "sub": "project_path:vision/defects:ref_type:branch:ref:main",
        "aud": audience,
        **other,
    }


def github(issuer: str, audience: object, **other: object) -> Claims:
    """Return the payload of a token of GitHub Actions (docs.github.com, "OpenID Connect reference")."""
    now = int(time.time())
    return {
        "jti": "0a6c1b0e-5f0e-4c63-9c0e-2f1d3b9b7a11",
        "sub": "repo:octo-org/octo-repo:environment:prod",
        "environment": "prod",
        "aud": audience,
        "ref": "refs/heads/main",
        "sha": "1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b",
        "repository": "octo-org/octo-repo",
        "repository_owner": "octo-org",
        "actor_id": "12",
        "repository_visibility": "private",
        "repository_id": "74",
        "repository_owner_id": "65",
        "run_id": "9876543210",
        "run_number": "10",
        "run_attempt": "2",
        "runner_environment": "github-hosted",
        "actor": "octocat",
        "workflow": "train",
        "workflow_ref": "octo-org/octo-repo/.github/workflows/train.yml@refs/heads/main",
        "workflow_sha": "1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b",
        "head_ref": "",
        "base_ref": "",
        "event_name": "workflow_dispatch",
        "ref_protected": "true",
        "ref_type": "branch",
        "job_workflow_ref": "octo-org/octo-repo/.github/workflows/train.yml@refs/heads/main",
        "job_workflow_sha": "1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b",
        "iss": issuer,
        "nbf": now - 600,
        "exp": now + 300,
        "iat": now,
        **other,
    }


def token(provider: Provider, claims: Claims, **header: Any) -> str:
    """Return claims as the issuer signs them."""
    return signed({"typ": "JWT", "alg": provider.algorithm, "kid": provider.key.kid, **header}, claims, provider.key)


def trust(server: Running, project: Project, issuer: str, **wanted: Any) -> TrustRule:
    """Let a project trust jobs of vision/defects, or what else is wanted."""
    rule = Terms(**{"name": "jobs", "issuer": issuer, "project_path": "vision/defects", **wanted})
    access = Access(OPERATOR.actor, project, Role.OWNER)
    return server.server.database.write_now(ci_trust.create, access, rule)
