-- Up Migration
-- The scoring gateway's rights hang on this role: it may call the three functions below, and nothing else.
do $$
begin
  if not exists (select from pg_roles where rolname = 'steward_gateway') then
    create role steward_gateway nologin;
  end if;
exception
  when duplicate_object or unique_violation then null;
end
$$;
grant usage on schema public to steward_gateway;

-- Scored rows ---------------------------------------------------------------------------------------------------------

-- A reference is one row of an environment for all time, whatever month it was scored in: the key of exactly once.
create table scored_references (
  project text not null,
  environment text not null,
  reference text not null,
  inputs_hash bytea not null,
  row_id bigint not null,
  scored_at timestamptz not null,
  primary key (project, environment, reference)
);

create sequence scored_row_ids;

-- Partitioned by month (UTC); partitions are named scored_rows_2026_11 and made when a row of a new month comes.
create table scored_rows (
  id bigint not null,
  project text not null,
  environment text not null,
  release bigint not null,
  version text not null,
  package_digest text not null,
  reference text not null,
  scored_at timestamptz not null,
  -- NaN where the model answered no number.
  score double precision not null,
  inputs jsonb not null,
  recorded_at timestamptz not null default clock_timestamp()
) partition by range (scored_at);
create index scored_rows_in_order on scored_rows (project, environment, release, scored_at, id) include (score, reference);
-- One row in 32, by the same scattering of ids as samples are taken with: those of large windows need not look at all rows.
create index scored_rows_scattered on scored_rows (project, environment, release, scored_at, id)
  where id % 1000003 * 7919 % 1000003 % 32 = 0;

-- Rows that could not be kept as they are: refused by the database, or another row under a reference that is taken.
create table scoring_dead_letters (
  id bigint generated always as identity primary key,
  project text not null,
  environment text not null,
  release bigint not null,
  version text not null,
  reference text not null,
  scored_at timestamptz not null,
  reason text not null check (reason in ('refused', 'reference_taken')),
  detail text not null,
  body bytea not null,
  recorded_at timestamptz not null default clock_timestamp(),
  unique (project, environment, reference, scored_at, reason)
);

-- Answers that are not among the scored rows, counted by the gateway, once under each key.
create table scoring_gaps (
  key text primary key,
  project text not null,
  environment text not null,
  release bigint not null,
  version text not null,
  -- disk_full and spool_damaged: rows are lost. other_call and answer_unread: answered, but not by the contract's call.
  reason text not null check (reason in ('disk_full', 'spool_damaged', 'other_call', 'answer_unread')),
  rows bigint not null check (rows > 0),
  first_at timestamptz not null,
  last_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp()
);
create index scoring_gaps_by_release on scoring_gaps (project, environment, release, last_at);

-- The functions of the gateway run with their owner's rights. pg_temp stands last in their paths: where it is not named it
-- comes first, and a caller could put a temporary table with a trigger of its own in the place of one of these.

-- Partitions are attached, not created in place: attaching lets others go on reading and writing.
create function ensure_scored_month(at timestamptz) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  month timestamptz := date_trunc('month', at at time zone 'UTC') at time zone 'UTC';
  name text := 'scored_rows_' || to_char(month at time zone 'UTC', 'YYYY_MM');
begin
  -- Asked of the table, not of to_regclass: that answers from a cache, which does not hear of others while it waits.
  if exists (select from pg_class where relname = name and relnamespace = 'public'::regnamespace) then return; end if;
  perform pg_advisory_xact_lock(hashtextextended('scored-month/' || name, 0));
  if exists (select from pg_class where relname = name and relnamespace = 'public'::regnamespace) then return; end if;
  execute format('create table %I.%I (like public.scored_rows including defaults including constraints)', 'public', name);
  execute format('alter table public.scored_rows attach partition public.%I for values from (%L) to (%L)',
    name, month, (month at time zone 'UTC' + interval '1 month') at time zone 'UTC');
end
$$;

