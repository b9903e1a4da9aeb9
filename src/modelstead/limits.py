"""Every limit, with its unit and its reason. Lengths count characters unless the name says bytes."""

# Numbers on the wire and in both databases are signed 64-bit.
INT64_MIN = -(2**63)
INT64_MAX = 2**63 - 1

# Requests. A log-batch at its item limits is about 1 MiB of JSON.
JSON_BODY_BYTES = 2 * 1024 * 1024  # of any request with a body
HEADER_BYTES = 32 * 1024  # of one request, all headers together
HEADER_COUNT = 100  # of one request
TARGET_BYTES = 16 * 1024  # path and query of one request
HEADER_SECONDS = 10  # from a request's first byte to the end of its headers
BODY_IDLE_SECONDS = 30  # without progress in a body, or in the reading of an answer
CONNECTION_IDLE_SECONDS = 75  # between requests; longer than proxies keep a connection, so that they close it first
OPEN_FILES = 65_536  # connections and files of one process, where the system allows as many
STOP_SECONDS = 30  # for requests under way when the server is told to stop

# Names and values, as MLflow's newest server has them; what is longer is refused, never cut.
KEY_LENGTH = 250  # of metrics, params and tags
PARAM_VALUE_LENGTH = 6_000  # MLflow's server cuts longer ones
TAG_VALUE_LENGTH = 8_000  # of a run's tag; MLflow's server cuts longer ones
RUN_NAME_LENGTH = 500
USER_ID_LENGTH = 256
EXPERIMENT_NAME_LENGTH = 500
EXPERIMENT_TAG_VALUE_LENGTH = 20_000
ARTIFACT_LOCATION_LENGTH = 2_000
MODEL_JSON_BYTES = 64 * 1024  # one entry of mlflow.log-model.history
MODEL_HISTORY_BYTES = 1024 * 1024  # the whole tag
MODEL_ID_LENGTH = 255
DATASET_NAME_LENGTH = 500
DATASET_DIGEST_LENGTH = 36
DATASET_SOURCE_TYPE_LENGTH = 36
DATASET_SOURCE_LENGTH = 65_535
DATASET_SCHEMA_LENGTH = 1_048_575
DATASET_PROFILE_LENGTH = 16_777_215  # JSON_BODY_BYTES ends it earlier
LOGGED_MODEL_NAME_LENGTH = 500
LOGGED_MODEL_TYPE_LENGTH = 500
LOGGED_MODEL_SOURCE_LENGTH = 256  # its source_run_id, which need not be a run of this server
LOGGED_MODEL_KEY_LENGTH = 255  # of its params and tags
LOGGED_MODEL_VALUE_LENGTH = 65_535  # the same; what MLflow's server has room for on MySQL
INPUT_TAG_KEY_LENGTH = 255  # tags of a dataset as a run's input
INPUT_TAG_VALUE_LENGTH = 500  # the same

# What one call may carry; a log-batch as much as the client puts into one.
BATCH_METRICS = 1_000
BATCH_PARAMS = 100
BATCH_TAGS = 100
BATCH_ITEMS = 1_000  # metrics, params and tags together
INPUTS_DATASETS = 1_000  # in one log-inputs
RUN_MODELS = 1_000  # in one log-inputs or outputs
EXPERIMENT_TAGS = 1_000  # in one experiments/create
LOGGED_MODEL_ITEMS = 1_000  # params, and tags, of a logged model; clients send 100 params at a time
SEARCH_DATASETS = 100  # in one logged-models/search

