#!/bin/sh
# The three roles of the database and the database itself. The official image runs this once, on an empty volume; against
# a server of your own run it as its administrator (PGHOST, PGUSER, PGPASSWORD as for psql). Running it again changes
# nothing but the passwords, which is how they are changed.
#
#   rebound_owner   owns the tables, migrates       OWNER_PASSWORD
#   rebound_app     serves pages                    APP_PASSWORD
#   rebound_worker  works across people             WORKER_PASSWORD
#
# None is superuser and none may bypass row-level security. What each may do with which table is said by the migrations.
set -eu
: "${OWNER_PASSWORD:?is not set}" "${APP_PASSWORD:?is not set}" "${WORKER_PASSWORD:?is not set}"
if [ -n "${POSTGRES_USER:-}" ]; then export PGUSER="$POSTGRES_USER"; fi

# Passwords are read from the environment by psql itself: on the command line every process could see them.
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --dbname postgres <<'SQL'
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
\getenv worker_password WORKER_PASSWORD
-- Statements may be logged with their text; never one that holds a password. (Only a superuser can, and need, say so.)
do $$
begin
    if current_setting('is_superuser') = 'on' then
        perform set_config('log_statement', 'none', false);
        perform set_config('log_min_duration_statement', '-1', false);
        perform set_config('log_min_error_statement', 'panic', false);
    end if;
end $$;

select format('create role %I login nosuperuser nocreatedb nocreaterole noreplication nobypassrls', name)
from unnest(array['rebound_owner', 'rebound_app', 'rebound_worker']) as name
where not exists (select from pg_roles where rolname = name) \gexec

alter role rebound_owner password :'owner_password';
alter role rebound_app password :'app_password';
alter role rebound_worker password :'worker_password';

-- An administrator who is no superuser (a hosted server) may give a database only to a role it belongs to.
select 'grant rebound_owner to current_user'
where not pg_has_role('rebound_owner', 'member') or not pg_has_role('rebound_owner', 'set') \gexec

select 'create database rebound owner rebound_owner'
where not exists (select from pg_database where datname = 'rebound') \gexec

revoke all on database rebound from public;
grant connect on database rebound to rebound_app, rebound_worker;
SQL
echo "The roles rebound_owner, rebound_app and rebound_worker and the database rebound are there."
