"""The table of every call of GitLab's REST API that this server answers.

Paths of PROJECT are below `/api/v4/projects/<id>/`, those of GROUP below `/api/v4/groups/<id>/`, those of SERVER below
`/api/v4/`. An empty one is the project or group itself.
"""

from modelstead.domain.permission import (
    ARCHIVE_PROJECT,
    CHANGE_GROUP,
    CHANGE_PROJECT,
    CREATE_GROUPS,
    CREATE_PROJECTS,
    DELETE_GROUP,
    DELETE_PROJECT,
    END_THIS_TOKEN,
    INVITE_TO_GROUP,
    INVITE_TO_PROJECT,
    LEAVE,
    MANAGE_CI,
    MANAGE_GROUP_MEMBERS,
    MANAGE_GROUP_TOKENS,
    MANAGE_MEMBERS,
    MANAGE_PROJECT_TOKENS,
    MANAGE_TOKENS,
    MANAGE_USERS,
    READ_AUDIT,
    READ_EXPERIMENTS,
    READ_GROUP,
    READ_GROUP_AUDIT,
    READ_GROUP_TOKENS,
    READ_MEMBERS,
    READ_PACKAGES,
    READ_PLACES,
    READ_PROJECT,
    READ_PROJECT_AUDIT,
    READ_PROJECT_TOKENS,
    READ_THIS_TOKEN,
    READ_TOKENS,
    READ_USERS,
    ROTATE_THIS_BOTS_TOKEN,
    ROTATE_THIS_TOKEN,
    TRANSFER_PROJECT,
    WRITE_EXPERIMENTS,
    WRITE_PACKAGES,
)
from modelstead.http.answer import Answer
from modelstead.http.endpoint import Endpoint, Open, Verb
from modelstead.rest_api import (
    access_tokens,
    audit_events,
    ci_jobs,
    ci_sources,
    ci_trust,
    groups,
    invitations,
    members,
    packages,
    projects,
    server,
    users,
)
from modelstead.rest_api.listing import Listing
from modelstead.rest_api.messages import access_tokens as t
from modelstead.rest_api.messages import audit_events as ae
from modelstead.rest_api.messages import ci_jobs as cj
from modelstead.rest_api.messages import ci_sources as cs
from modelstead.rest_api.messages import ci_trust as c
from modelstead.rest_api.messages import groups as g
from modelstead.rest_api.messages import invitations as i
from modelstead.rest_api.messages import members as m
from modelstead.rest_api.messages import namespaces as n
from modelstead.rest_api.messages import packages as p
from modelstead.rest_api.messages import projects as j
from modelstead.rest_api.messages import users as u
from modelstead.rest_api.messages.project_info import ProjectInfo
from modelstead.rest_api.server import Metadata, Nothing, Version

READ, WRITE, FILE, TRUST, SOURCE, ISSUE, PLAIN = (
    Verb.READ,
    Verb.WRITE,
    Verb.FILE,
    Verb.TRUST,
    Verb.SOURCE,
    Verb.ISSUE,
    Verb.PLAIN,
)
SEE, CHANGE = READ_PACKAGES, WRITE_PACKAGES