-- Keeps a batch of scored rows of one deployment, each once. Returns how many were new, there already with the same
-- inputs, and refused because their reference has other inputs. Rows keep the order of the batch. Closing a window takes
-- the exclusive form of the same lock, so that no row slips into a window that is closed.
create function record_scored_rows(
  for_project text, for_environment text, for_release bigint, for_version text, for_package text,
  row_references text[], hashes bytea[], times timestamptz[], scores double precision[], inputs text[]
) returns table (recorded bigint, repeated bigint, conflicting bigint) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  moment timestamptz;
  ids bigint[];
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('scored/' || for_project || '/' || for_environment, 0));
  for moment in
    select distinct date_trunc('month', t at time zone 'UTC') at time zone 'UTC' from unnest(times) t order by 1
  loop
    perform ensure_scored_month(moment);
  end loop;
  select array_agg(nextval('scored_row_ids')) into ids from generate_series(1, cardinality(row_references));
  -- In the order of the references: two batches that share some wait for each other instead of locking up.
  insert into scored_references (project, environment, reference, inputs_hash, row_id, scored_at)
  select for_project, for_environment, g.reference, g.hash, g.id, g.at
  from unnest(row_references, hashes, times, ids) g (reference, hash, at, id)
  order by g.reference, g.id
  on conflict do nothing;
  -- Each statement sees what was committed before it, so also the references that others took just now. They are looked up
  -- one by one: a join that is planned while the table is small is kept, and reads the whole table for each row later.
  insert into scored_rows (id, project, environment, release, version, package_digest, reference, scored_at, score, inputs)
  select g.id, for_project, for_environment, for_release, for_version, for_package, g.reference, g.at, g.score,
    g.input::jsonb
  from unnest(row_references, times, scores, inputs, ids) g (reference, at, score, input, id)
  where g.id = (
    select row_id from scored_references known
    where known.project = for_project and known.environment = for_environment and known.reference = g.reference
  );
  get diagnostics recorded = row_count;
  repeated := 0;
  conflicting := 0;
  if recorded < cardinality(row_references) then
    select count(*) filter (where known.inputs_hash = g.hash), count(*) filter (where known.inputs_hash <> g.hash)
    into repeated, conflicting
    from unnest(row_references, hashes, ids) g (reference, hash, id)
    cross join lateral (
      select row_id, inputs_hash from scored_references known
      where known.project = for_project and known.environment = for_environment and known.reference = g.reference
      limit 1
    ) known
    where known.row_id <> g.id;
  end if;
  if conflicting > 0 then
    insert into scoring_dead_letters
      (project, environment, release, version, reference, scored_at, reason, detail, body)
    select for_project, for_environment, for_release, for_version, g.reference, g.at, 'reference_taken',
      'another row was scored under this reference', convert_to(g.input, 'UTF8')
    from unnest(row_references, hashes, times, inputs, ids) g (reference, hash, at, input, id)
    cross join lateral (
      select row_id, inputs_hash from scored_references known
      where known.project = for_project and known.environment = for_environment and known.reference = g.reference
      limit 1
    ) known
    where known.row_id <> g.id and known.inputs_hash <> g.hash
    on conflict do nothing;
  end if;
  return next;
end
$$;

create function record_scoring_gap(
  gap_key text, for_project text, for_environment text, for_release bigint, for_version text, gap_reason text,
  gap_rows bigint, from_at timestamptz, to_at timestamptz
) returns void language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  insert into scoring_gaps (key, project, environment, release, version, reason, rows, first_at, last_at)
  values (gap_key, for_project, for_environment, for_release, for_version, gap_reason, gap_rows, from_at, to_at)
  on conflict do nothing
$$;

create function record_scoring_dead_letter(
  for_project text, for_environment text, for_release bigint, for_version text, row_reference text, at timestamptz,
  letter_detail text, letter_body bytea
) returns void language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  insert into scoring_dead_letters (project, environment, release, version, reference, scored_at, reason, detail, body)
  values (for_project, for_environment, for_release, for_version, row_reference, at, 'refused', letter_detail, letter_body)
  on conflict do nothing
$$;

-- Outcomes ------------------------------------------------------------------------------------------------------------

create table outcome_imports (
  id bigint generated always as identity primary key,
  -- The same delivery again is the same import: begins with the project.
  key text not null unique,
  -- Of what was delivered, so that a key that is used for something else is noticed.
  digest text not null,
  project text not null,
  source text not null,
  imported_by jsonb not null,
  imported_at timestamptz not null,
  -- Counts by what became of a row: see domain/outcomes/import.ts.
  summary jsonb not null,
  told_at timestamptz
);
create index outcome_imports_untold on outcome_imports (imported_at) where told_at is null;

-- Revision 1 is the first outcome of a reference; a correction is the next revision. Nothing is ever changed. References
-- that no row has (yet) are kept like all others: the row may come later.
create table outcomes (
  project text not null,
  reference text not null,
  revision integer not null,
  value text not null,
  event boolean not null,
  observed_at timestamptz not null,
  recorded_at timestamptz not null,
  import bigint not null references outcome_imports,
  primary key (project, reference, revision)
);
-- Corrections are few: a judgement looks them up apart from all first outcomes.
create index outcomes_corrections on outcomes (project, reference, revision) where revision > 1;
-- What came since a judgement; as outcomes are only ever added, a range of blocks tells it nearly for nothing.
create index outcomes_recorded on outcomes using brin (recorded_at);

-- Judgement -----------------------------------------------------------------------------------------------------------

-- A closed set of scored rows of one release: those from (from_at, from_id) to (to_at, to_id) in the order of
-- (scored_at, id) whose id is at most ceiling_id. Rows that arrive later are not in it.
create table windows (
  project text not null,
  environment text not null,
  number integer not null,
  release bigint not null references releases,
  version text not null,
  from_at timestamptz not null,
  from_id bigint not null,
  to_at timestamptz not null,
  to_id bigint not null,
  ceiling_id bigint not null,
  rows integer not null check (rows > 0),
  row_hash text not null,
  -- A release ended it before it was full.
  cut boolean not null,
  closed_at timestamptz not null,
  primary key (project, environment, number),
  unique (project, environment, release, from_at, from_id)
);

