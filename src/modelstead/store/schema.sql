-- The schema that the migrations make on SQLite. Written by `make schema`; do not edit.

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE instance (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE users (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    username TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    kind TEXT NOT NULL,
    is_admin SMALLINT NOT NULL,
    is_active SMALLINT NOT NULL,
    password_hash TEXT,
    created_at BIGINT NOT NULL,
    UNIQUE (username),
    UNIQUE (email)
);

CREATE TABLE groups (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    parent_id INTEGER,
    path TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    FOREIGN KEY(parent_id) REFERENCES groups (id),
    UNIQUE (path)
);

CREATE TABLE projects (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    group_id INTEGER NOT NULL,
    path TEXT NOT NULL,
    visibility TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    FOREIGN KEY(group_id) REFERENCES groups (id),
    UNIQUE (path)
);

CREATE TABLE project_members (
    project_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    role SMALLINT NOT NULL,
    expires_at BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (project_id, user_id),
    FOREIGN KEY(project_id) REFERENCES projects (id),
    FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE TABLE group_members (
    group_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    role SMALLINT NOT NULL,
    expires_at BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (group_id, user_id),
    FOREIGN KEY(group_id) REFERENCES groups (id),
    FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE TABLE counters (
    project_id INTEGER NOT NULL,
    noun TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (project_id, noun),
    FOREIGN KEY(project_id) REFERENCES projects (id)
) WITHOUT ROWID;

CREATE TABLE access_tokens (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    digest BLOB NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    last_used_at BIGINT,
    FOREIGN KEY(user_id) REFERENCES users (id),
    UNIQUE (digest)
);

CREATE INDEX ix_access_tokens_user_id ON access_tokens (user_id);

CREATE TABLE one_time_links (
    digest BLOB NOT NULL,
    purpose TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (digest),
    FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE TABLE replays (
    digest BLOB NOT NULL,
    answer BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (digest)
);

CREATE TABLE experiments (
    id INTEGER NOT NULL,
    project_id INTEGER NOT NULL,
    iid BIGINT NOT NULL,
    name TEXT NOT NULL,
    artifact_location TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    PRIMARY KEY (id),
    UNIQUE (project_id, iid),
    UNIQUE (project_id, name),
    FOREIGN KEY(project_id) REFERENCES projects (id)
);

CREATE INDEX experiments_newest ON experiments (project_id, created_at DESC, iid);

CREATE TABLE experiment_tags (
    experiment_id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (experiment_id, "key"),
    FOREIGN KEY(experiment_id) REFERENCES experiments (id)
) WITHOUT ROWID;

CREATE TABLE runs (
    id INTEGER NOT NULL,
    project_id INTEGER NOT NULL,
    experiment_id INTEGER NOT NULL,
    iid BIGINT NOT NULL,
    run_id TEXT NOT NULL,
    name TEXT NOT NULL,
    user_id TEXT NOT NULL,
    created_by INTEGER,
    status SMALLINT NOT NULL,
    start_time BIGINT NOT NULL,
    end_time BIGINT,
    deleted_at BIGINT,
    deleted_with_experiment SMALLINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (project_id, iid),
    FOREIGN KEY(project_id) REFERENCES projects (id),
    FOREIGN KEY(experiment_id) REFERENCES experiments (id),
    UNIQUE (run_id),
    FOREIGN KEY(created_by) REFERENCES users (id)
);

CREATE INDEX runs_newest ON runs (experiment_id, start_time DESC, run_id);

CREATE TABLE run_keys (
    id INTEGER NOT NULL,
    experiment_id INTEGER NOT NULL,
    kind SMALLINT NOT NULL,
    "key" TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (experiment_id, "key", kind),
    FOREIGN KEY(experiment_id) REFERENCES experiments (id)
);

CREATE TABLE params (
    run_id INTEGER NOT NULL,
    key_id INTEGER NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (run_id, key_id),
    FOREIGN KEY(run_id) REFERENCES runs (id)
) WITHOUT ROWID;

CREATE INDEX params_values ON params (key_id, value, run_id) WHERE length(value) <= 64;

CREATE TABLE run_tags (
    run_id INTEGER NOT NULL,
    key_id INTEGER NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (run_id, key_id),
    FOREIGN KEY(run_id) REFERENCES runs (id)
) WITHOUT ROWID;

CREATE INDEX run_tags_values ON run_tags (key_id, value, run_id) WHERE length(value) <= 64;

CREATE TABLE metric_points (
    run_id INTEGER NOT NULL,
    key_id INTEGER NOT NULL,
    timestamp BIGINT NOT NULL,
    step BIGINT NOT NULL,
    value REAL NOT NULL,
    is_nan SMALLINT NOT NULL,
    PRIMARY KEY (run_id, key_id, timestamp, step, value, is_nan)
) WITHOUT ROWID;

CREATE TABLE latest_metrics (
    run_id INTEGER NOT NULL,
    key_id INTEGER NOT NULL,
    step BIGINT NOT NULL,
    timestamp BIGINT NOT NULL,
    value REAL NOT NULL,
    is_nan SMALLINT NOT NULL,
    PRIMARY KEY (run_id, key_id)
) WITHOUT ROWID;

CREATE INDEX latest_metrics_values ON latest_metrics (key_id, is_nan, value, run_id);

CREATE TABLE datasets (
    id INTEGER NOT NULL,
    experiment_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    source_type TEXT NOT NULL,
    source TEXT NOT NULL,
    schema TEXT,
    profile TEXT,
    PRIMARY KEY (id),
    UNIQUE (experiment_id, name, digest),
    FOREIGN KEY(experiment_id) REFERENCES experiments (id)
);

CREATE TABLE run_datasets (
    run_id INTEGER NOT NULL,
    dataset_id INTEGER NOT NULL,
    PRIMARY KEY (run_id, dataset_id),
    FOREIGN KEY(run_id) REFERENCES runs (id),
    FOREIGN KEY(dataset_id) REFERENCES datasets (id)
) WITHOUT ROWID;

CREATE TABLE run_dataset_tags (
    run_id INTEGER NOT NULL,
    dataset_id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (run_id, dataset_id, "key"),
    FOREIGN KEY(run_id, dataset_id) REFERENCES run_datasets (run_id, dataset_id)
) WITHOUT ROWID;

CREATE TABLE run_models (
    run_id INTEGER NOT NULL,
    direction SMALLINT NOT NULL,
    model_id TEXT NOT NULL,
    step BIGINT NOT NULL,
    PRIMARY KEY (run_id, direction, model_id),
    FOREIGN KEY(run_id) REFERENCES runs (id)
) WITHOUT ROWID;

INSERT INTO alembic_version (version_num) VALUES ('0001');

CREATE TABLE blobs (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    size BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (project_id, sha256),
    FOREIGN KEY(project_id) REFERENCES projects (id),
    UNIQUE (name)
);

CREATE TABLE artifacts (
    owner_kind SMALLINT NOT NULL,
    owner_id INTEGER NOT NULL,
    folder TEXT NOT NULL,
    name TEXT NOT NULL,
    blob_id INTEGER NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (owner_kind, owner_id, folder, name),
    FOREIGN KEY(blob_id) REFERENCES blobs (id)
) WITHOUT ROWID;

CREATE INDEX ix_artifacts_blob_id ON artifacts (blob_id);

UPDATE alembic_version SET version_num='0002' WHERE alembic_version.version_num = '0001';

CREATE TABLE logged_models (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL,
    experiment_id INTEGER NOT NULL,
    model_id TEXT NOT NULL,
    name TEXT NOT NULL,
    model_type TEXT,
    source_run_id TEXT,
    created_by INTEGER,
    status SMALLINT NOT NULL,
    status_message TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    FOREIGN KEY(project_id) REFERENCES projects (id),
    FOREIGN KEY(experiment_id) REFERENCES experiments (id),
    UNIQUE (model_id),
    FOREIGN KEY(created_by) REFERENCES users (id)
);

CREATE INDEX logged_models_newest ON logged_models (experiment_id, created_at DESC, model_id);

CREATE INDEX logged_models_names ON logged_models (experiment_id, name, created_at DESC, model_id);

CREATE INDEX logged_models_sources ON logged_models (experiment_id, source_run_id, created_at DESC, model_id);

CREATE TABLE logged_model_params (
    model_id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (model_id, "key"),
    FOREIGN KEY(model_id) REFERENCES logged_models (id)
) WITHOUT ROWID;

CREATE TABLE logged_model_tags (
    model_id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (model_id, "key"),
    FOREIGN KEY(model_id) REFERENCES logged_models (id)
) WITHOUT ROWID;

CREATE TABLE logged_model_metrics (
    model_id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    timestamp BIGINT NOT NULL,
    step BIGINT NOT NULL,
    run_id INTEGER NOT NULL,
    dataset BIGINT NOT NULL,
    value REAL NOT NULL,
    is_nan SMALLINT NOT NULL,
    dataset_name TEXT,
    dataset_digest TEXT,
    PRIMARY KEY (model_id, "key", timestamp, step, run_id, dataset, value, is_nan)
) WITHOUT ROWID;

UPDATE alembic_version SET version_num='0003' WHERE alembic_version.version_num = '0002';

CREATE TABLE packages (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    UNIQUE (project_id, name, version),
    FOREIGN KEY(project_id) REFERENCES projects (id)
);

UPDATE alembic_version SET version_num='0004' WHERE alembic_version.version_num = '0003';

CREATE TABLE uploads (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL,
    upload_id TEXT NOT NULL,
    kind SMALLINT NOT NULL,
    address TEXT NOT NULL,
    part_count INTEGER NOT NULL,
    stored_bytes BIGINT NOT NULL,
    token_id INTEGER,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    completed_at BIGINT,
    FOREIGN KEY(project_id) REFERENCES projects (id),
    UNIQUE (upload_id)
);

CREATE INDEX uploads_of_projects ON uploads (project_id, completed_at);

CREATE INDEX uploads_oldest ON uploads (expires_at);

CREATE TABLE upload_parts (
    upload_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    blob TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    size BIGINT NOT NULL,
    PRIMARY KEY (upload_id, number),
    FOREIGN KEY(upload_id) REFERENCES uploads (id),
    UNIQUE (blob)
) WITHOUT ROWID;

ALTER TABLE projects ADD COLUMN quota_bytes BIGINT;

ALTER TABLE projects ADD COLUMN used_bytes BIGINT DEFAULT '0' NOT NULL;

UPDATE projects SET used_bytes = (SELECT COALESCE(SUM(size), 0) FROM blobs WHERE blobs.project_id = projects.id);

UPDATE alembic_version SET version_num='0005' WHERE alembic_version.version_num = '0004';

CREATE TABLE registered_models (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL,
    experiment_id INTEGER,
    iid BIGINT NOT NULL,
    name TEXT NOT NULL,
    is_prompt SMALLINT NOT NULL,
    description TEXT NOT NULL,
    last_number BIGINT DEFAULT '0' NOT NULL,
    created_by INTEGER,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    UNIQUE (project_id, iid),
    FOREIGN KEY(project_id) REFERENCES projects (id),
    FOREIGN KEY(experiment_id) REFERENCES experiments (id),
    FOREIGN KEY(created_by) REFERENCES users (id)
);

CREATE UNIQUE INDEX registered_models_names ON registered_models (project_id, name) WHERE deleted_at IS NULL;

CREATE INDEX registered_models_experiments ON registered_models (experiment_id);

CREATE TABLE model_versions (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL,
    model_id INTEGER NOT NULL,
    iid BIGINT NOT NULL,
    number BIGINT NOT NULL,
    semantic_version TEXT NOT NULL,
    precedence TEXT NOT NULL,
    is_prerelease SMALLINT NOT NULL,
    stage SMALLINT NOT NULL,
    description TEXT NOT NULL,
    source TEXT NOT NULL,
    run_link TEXT NOT NULL,
    run_id INTEGER,
    logged_model_id TEXT,
    files_sha256 BLOB NOT NULL,
    created_by INTEGER,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    UNIQUE (project_id, iid),
    UNIQUE (model_id, number),
    FOREIGN KEY(project_id) REFERENCES projects (id),
    FOREIGN KEY(model_id) REFERENCES registered_models (id),
    FOREIGN KEY(run_id) REFERENCES runs (id),
    FOREIGN KEY(created_by) REFERENCES users (id)
);

CREATE UNIQUE INDEX model_versions_semantic ON model_versions (model_id, semantic_version) WHERE deleted_at IS NULL;

CREATE INDEX model_versions_precedence ON model_versions (model_id, precedence, number);

CREATE INDEX model_versions_highest ON model_versions (model_id, stage, is_prerelease, precedence DESC, number DESC) WHERE deleted_at IS NULL;

CREATE INDEX model_versions_updated ON model_versions (project_id, updated_at DESC);

CREATE INDEX model_versions_runs ON model_versions (run_id);

CREATE INDEX model_versions_logged_models ON model_versions (logged_model_id);

CREATE TABLE registered_model_tags (
    owner_id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (owner_id, "key"),
    FOREIGN KEY(owner_id) REFERENCES registered_models (id)
) WITHOUT ROWID;

CREATE TABLE model_version_tags (
    owner_id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (owner_id, "key"),
    FOREIGN KEY(owner_id) REFERENCES model_versions (id)
) WITHOUT ROWID;

CREATE INDEX model_version_tags_prompts ON model_version_tags (owner_id) WHERE key = 'mlflow.prompt.is_prompt' AND value = 'true';

CREATE TABLE model_aliases (
    model_id INTEGER NOT NULL,
    alias TEXT NOT NULL,
    version_id INTEGER NOT NULL,
    PRIMARY KEY (model_id, alias),
    FOREIGN KEY(model_id) REFERENCES registered_models (id),
    FOREIGN KEY(version_id) REFERENCES model_versions (id)
) WITHOUT ROWID;

CREATE INDEX model_aliases_versions ON model_aliases (version_id);

CREATE TABLE audit_events (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER,
    user_id INTEGER,
    token_id INTEGER,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    details TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    FOREIGN KEY(project_id) REFERENCES projects (id),
    FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE INDEX audit_events_newest ON audit_events (project_id, id);

ALTER TABLE runs ADD COLUMN version_id INTEGER;

ALTER TABLE projects ADD COLUMN shared_names SMALLINT DEFAULT '0' NOT NULL;

UPDATE alembic_version SET version_num='0006' WHERE alembic_version.version_num = '0005';

CREATE TABLE webhooks (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL,
    webhook_id TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    secret BLOB,
    status SMALLINT NOT NULL,
    created_by INTEGER,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    FOREIGN KEY(project_id) REFERENCES projects (id),
    UNIQUE (webhook_id),
    FOREIGN KEY(created_by) REFERENCES users (id)
);

CREATE INDEX webhooks_of_projects ON webhooks (project_id, id) WHERE deleted_at IS NULL;

CREATE TABLE webhook_deliveries (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL,
    webhook_id INTEGER NOT NULL,
    delivery_id TEXT NOT NULL,
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    state SMALLINT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at BIGINT NOT NULL,
    last_status INTEGER,
    last_answer TEXT NOT NULL,
    last_error TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    FOREIGN KEY(project_id) REFERENCES projects (id),
    FOREIGN KEY(webhook_id) REFERENCES webhooks (id),
    UNIQUE (delivery_id)
);

CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_at) WHERE state = 0;

CREATE INDEX webhook_deliveries_log ON webhook_deliveries (webhook_id, id);

UPDATE alembic_version SET version_num='0007' WHERE alembic_version.version_num = '0006';

ALTER TABLE groups ADD COLUMN name TEXT DEFAULT '' NOT NULL;

ALTER TABLE groups ADD COLUMN description TEXT DEFAULT '' NOT NULL;

ALTER TABLE groups ADD COLUMN created_by INTEGER;

ALTER TABLE groups ADD COLUMN updated_at BIGINT DEFAULT '0' NOT NULL;

ALTER TABLE groups ADD COLUMN deleted_at BIGINT;

UPDATE groups SET updated_at = created_at;

ALTER TABLE projects ADD COLUMN name TEXT DEFAULT '' NOT NULL;

ALTER TABLE projects ADD COLUMN description TEXT DEFAULT '' NOT NULL;

ALTER TABLE projects ADD COLUMN created_by INTEGER;

ALTER TABLE projects ADD COLUMN updated_at BIGINT DEFAULT '0' NOT NULL;

ALTER TABLE projects ADD COLUMN deleted_at BIGINT;

UPDATE projects SET updated_at = created_at;

ALTER TABLE groups ADD COLUMN visibility TEXT DEFAULT 'private' NOT NULL;

UPDATE groups SET visibility = 'internal' WHERE EXISTS (SELECT 1 FROM projects p WHERE p.visibility = 'internal' AND SUBSTR(p.path, 1, LENGTH(groups.path) + 1) = groups.path || '/');

UPDATE groups SET visibility = 'public' WHERE EXISTS (SELECT 1 FROM projects p WHERE p.visibility = 'public' AND SUBSTR(p.path, 1, LENGTH(groups.path) + 1) = groups.path || '/');

ALTER TABLE projects ADD COLUMN archived_at BIGINT;

ALTER TABLE projects ADD COLUMN retention_days INTEGER;

ALTER TABLE users ADD COLUMN deleted_at BIGINT;

ALTER TABLE users ADD COLUMN deactivated_at BIGINT;

ALTER TABLE users ADD COLUMN project_id INTEGER;

ALTER TABLE users ADD COLUMN group_id INTEGER;

UPDATE users SET project_id = (SELECT MIN(m.project_id) FROM project_members m WHERE m.user_id = users.id) WHERE kind = 'project_bot';

ALTER TABLE users ADD COLUMN last_sign_in_at BIGINT;

ALTER TABLE access_tokens ADD COLUMN description TEXT DEFAULT '' NOT NULL;

ALTER TABLE access_tokens ADD COLUMN family_id INTEGER;

ALTER TABLE access_tokens ADD COLUMN rotated_at BIGINT;

CREATE INDEX access_tokens_families ON access_tokens (family_id);

CREATE INDEX users_projects ON users (project_id);

CREATE INDEX users_groups ON users (group_id);

CREATE INDEX projects_groups ON projects (group_id);

CREATE INDEX groups_parents ON groups (parent_id);

CREATE INDEX project_members_users ON project_members (user_id);

CREATE INDEX group_members_users ON group_members (user_id);

CREATE TABLE sessions (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL,
    digest BLOB NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    FOREIGN KEY(user_id) REFERENCES users (id),
    UNIQUE (digest)
);

CREATE INDEX sessions_users ON sessions (user_id);

CREATE TABLE sign_in_failures (
    subject TEXT NOT NULL,
    failures INTEGER NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (subject)
) WITHOUT ROWID;

CREATE INDEX ix_sign_in_failures_at ON sign_in_failures (at);

ALTER TABLE group_members ADD COLUMN is_managed SMALLINT DEFAULT '0' NOT NULL;

ALTER TABLE project_members ADD COLUMN is_managed SMALLINT DEFAULT '0' NOT NULL;

CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject),
    FOREIGN KEY(user_id) REFERENCES users (id)
) WITHOUT ROWID;

CREATE INDEX identities_users ON identities (user_id);

CREATE TABLE invitations (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER,
    group_id INTEGER,
    email TEXT NOT NULL,
    role SMALLINT NOT NULL,
    member_expires_at BIGINT,
    digest BLOB NOT NULL,
    created_by INTEGER,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    accepted_at BIGINT,
    revoked_at BIGINT,
    FOREIGN KEY(project_id) REFERENCES projects (id),
    FOREIGN KEY(group_id) REFERENCES groups (id),
    UNIQUE (digest),
    FOREIGN KEY(created_by) REFERENCES users (id)
);

ALTER TABLE audit_events ADD COLUMN group_id INTEGER;

ALTER TABLE audit_events ADD COLUMN address TEXT DEFAULT '' NOT NULL;

CREATE INDEX audit_events_users ON audit_events (user_id, id);

UPDATE alembic_version SET version_num='0008' WHERE alembic_version.version_num = '0007';

CREATE TABLE stars (
    user_id INTEGER NOT NULL,
    noun SMALLINT NOT NULL,
    item_id INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, noun, item_id),
    FOREIGN KEY(user_id) REFERENCES users (id)
) WITHOUT ROWID;

CREATE INDEX stars_items ON stars (noun, item_id);

CREATE TABLE saved_views (
    id INTEGER NOT NULL,
    experiment_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    "query" TEXT NOT NULL,
    user_id INTEGER,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (experiment_id, name),
    FOREIGN KEY(experiment_id) REFERENCES experiments (id),
    FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE INDEX runs_running ON runs (project_id, start_time, experiment_id) WHERE status = 1;

CREATE INDEX runs_deleted ON runs (experiment_id, start_time DESC, run_id) WHERE deleted_at IS NOT NULL;

UPDATE alembic_version SET version_num='0009' WHERE alembic_version.version_num = '0008';

CREATE INDEX runs_trash ON runs (project_id, deleted_with_experiment, deleted_at, id, version_id) WHERE deleted_at IS NOT NULL;

CREATE INDEX logged_models_trash ON logged_models (project_id, deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE INDEX model_versions_trash ON model_versions (project_id, deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE INDEX audit_events_subjects ON audit_events (project_id, subject);

UPDATE alembic_version SET version_num='0010' WHERE alembic_version.version_num = '0009';

CREATE INDEX runs_names ON runs (project_id, LOWER(name)) WHERE length(name) > 0;

UPDATE alembic_version SET version_num='0011' WHERE alembic_version.version_num = '0010';

CREATE TABLE ci_jobs (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL,
    system TEXT NOT NULL,
    job_id TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    stage TEXT DEFAULT '' NOT NULL,
    status TEXT DEFAULT '' NOT NULL,
    url TEXT DEFAULT '' NOT NULL,
    pipeline_id TEXT DEFAULT '' NOT NULL,
    pipeline_url TEXT DEFAULT '' NOT NULL,
    pipeline_source TEXT DEFAULT '' NOT NULL,
    ref TEXT DEFAULT '' NOT NULL,
    commit_sha TEXT DEFAULT '' NOT NULL,
    commit_title TEXT DEFAULT '' NOT NULL,
    merge_request_iid TEXT DEFAULT '' NOT NULL,
    merge_request_title TEXT DEFAULT '' NOT NULL,
    merge_request_url TEXT DEFAULT '' NOT NULL,
    project_path TEXT DEFAULT '' NOT NULL,
    project_url TEXT DEFAULT '' NOT NULL,
    user_login TEXT DEFAULT '' NOT NULL,
    user_name TEXT DEFAULT '' NOT NULL,
    environment TEXT DEFAULT '' NOT NULL,
    is_verified SMALLINT DEFAULT '0' NOT NULL,
    attempts INTEGER DEFAULT '0' NOT NULL,
    ask_at BIGINT,
    last_error TEXT DEFAULT '' NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    resolved_at BIGINT,
    UNIQUE (project_id, system, job_id),
    FOREIGN KEY(project_id) REFERENCES projects (id)
);

CREATE INDEX ci_jobs_newest ON ci_jobs (project_id, id);

CREATE INDEX ci_jobs_pipelines ON ci_jobs (project_id, pipeline_id);

CREATE INDEX ci_jobs_due ON ci_jobs (ask_at) WHERE ask_at IS NOT NULL;

ALTER TABLE runs ADD COLUMN ci_job_id INTEGER;

ALTER TABLE runs ADD COLUMN ci_job_is_sure SMALLINT DEFAULT '0' NOT NULL;

CREATE INDEX runs_ci_jobs ON runs (ci_job_id) WHERE ci_job_id IS NOT NULL;

ALTER TABLE model_versions ADD COLUMN ci_job_id INTEGER;

ALTER TABLE model_versions ADD COLUMN ci_job_is_sure SMALLINT DEFAULT '0' NOT NULL;

CREATE INDEX model_versions_ci_jobs ON model_versions (ci_job_id) WHERE ci_job_id IS NOT NULL;

CREATE TABLE ci_trust_rules (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    project_path TEXT NOT NULL,
    ref TEXT NOT NULL,
    only_protected SMALLINT NOT NULL,
    environment TEXT NOT NULL,
    role SMALLINT NOT NULL,
    created_by INTEGER,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    FOREIGN KEY(project_id) REFERENCES projects (id),
    FOREIGN KEY(created_by) REFERENCES users (id)
);

CREATE INDEX ci_trust_rules_projects ON ci_trust_rules (project_id);

CREATE INDEX ci_trust_rules_issuers ON ci_trust_rules (issuer);

CREATE TABLE ci_sources (
    project_id INTEGER NOT NULL,
    url TEXT NOT NULL,
    path TEXT NOT NULL,
    token BLOB,
    created_by INTEGER,
    updated_at BIGINT NOT NULL,
    last_error TEXT DEFAULT '' NOT NULL,
    rests_until BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (project_id),
    FOREIGN KEY(project_id) REFERENCES projects (id),
    FOREIGN KEY(created_by) REFERENCES users (id)
) WITHOUT ROWID;

UPDATE alembic_version SET version_num='0012' WHERE alembic_version.version_num = '0011';