# fmt: off
PROJECT: tuple[Endpoint, ...] = (
    Endpoint("GET", "", projects.get, j.GetProject, ProjectInfo, READ_PROJECT, READ),
    Endpoint("PUT", "", projects.update, j.UpdateProject, ProjectInfo, CHANGE_PROJECT, WRITE),
    Endpoint("DELETE", "", projects.delete, j.GetProject, Answer, DELETE_PROJECT, WRITE),
    Endpoint("POST", "archive", projects.archive, j.GetProject, ProjectInfo, ARCHIVE_PROJECT, WRITE),
    Endpoint("POST", "unarchive", projects.unarchive, j.GetProject, ProjectInfo, ARCHIVE_PROJECT, WRITE),
    Endpoint("PUT", "transfer", projects.transfer, j.TransferProject, ProjectInfo, TRANSFER_PROJECT, WRITE),
    Endpoint("GET", "members", members.listing, m.ListMembers, Listing, READ_MEMBERS, READ),
    Endpoint("POST", "members", members.add, m.AddMember, m.MemberInfo, MANAGE_MEMBERS, WRITE),
    Endpoint("GET", "members/all", members.listing_all, m.ListMembers, Listing, READ_MEMBERS, READ),
    Endpoint("GET", "members/all/{user_id}", members.get_of_all, m.OneMember, m.MemberInfo, READ_MEMBERS, READ),
    Endpoint("GET", "members/{user_id}", members.get, m.OneMember, m.MemberInfo, READ_MEMBERS, READ),
    Endpoint("PUT", "members/{user_id}", members.change, m.ChangeMember, m.MemberInfo, MANAGE_MEMBERS, WRITE),
    Endpoint("DELETE", "members/{user_id}", members.remove, m.RemoveMember, Answer, LEAVE, WRITE),
    Endpoint("GET", "packages", packages.list_packages, p.ListPackages, Listing, SEE, READ),
    Endpoint("GET", "packages/{package_id}", packages.get_package, p.OnePackage, p.PackageInfo, SEE, READ),
    Endpoint("DELETE", "packages/{package_id}", packages.delete_package, p.OnePackage, Answer, CHANGE, WRITE),
    Endpoint("GET", "packages/{package_id}/package_files", packages.list_files, p.ListFiles, Listing, SEE, READ),
    Endpoint("DELETE", "packages/{package_id}/package_files/{package_file_id}", packages.delete_file, p.OneFile, Answer, CHANGE, WRITE),
    Endpoint("GET", "packages/ml_models/{reference}/files/{path...}", packages.get, p.ModelFile, Answer, SEE, FILE),
    Endpoint("PUT", "packages/ml_models/{reference}/files/{path...}", packages.put, p.ModelFile, p.Created, CHANGE, FILE),
    Endpoint("GET", "packages/generic/{name}/{version}/{path...}", packages.get, p.GenericFile, Answer, SEE, FILE),
    Endpoint("PUT", "packages/generic/{name}/{version}/{path...}", packages.put, p.GenericFile, p.Created, CHANGE, FILE),
    Endpoint("GET", "access_tokens", access_tokens.listing_of_bots, t.ListBotTokens, Listing, READ_PROJECT_TOKENS, READ),
    Endpoint("POST", "access_tokens", access_tokens.create_bots, t.CreateBotToken, t.BotTokenInfo, MANAGE_PROJECT_TOKENS, ISSUE),
    Endpoint("POST", "access_tokens/self/rotate", access_tokens.rotate_bots_self, t.RotateSelf, t.BotTokenInfo, ROTATE_THIS_BOTS_TOKEN, ISSUE),
    Endpoint("GET", "access_tokens/{token_id}", access_tokens.get_bots, t.OneToken, t.BotTokenInfo, READ_PROJECT_TOKENS, READ),
    Endpoint("DELETE", "access_tokens/{token_id}", access_tokens.revoke_bots, t.OneToken, Answer, MANAGE_PROJECT_TOKENS, WRITE),
    Endpoint("POST", "access_tokens/{token_id}/rotate", access_tokens.rotate_bots, t.RotateToken, t.BotTokenInfo, MANAGE_PROJECT_TOKENS, ISSUE),
    Endpoint("GET", "invitations", invitations.listing, i.ListInvitations, Listing, INVITE_TO_PROJECT, READ),
    Endpoint("POST", "invitations", invitations.create, i.CreateInvitation, i.Invited, INVITE_TO_PROJECT, ISSUE),
    Endpoint("DELETE", "invitations/{email}", invitations.revoke, i.OneInvitation, Answer, INVITE_TO_PROJECT, WRITE),
    Endpoint("GET", "ci_trust_rules", ci_trust.listing, c.ListTrustRules, Listing, MANAGE_CI, READ),
    Endpoint("POST", "ci_trust_rules", ci_trust.create, c.CreateTrustRule, c.TrustRuleInfo, MANAGE_CI, WRITE),
    Endpoint("POST", "ci_trust_rules/test", ci_trust.test, c.TestToken, c.TestInfo, MANAGE_CI, TRUST),
    Endpoint("GET", "ci_trust_rules/{rule_id}", ci_trust.get, c.OneTrustRule, c.TrustRuleInfo, MANAGE_CI, READ),
    Endpoint("PUT", "ci_trust_rules/{rule_id}", ci_trust.update, c.ChangeTrustRule, c.TrustRuleInfo, MANAGE_CI, WRITE),
    Endpoint("DELETE", "ci_trust_rules/{rule_id}", ci_trust.delete, c.OneTrustRule, Answer, MANAGE_CI, WRITE),
    Endpoint("GET", "ci_source", ci_sources.get, cs.GetSource, cs.SourceInfo, MANAGE_CI, READ),
    Endpoint("PUT", "ci_source", ci_sources.put, cs.PutSource, cs.SourceInfo, MANAGE_CI, SOURCE),
    Endpoint("DELETE", "ci_source", ci_sources.delete, cs.GetSource, Answer, MANAGE_CI, WRITE),
    Endpoint("GET", "jobs", ci_jobs.listing, cj.ListJobs, Listing, READ_EXPERIMENTS, READ),
    Endpoint("GET", "jobs/{job_id}", ci_jobs.get, cj.OneJob, cj.JobInfo, READ_EXPERIMENTS, READ),
    Endpoint("PUT", "jobs/{job_id}", ci_jobs.tell, cj.TellJob, cj.JobInfo, WRITE_EXPERIMENTS, WRITE),
    Endpoint("GET", "pipelines/{pipeline_id}", ci_jobs.get_pipeline, cj.OnePipeline, cj.PipelineInfo, READ_EXPERIMENTS, READ),
    Endpoint("PUT", "pipelines/{pipeline_id}", ci_jobs.tell_pipeline, cj.TellPipeline, cj.PipelineInfo, WRITE_EXPERIMENTS, WRITE),
    Endpoint("GET", "pipelines/{pipeline_id}/jobs", ci_jobs.listing_of_pipeline, cj.ListPipelineJobs, Listing, READ_EXPERIMENTS, READ),
    Endpoint("GET", "audit_events", audit_events.listing, ae.ListAuditEvents, Listing, READ_PROJECT_AUDIT, READ),
    Endpoint("GET", "audit_events/{event_id}", audit_events.get, ae.OneAuditEvent, ae.AuditEventInfo, READ_PROJECT_AUDIT, READ),
)