# Artifacts.
ARTIFACT_PATH_BYTES = 1_024  # of a file's whole path below its owner, as UTF-8
ARTIFACT_NAME_BYTES = 255  # of one name in it
ARTIFACT_DEPTH = 32  # names in a path
ARTIFACT_LIST = 100_000  # entries of one folder in one answer
UPLOAD_PARTS = 10_000  # of one upload in parts
UPLOAD_HOURS = 24  # from the beginning of an upload in parts to its end; then its parts are removed
UPLOADS_OPEN = 1_000  # unfinished ones of one project
UPLOAD_BODY_BYTES = 8 * 1024 * 1024  # of the call that completes one, which lists each part with its address
PRESIGNED_SECONDS = 300  # how long a presigned download works when the caller names no time
PRESIGNED_UPLOAD_SECONDS = 900  # the same, of an upload
PRESIGNED_SECONDS_MAX = 604_800  # 7 days, as cloud stores have it
ARTIFACT_SMALL_BYTES = 64 * 1024  # of a file that is stored before anything is asked: refusing it later costs little
ROOM_SECONDS = 1  # how long the free space of a disk is remembered
FREE_BYTES_MIN = 64 * 1024 * 1024  # what an upload must leave free on the disk
BLOB_AGE_SECONDS = 3_600  # before a blob that nothing points to is removed: an upload may be about to name it
BLOB_AGE_S3_SECONDS = 86_400  # the same in S3, where a blob is as old as the beginning of its upload
LEFTOVER_SECONDS = 3_600  # before an unfinished file is removed, which belongs to nobody any more
SWEEP_SECONDS = 3_600  # from one sweep of what nobody needs to the next, by one of all server processes
SWEEP_DELAY_SECONDS = 5  # from a server's start to its first look whether to sweep
SWEEP_BATCH = 1_000  # blobs looked at, or removed, in one transaction
PACKAGE_NAME_LENGTH = 255  # of a generic package's name, and of its version

# The model registry. MLflow has room for 256 characters of a name, and 100,000 of a tag.
REGISTERED_MODEL_NAME_LENGTH = 256
REGISTRY_TAG_VALUE_LENGTH = 100_000  # of a registered model, and of a version; prompts keep their text in one
REGISTRY_TAGS = 1_000  # in one call that creates a model or a version
REGISTRY_STAGES = 100  # in one get-latest-versions
REGISTRY_DESCRIPTION_LENGTH = 100_000  # Markdown
ALIAS_LENGTH = 255
SEMANTIC_VERSION_LENGTH = 255
VERSION_SOURCE_LENGTH = 2_000  # the source of a model version, and its run_link

# Webhooks. MLflow has room for 63 characters of a name and 1,000 of a description.
WEBHOOK_NAME_LENGTH = 63
WEBHOOK_DESCRIPTION_LENGTH = 1_000
WEBHOOK_URL_LENGTH = 2_000
WEBHOOK_SECRET_LENGTH = 1_000
WEBHOOKS_PROJECT = 50  # of one project: an event may cost a delivery for each
WEBHOOK_ATTEMPTS = 8  # of one delivery, over about 4 hours
WEBHOOK_RETRY_SECONDS_MAX = 3_600  # a longer Retry-After is not waited for
WEBHOOK_AGE_SECONDS = 86_400  # of a delivery that was not made yet; then it has failed
WEBHOOK_LEASE_SECONDS = 120  # before another process tries what one has claimed and not finished
WEBHOOK_POLL_SECONDS = 10  # from one look for due deliveries to the next; those of this process are seen at once
WEBHOOK_SENDING = 64  # deliveries that one server process makes at once
WEBHOOK_SENDING_PROJECT = 8  # the same, of one project, so that a slow receiver does not hold up those of others
WEBHOOK_SENDING_ONE = 4  # the same, of one webhook
WEBHOOK_LOG = 1_000  # newest deliveries of a webhook that are kept
WEBHOOK_LOG_DAYS = 30  # how long they are kept
WEBHOOK_ANSWER_BYTES = 4 * 1024  # of a receiver's answer, which are kept; no more is read
OUTGOING_CONNECT_SECONDS = 5  # to find a host and connect to it
OUTGOING_SECONDS = 30  # for a whole request to another server

