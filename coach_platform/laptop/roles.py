"""The three roles of the database, as in production: one migrates, one serves pages, one works across people."""

from __future__ import annotations

import psycopg
from psycopg import sql

ADMIN = "rebound_admin"  # made by initdb; only sets up roles and databases
OWNER = "rebound_owner"  # owns the tables, migrates
APP = "rebound_app"  # the web process
WORKER = "rebound_worker"  # the only one that may ever read across people
DATABASE = "rebound"


def prepare_roles(admin_url: str) -> None:
    """Make what is missing; running it again changes nothing, so an interrupted first start heals."""
    with psycopg.connect(admin_url, autocommit=True) as db:
        there = {row[0] for row in db.execute("SELECT rolname FROM pg_roles")}
        for role in (OWNER, APP, WORKER):
            if role not in there:
                # None is superuser and none may bypass row-level security, from the first day.
                rights = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
                db.execute(sql.SQL(f"CREATE ROLE {{}} {rights}").format(sql.Identifier(role)))
    make_database(admin_url, DATABASE)


def make_database(admin_url: str, name: str, template: str | None = None) -> None:
    """A database owned by the owner role (a copy of `template`, if given), unless it is there already."""
    with psycopg.connect(admin_url, autocommit=True) as db:
        if db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        db.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template or "template1")
            )
        )


def drop_database(admin_url: str, name: str) -> None:
    """Drop it with whoever is still connected."""
    with psycopg.connect(admin_url, autocommit=True) as db:
        db.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
