-- Up Migration
-- Packages that are about to be put in the store: written before their bytes are, so that whoever finds bytes of which no
-- version tells yet knows that somebody is at work.
create table package_arrivals (
  digest text primary key,
  at timestamptz not null
);

grant select, insert, update on package_arrivals to steward_application;