create index windows_of_release on windows (project, environment, release, number desc);

create sequence evaluation_numbers;

create table evaluations (
  number bigint primary key,
  project text not null,
  environment text not null,
  release bigint not null references releases,
  version text not null,
  -- Absent while the rows wait for their maturity or their outcomes.
  window_number integer,
  cause text not null check (cause in ('timer', 'asked', 'outcomes')),
  asked_by text,
  state text not null check (state in ('ok', 'warn', 'breach', 'insufficient', 'immature', 'inconclusive', 'failed')),
  -- The one evaluation of a window that counts.
  counted boolean not null,
  -- Breaches of the version in a row, this one included.
  breaches integer not null,
  why jsonb not null,
  result jsonb,
  policy_hash text not null,
  as_of timestamptz not null,
  evaluated_at timestamptz not null,
  foreign key (project, environment, window_number) references windows
);
create unique index evaluations_count_once on evaluations (project, environment, window_number) where counted;
create index evaluations_of_window on evaluations (project, environment, window_number, number desc);
create index evaluations_newest on evaluations (project, environment, number desc);

create sequence alert_numbers;

create table alerts (
  number bigint primary key,
  project text not null,
  environment text not null,
  version text not null,
  kind text not null check (kind in ('decay', 'failed', 'blind')),
  state text not null check (state in ('open', 'acknowledged', 'snoozed', 'closed')),
  revision integer not null default 1,
  raised_by bigint not null references evaluations,
  raised_at timestamptz not null,
  acknowledged jsonb,
  snoozed jsonb,
  closed jsonb
);
create unique index alerts_one_live on alerts (project, environment, kind) where state <> 'closed';
create index alerts_newest on alerts (project, number desc);

-- Who wants to hear each period that all is well, and where.
create table watches (
  project text not null,
  environment text not null,
  person text not null,
  conversation_id text not null,
  since timestamptz not null,
  primary key (project, environment, person)
);

-- Retraining ----------------------------------------------------------------------------------------------------------

create sequence retraining_numbers;

create table retrainings (
  number bigint primary key,
  project text not null,
  environment text not null,
  requester jsonb not null,
  reason text,
  alert bigint references alerts,
  conversation_id text,
  requested_at timestamptz not null,
  state text not null check (state in ('collecting', 'training', 'checking', 'comparing', 'registering', 'registered',
                                       'not_better', 'failed', 'cancelled')),
  revision integer not null default 1,
  engine_seen_at timestamptz,
  -- When its trainer was first started: from then on it counts against the budget.
  spent_at timestamptz,
  policy_hash text not null,
  gate_window integer,
  dataset jsonb,
  spec jsonb,
  -- Dataset, specification and trainer in one digest: the same again would end the same.
  recipe text,
  progress jsonb,
  candidate jsonb,
  comparison jsonb,
  version text,
  release bigint references releases,
  model_card jsonb,
  cancel_requested jsonb,
  ending jsonb,
  ended_at timestamptz
);
create unique index retrainings_one_open on retrainings (project, environment)
  where state in ('collecting', 'training', 'checking', 'comparing', 'registering');
create index retrainings_newest on retrainings (project, environment, number desc);

-- Rights ------------------------------------------------------------------------------------------------------------

create trigger outcomes_insert_only before update or delete on outcomes for each row execute function refuse_change();
create trigger outcomes_no_truncate before truncate on outcomes for each statement execute function refuse_change();
create trigger evaluations_insert_only before update or delete on evaluations
  for each row execute function refuse_change();
create trigger windows_insert_only before update or delete on windows for each row execute function refuse_change();
create trigger scored_rows_insert_only before update on scored_rows for each row execute function refuse_change();

-- A gateway's login makes nothing of its own, whatever PostgreSQL lets everybody do by default.
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
revoke create on schema public from public;
revoke execute on function ensure_scored_month, record_scored_rows, record_scoring_gap, record_scoring_dead_letter
  from public;
grant execute on function record_scored_rows, record_scoring_gap, record_scoring_dead_letter to steward_gateway;

grant select on scored_references, scored_rows, scoring_dead_letters, scoring_gaps to steward_application;
-- For its last value: closing a window notes up to which id rows were there.
grant select on sequence scored_row_ids to steward_application;
grant select, insert on outcomes, outcome_imports, windows, evaluations to steward_application;
grant update (told_at) on outcome_imports to steward_application;
grant select, insert, update on alerts, retrainings to steward_application;
grant select, insert, update, delete on watches to steward_application;
grant usage on sequence evaluation_numbers, alert_numbers, retraining_numbers to steward_application;
