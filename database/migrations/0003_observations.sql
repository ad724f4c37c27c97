-- Up Migration
-- What was seen last of each environment that serves -----------------------------------------------------------------

create table observations (
  project text not null,
  environment text not null,
  release bigint not null references releases,
  version text not null,
  state text not null check (state in ('ok', 'degraded', 'drifted', 'unknown')),
  since timestamptz not null,
  findings jsonb not null,
  troubled boolean not null,
  asked_at timestamptz not null,
  seen jsonb,
  seen_at timestamptz,
  answered jsonb,
  primary key (project, environment)
);
-- Written each minute for every environment: room in its pages lets a row be written anew where it is.
alter table observations set (fillfactor = 50);

-- Alerts about what was seen: there is no evaluation that raised them.
alter table alerts drop constraint alerts_kind_check;
alter table alerts add constraint alerts_kind_check
  check (kind in ('decay', 'failed', 'blind', 'degraded', 'drifted', 'unseen'));
alter table alerts alter column raised_by drop not null;
alter table alerts add column observed jsonb;
alter table alerts add constraint alerts_raised_check
  check (case when kind in ('decay', 'failed', 'blind') then raised_by is not null and observed is null
              else raised_by is null and observed is not null end);

grant select, insert, update on observations to steward_application;