GROUP: tuple[Endpoint, ...] = (
    Endpoint("GET", "", groups.get, g.GetGroup, g.GroupInfo, READ_GROUP, READ),
    Endpoint("PUT", "", groups.update, g.UpdateGroup, g.GroupInfo, CHANGE_GROUP, WRITE),
    Endpoint("DELETE", "", groups.delete, g.GetGroup, Answer, DELETE_GROUP, WRITE),
    Endpoint("GET", "subgroups", groups.subgroups, g.ListGroups, Listing, READ_GROUP, READ),
    Endpoint("GET", "descendant_groups", groups.descendants, g.ListGroups, Listing, READ_GROUP, READ),
    Endpoint("GET", "projects", projects.of_group, j.ListGroupProjects, Listing, READ_GROUP, READ),
    Endpoint("GET", "members", members.listing, m.ListMembers, Listing, READ_MEMBERS, READ),
    Endpoint("POST", "members", members.add, m.AddMember, m.MemberInfo, MANAGE_GROUP_MEMBERS, WRITE),
    Endpoint("GET", "members/all", members.listing_all, m.ListMembers, Listing, READ_MEMBERS, READ),
    Endpoint("GET", "members/all/{user_id}", members.get_of_all, m.OneMember, m.MemberInfo, READ_MEMBERS, READ),
    Endpoint("GET", "members/{user_id}", members.get, m.OneMember, m.MemberInfo, READ_MEMBERS, READ),
    Endpoint("PUT", "members/{user_id}", members.change, m.ChangeMember, m.MemberInfo, MANAGE_GROUP_MEMBERS, WRITE),
    Endpoint("DELETE", "members/{user_id}", members.remove, m.RemoveMember, Answer, LEAVE, WRITE),
    Endpoint("GET", "access_tokens", access_tokens.listing_of_bots, t.ListBotTokens, Listing, READ_GROUP_TOKENS, READ),
    Endpoint("POST", "access_tokens", access_tokens.create_bots, t.CreateBotToken, t.BotTokenInfo, MANAGE_GROUP_TOKENS, ISSUE),
    Endpoint("POST", "access_tokens/self/rotate", access_tokens.rotate_bots_self, t.RotateSelf, t.BotTokenInfo, ROTATE_THIS_BOTS_TOKEN, ISSUE),
    Endpoint("GET", "access_tokens/{token_id}", access_tokens.get_bots, t.OneToken, t.BotTokenInfo, READ_GROUP_TOKENS, READ),
    Endpoint("DELETE", "access_tokens/{token_id}", access_tokens.revoke_bots, t.OneToken, Answer, MANAGE_GROUP_TOKENS, WRITE),
    Endpoint("POST", "access_tokens/{token_id}/rotate", access_tokens.rotate_bots, t.RotateToken, t.BotTokenInfo, MANAGE_GROUP_TOKENS, ISSUE),
    Endpoint("GET", "invitations", invitations.listing, i.ListInvitations, Listing, INVITE_TO_GROUP, READ),
    Endpoint("POST", "invitations", invitations.create, i.CreateInvitation, i.Invited, INVITE_TO_GROUP, ISSUE),
    Endpoint("DELETE", "invitations/{email}", invitations.revoke, i.OneInvitation, Answer, INVITE_TO_GROUP, WRITE),
    Endpoint("GET", "audit_events", audit_events.listing, ae.ListAuditEvents, Listing, READ_GROUP_AUDIT, READ),
    Endpoint("GET", "audit_events/{event_id}", audit_events.get, ae.OneAuditEvent, ae.AuditEventInfo, READ_GROUP_AUDIT, READ),
)

