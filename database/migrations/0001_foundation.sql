-- Up Migration
-- The application's rights hang on this role; logins become members of it. Creating it needs CREATEROLE once.
do $$
begin
  if not exists (select from pg_roles where rolname = 'steward_application') then
    create role steward_application nologin;
  end if;
exception
  when duplicate_object or unique_violation then null;
end
$$;
grant usage on schema public to steward_application;

-- People and places -------------------------------------------------------------------------------------------------

create table people (
  object_id text primary key,
  tenant_id text not null,
  channel_user_id text not null,
  name text not null,
  seen_at timestamptz not null
);

create table conversations (
  conversation_id text primary key,
  kind text not null check (kind in ('channel', 'group', 'personal')),
  service_url text not null,
  tenant_id text not null,
  bot_id text not null,
  project text,
  state text not null default 'live' check (state in ('live', 'gone')),
  seen_at timestamptz not null
);
create index conversations_by_project on conversations (project) where project is not null;

-- One row for each activity the channel delivered, so that a delivery repeated under the same id is answered once.
create table deliveries (
  conversation_id text not null,
  activity_id text not null,
  received_at timestamptz not null,
  answered_at timestamptz,
  primary key (conversation_id, activity_id)
);

-- Projects, versions, pointers --------------------------------------------------------------------------------------

create table project_files (
  id bigint generated always as identity primary key,
  project text not null,
  hash text not null,
  body jsonb not null,
  source text not null,
  applied_at timestamptz not null,
  applied_by text not null
);
create index project_files_newest on project_files (project, id desc);

create table versions (
  project text not null,
  number integer not null,
  label text not null,
  package_digest text not null,
  tree_digest text not null,
  bytes bigint not null,
  manifest jsonb not null,
  modeller text not null,
  registered_by text not null,
  registered_at timestamptz not null,
  primary key (project, number),
  unique (project, label),
  unique (project, package_digest)
);

create table pointers (
  project text not null,
  name text not null check (name in ('champion', 'challenger')),
  label text not null,
  set_by text not null,
  set_at timestamptz not null,
  primary key (project, name)
);

-- Releases ----------------------------------------------------------------------------------------------------------

create sequence release_numbers;

create table releases (
  number bigint primary key,
  project text not null,
  environment text not null,
  kind text not null check (kind in ('deploy', 'rollback')),
  version text not null,
  package_digest text not null,
  modeller text not null,
  requester jsonb not null,
  reason text,
  conversation_id text,
  requested_at timestamptz not null,
  opened_at timestamptz not null,
  state text not null check (state in ('preparing', 'waiting', 'approved', 'serving', 'rejected', 'expired',
                                       'cancelled', 'superseded', 'failed')),
  attempt integer not null default 1,
  revision integer not null default 1,
  engine_seen_at timestamptz,
  evidence jsonb,
  image jsonb,
  plan jsonb,
  previous jsonb,
  approval jsonb,
  superseded_by bigint,
  cancel_requested jsonb,
  switching boolean not null default false,
  ending jsonb,
  ended_at timestamptz,
  endpoint jsonb,
  verified jsonb
);
create unique index releases_one_open on releases (project, environment)
  where state in ('preparing', 'waiting', 'approved');
create index releases_newest on releases (project, number desc);

create table release_steps (
  release bigint not null references releases,
  step text not null,
  state text not null check (state in ('open', 'running', 'done', 'failed', 'skipped')),
  detail text,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (release, step)
);

-- What people clicked or typed, recorded before anything judges it: with no worker up, nothing is lost and the
-- click time is known.
create table clicks (
  id bigint generated always as identity primary key,
  key text not null unique,
  release bigint not null references releases,
  named_release bigint not null,
  person text not null,
  verb text not null check (verb in ('approve', 'reject')),
  shown text not null,
  reason text not null,
  card_revision integer,
  clicked_at timestamptz not null,
  outcome jsonb,
  judged_at timestamptz
);
create index clicks_unjudged on clicks (release, clicked_at) where outcome is null;

create table decisions (
  id bigint generated always as identity primary key,
  release bigint not null references releases,
  attempt integer not null,
  click bigint not null references clicks,
  person text not null,
  verb text not null check (verb in ('approve', 'reject')),
  reason text not null,
  roles jsonb not null,
  policy_hash text not null,
  shown text not null,
  card_hash text,
  card jsonb,
  clicked_at timestamptz not null,
  decided_at timestamptz not null,
  unique (click)
);

create table servings (
  id bigint generated always as identity primary key,
  project text not null,
  environment text not null,
  release bigint not null unique references releases,
  version text not null,
  package_digest text not null,
  image_digest text not null,
  since timestamptz not null,
  until timestamptz
);
create unique index servings_one on servings (project, environment) where until is null;

-- Cards -------------------------------------------------------------------------------------------------------------

create table cards (
  subject text primary key,
  conversation_id text not null,
  activity_id text,
  state text not null check (state in ('posting', 'posted')),
  revision integer not null,
  payload_hash text,
  touched_at timestamptz not null
);

create table card_revisions (
  subject text not null,
  revision integer not null,
  hash text not null,
  payload jsonb not null,
  sent_at timestamptz not null,
  primary key (subject, revision, hash)
);

-- Tokens ------------------------------------------------------------------------------------------------------------

create table tokens (
  id bigint generated always as identity primary key,
  hash text not null unique,
  hint text not null,
  owner text not null,
  scopes text[] not null,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  used_at timestamptz
);

-- Audit: insert-only, one hash chain; the head row is the chain's lock ------------------------------------------------

create table audit (
  seq bigint primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  key text not null unique,
  data jsonb not null,
  previous text not null,
  hash text not null
);
create index audit_by_subject on audit (subject, seq);

create table audit_head (
  single boolean primary key default true check (single),
  seq bigint not null,
  hash text not null
);
insert into audit_head (seq, hash) values (0, 'sha256:' || repeat('0', 64));

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is insert-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_insert_only before update or delete on audit for each row execute function refuse_change();
create trigger audit_no_truncate before truncate on audit for each statement execute function refuse_change();
create trigger decisions_insert_only before update or delete on decisions for each row execute function refuse_change();
create trigger decisions_no_truncate before truncate on decisions for each statement execute function refuse_change();

-- Rights ------------------------------------------------------------------------------------------------------------

grant select, insert, update on people, conversations, pointers, releases, release_steps, clicks, servings, cards,
  card_revisions, tokens, audit_head to steward_application;
grant select, insert on audit, decisions, versions, project_files to steward_application;
grant select, insert, update, delete on deliveries to steward_application;
grant usage on sequence release_numbers to steward_application;
-- Readiness compares the schema with what the program needs.
grant select on schema_migrations to steward_application;
