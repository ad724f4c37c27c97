-- Up Migration
-- Whether the images of the last served releases are there ------------------------------------------------------------

create table image_checks (
  project text not null,
  environment text not null,
  -- What served when they were last asked for: another release is a reason to ask again.
  release bigint not null references releases,
  version text not null,
  due_at timestamptz not null,
  checked jsonb,
  away text,
  primary key (project, environment)
);

-- Alerts about images that are not there: neither an evaluation nor a look raised them.
alter table alerts drop constraint alerts_kind_check;
alter table alerts add constraint alerts_kind_check
  check (kind in ('decay', 'failed', 'blind', 'degraded', 'drifted', 'unseen', 'image_missing'));
alter table alerts add column images jsonb;
alter table alerts drop constraint alerts_raised_check;
alter table alerts add constraint alerts_raised_check
  check (case when kind in ('decay', 'failed', 'blind') then raised_by is not null and observed is null and images is null
              when kind = 'image_missing' then raised_by is null and observed is null and images is not null
              else raised_by is null and observed is not null and images is null end);

grant select, insert, update on image_checks to steward_application;