# Pages: the defaults and the largest page a caller may ask for.
EXPERIMENTS_PAGE = 1_000  # when the caller asks for no size
EXPERIMENTS_PAGE_MAX = 50_000
RUNS_PAGE = 1_000  # the same
RUNS_PAGE_MAX = 50_000
LOGGED_MODELS_PAGE = 100  # the same
LOGGED_MODELS_PAGE_MAX = 1_000  # longer pages are cut, and clients ask on
LOGGED_MODEL_POINTS = 1_000  # metric points of one logged model in an answer: as many of the latest of each metric
LOGGED_MODELS_POINTS = 100_000  # of all logged models of a page together: about 20 MB of JSON
WEBHOOKS_PAGE = 100  # when the caller asks for no size
WEBHOOKS_PAGE_MAX = 1_000
REGISTERED_MODELS_PAGE = 100  # the same
REGISTERED_MODELS_PAGE_MAX = 1_000
MODEL_VERSIONS_PAGE = 10_000  # the same
MODEL_VERSIONS_PAGE_MAX = 200_000
PACKAGES_PAGE = 20  # of packages, and of their files, when the caller asks for no size; as on GitLab
PACKAGES_PAGE_MAX = 100  # GitLab cuts larger pages instead of refusing them
SEARCH_EXPERIMENTS = 10_000  # experiment ids in one runs/search or logged-models/search
FILTER_BYTES = 16 * 1024  # of one filter, as UTF-8
FILTER_TERMS = 100  # comparisons in one filter: each costs a look-up for each run
FILTER_DEPTH = 32  # brackets and NOTs inside each other
FILTER_LIST = 1_000  # texts in one IN
ORDER_TERMS = 10  # entries of one order_by
ORDER_BYTES = 2_000  # of one entry: a key, its entity, quotes and a direction
SEARCH_SECONDS = 10  # for the database to find one page
SEARCH_RETRY_SECONDS = 30  # what a caller is told to wait whose search took longer
HISTORY_PAGE_MAX = 25_000  # MLflow cuts longer pages instead of refusing them
BULK_RUNS = 100  # runs in one get-history-bulk
BULK_INTERVAL_POINTS = 2_500  # steps of each run in one get-history-bulk-interval

# People, projects and access tokens.
PATH_LENGTH = 1_000  # of a project's path; a longer one would not fit PostgreSQL's index
NAME_LENGTH = 255  # a username, or a part of a project's path
DESCRIPTION_LENGTH = 2_000  # of a project or group, as on GitLab
GROUP_DEPTH = 20  # groups inside each other, as on GitLab
RETENTION_DAYS_MAX = 3_650  # that a project's trash may be kept before it is purged by itself
MEMBERS_ADDED = 100  # in one call
EMAIL_LENGTH = 254  # RFC 5321
PASSWORD_LENGTH_MIN = 12
PASSWORD_LENGTH_MAX = 1_024  # more only costs the server hashing time
TOKEN_NAME_LENGTH = 255
TOKEN_DESCRIPTION_LENGTH = 255
AUDIT_BATCH = 1_000  # audit events that an export reads in one transaction
AUDIT_PAGE = 50  # of them that the page of the log shows at once
AUDIT_EXPORT = 10_000  # the newest ones, that the page exports; the command exports all
TOKEN_DAYS_MAX = 365  # as on GitLab
TOKEN_ROTATION_DAYS = 7  # that a rotated token is good for when the caller names no date; as on GitLab
SETUP_LINK_HOURS = 24

# Signing in.
SESSION_DAYS = 30  # from signing in to the end of a session
SESSION_IDLE_DAYS = 7  # without a request; then a session ends earlier
SESSION_SEEN_SECONDS = 600  # a session's last use is noted at most this often
SIGN_IN_FAILURES = 10  # of one account, and from one address; then neither signs in for a while
SIGN_IN_LOCK_SECONDS = 600  # how long that is; failures further apart do not add up
PASSWORD_CHECKS = 4  # that one server process computes at once: each takes 19 MiB
USER_AGENT_LENGTH = 300  # of what is kept to tell sessions apart; longer ones are cut
INVITATION_DAYS = 7
INVITATIONS_OPEN = 500  # unanswered ones of one project or group
OPEN_ID_SECONDS = 600  # from the way to an identity provider to the way back
OPEN_ID_KEYS_SECONDS = 3_600  # how long what a provider says of itself is remembered
OPEN_ID_REFRESH_SECONDS = 30  # before its keys are asked for again, for a token signed by an unknown one
OPEN_ID_LEEWAY_SECONDS = 60  # that its clock may be off
OPEN_ID_ANSWER_BYTES = 512 * 1024  # of one answer of a provider
OPEN_ID_GROUPS = 1_000  # that are read of one person
OPEN_ID_SUBJECT_LENGTH = 255  # as the standard has it

# How long a call that must not be done twice is remembered when nobody heard its answer.
REPLAY_SECONDS = 300  # clients repeat for about 4 minutes

# What one server process holds and waits for.
WRITE_QUEUE = 4_096  # waiting writes; beyond this a caller hears 503 before anything is done
WRITE_GROUP = 256  # writes that share one commit: bounds how long the first of them waits
WAIT_SECONDS = 10  # for a database connection, or for another process's write
CREDENTIAL_CACHE = 10_000  # credentials that are remembered
CREDENTIAL_CACHE_SECONDS = 5  # how long another process's revocation may take to be seen here
LAST_USED_SECONDS = 600  # a token's last use is noted at most this often