SERVER: tuple[Endpoint, ...] = (
    Endpoint("GET", "projects", projects.listing, j.ListProjects, Listing, READ_PLACES, READ),
    Endpoint("POST", "projects", projects.create, j.CreateProject, ProjectInfo, CREATE_PROJECTS, WRITE),
    Endpoint("GET", "groups", groups.listing, g.ListGroups, Listing, READ_PLACES, READ),
    Endpoint("POST", "groups", groups.create, g.CreateGroup, g.GroupInfo, CREATE_GROUPS, WRITE),
    Endpoint("GET", "namespaces", groups.list_namespaces, n.ListNamespaces, Listing, READ_PLACES, READ),
    Endpoint("GET", "namespaces/{reference}", groups.get_namespace, n.OneNamespace, n.NamespaceInfo, READ_PLACES, READ),
    Endpoint("GET", "version", server.version, Nothing, Version, Open.OPEN, PLAIN),
    Endpoint("GET", "metadata", server.metadata, Nothing, Metadata, Open.OPEN, PLAIN),
    Endpoint("GET", "user", users.current, Nothing, u.FullUserInfo, READ_USERS, READ),
    Endpoint("GET", "users", users.listing, u.ListUsers, Listing, READ_USERS, READ),
    Endpoint("POST", "users", users.create, u.CreateUser, u.FullUserInfo, MANAGE_USERS, ISSUE),
    Endpoint("GET", "users/{user_id}", users.get, u.OneUser, u.UserInfo, READ_USERS, READ),
    Endpoint("PUT", "users/{user_id}", users.update, u.UpdateUser, u.FullUserInfo, MANAGE_USERS, ISSUE),
    Endpoint("DELETE", "users/{user_id}", users.delete, u.OneUser, Answer, MANAGE_USERS, WRITE),
    Endpoint("POST", "users/{user_id}/block", users.block, u.OneUser, Answer, MANAGE_USERS, WRITE),
    Endpoint("POST", "users/{user_id}/unblock", users.unblock, u.OneUser, Answer, MANAGE_USERS, WRITE),
    Endpoint("POST", "users/{user_id}/deactivate", users.deactivate, u.OneUser, Answer, MANAGE_USERS, WRITE),
    Endpoint("POST", "users/{user_id}/activate", users.activate, u.OneUser, Answer, MANAGE_USERS, WRITE),
    Endpoint("GET", "users/{user_id}/personal_access_tokens", access_tokens.listing_of, t.ListTokensOf, Listing, READ_TOKENS, READ),
    Endpoint("POST", "users/{user_id}/personal_access_tokens", access_tokens.create_of, t.CreateTokenOf, t.TokenInfo, MANAGE_USERS, ISSUE),
    Endpoint("POST", "user/personal_access_tokens", access_tokens.create, t.CreateToken, t.TokenInfo, MANAGE_TOKENS, ISSUE),
    Endpoint("GET", "personal_access_tokens", access_tokens.listing, t.ListTokens, Listing, READ_TOKENS, READ),
    Endpoint("GET", "personal_access_tokens/self", access_tokens.get_self, Nothing, t.TokenInfo, READ_THIS_TOKEN, READ),
    Endpoint("DELETE", "personal_access_tokens/self", access_tokens.revoke_self, Nothing, Answer, END_THIS_TOKEN, WRITE),
    Endpoint("POST", "personal_access_tokens/self/rotate", access_tokens.rotate_self, t.RotateSelf, t.TokenInfo, ROTATE_THIS_TOKEN, ISSUE),
    Endpoint("GET", "personal_access_tokens/{token_id}", access_tokens.get, t.OneToken, t.TokenInfo, READ_TOKENS, READ),
    Endpoint("DELETE", "personal_access_tokens/{token_id}", access_tokens.revoke, t.OneToken, Answer, MANAGE_TOKENS, WRITE),
    Endpoint("POST", "personal_access_tokens/{token_id}/rotate", access_tokens.rotate, t.RotateToken, t.TokenInfo, MANAGE_TOKENS, ISSUE),
    Endpoint("GET", "audit_events", audit_events.listing, ae.ListServerAuditEvents, Listing, READ_AUDIT, READ),
    Endpoint("GET", "audit_events/{event_id}", audit_events.get, ae.OneAuditEvent, ae.AuditEventInfo, READ_AUDIT, READ),
)
