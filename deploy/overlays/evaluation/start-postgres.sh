#!/bin/sh
# Makes the data folder with Steward's roles and database once, then serves it. Needs only PostgreSQL's own programs.
set -eu
secrets=/etc/steward/postgres
read -r owner <$secrets/owner || [ -n "$owner" ]
read -r application <$secrets/application || [ -n "$application" ]
read -r recorder <$secrets/recorder || [ -n "$recorder" ]
case "$owner$application$recorder" in *[!0-9A-Za-z_-]*) echo 'Passwords have letters, digits, "_" and "-" only.' >&2 && exit 1 ;; esac

[ -s "$PGDATA/PG_VERSION" ] || initdb --pgdata="$PGDATA" --username=postgres --pwfile=$secrets/admin \
  --auth=scram-sha-256 --encoding=UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C
if [ ! -e "$PGDATA/steward-made" ]; then
  # In single-user mode each line is a statement, and nobody else can connect.
  postgres --single -D "$PGDATA" postgres <<SQL
create role steward_application nologin
create role steward_gateway nologin
create role steward_owner login createrole password '$owner'
create role steward_service login password '$application'
create role steward_recorder login password '$recorder'
grant steward_application to steward_service
grant steward_gateway to steward_recorder
create database steward owner steward_owner
revoke all on database steward from public
grant connect, temporary on database steward to steward_application
grant connect on database steward to steward_gateway
SQL
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  : >"$PGDATA/steward-made"
fi
exec postgres -D "$PGDATA" -c listen_addresses='*' -c unix_socket_directories=/tmp
