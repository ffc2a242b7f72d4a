"""docker-compose.yml, held against its schema and against the code."""

import re
import subprocess
import sys
from runpy import run_path

import pytest
from celery.bin.celery import celery as celery_command

from coach_platform.config import Setting
from coach_platform.core.mail.transport import AFTER_DOT_SECONDS
from coach_platform.probe import PROBES, SECONDS
from coach_platform.programs import COMMANDS, Role
from tests.deploy.files import COMPOSE_FILE, PROJECT, compose, env_example, interpolated, seconds, services, stages

PROGRAMS = [role.value for role in Role]
LONG_RUNNING = [role.value for role in PROBES]
SERVERS = ["postgres", "redis"]
OF_ITS_ROLE = {"DATABASE_URL": {"web"}, "WORKER_DATABASE_URL": {"worker", "beat"}, "MIGRATE_DATABASE_URL": {"migrate"}}
# What gunicorn's configuration reads besides the settings of the product.
OF_THE_SERVER = {"WEB_PROCESSES"}


def test_it_is_a_compose_file():
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE_FILE)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_it_holds_the_four_roles_the_servers_and_a_catcher_and_nothing_else():
    assert set(services()) == {*PROGRAMS, *SERVERS, "catcher"}


@pytest.mark.parametrize("role", PROGRAMS)
def test_each_program_is_started_by_the_name_of_its_role(role):
    assert services()[role]["command"][0] == role


@pytest.mark.parametrize("role", PROGRAMS)
def test_all_programs_are_one_image(role):
    assert services()[role]["image"] == services()["web"]["image"]
    assert services()[role]["build"] == {"context": ".", "dockerfile": "deploy/Dockerfile", "target": "app"}


def test_every_target_is_a_stage_of_the_dockerfile():
    targets = {service["build"]["target"] for service in services().values() if "build" in service}
    assert targets == {"app", "catcher"} <= set(stages())


def test_the_workers_of_the_file_listen_to_every_queue():
    assert "-Q" not in services()["worker"]["command"]
    assert "-Q" not in COMMANDS[Role.WORKER]


def test_what_is_added_to_the_workers_command_is_an_option_of_celerys():
    options = {option for parameter in celery_command.commands["worker"].params for option in parameter.opts}
    extra = [word for word in services()["worker"]["command"] if word.startswith("-")]
    assert extra
    assert set(extra) <= options


@pytest.mark.parametrize("role", PROGRAMS)
def test_each_program_gets_every_setting_and_only_its_own_database_role(role):
    given = set(services()[role]["environment"])
    others = {name for name, roles in OF_ITS_ROLE.items() if role not in roles}
    assert given - OF_THE_SERVER == set(Setting) - others - {Setting.TEMPLATES_KEPT}  # a container starts seldom


def test_every_variable_of_the_compose_file_is_in_the_example_and_the_other_way_round():
    # COMPOSE_PROFILES is Compose's own.
    assert interpolated() | {"COMPOSE_PROFILES"} == set(env_example())


def test_no_secret_is_written_down():
    for name in ("SECRET_KEY", *(name for name in env_example() if name.endswith("PASSWORD"))):
        assert env_example()[name] == ""
        assert not re.search(rf"\${{{name}:-[^}}]", COMPOSE_FILE.read_text()), f"{name} has a default"


def test_the_site_is_asked_at_a_port_it_listens_to():
    published = services()["web"]["ports"][0].rpartition(":")[2]
    image = " ".join(stages()["app"].all("ENV"))
    assert f"PORT={published}" in image
    assert stages()["app"].last("EXPOSE") == published
    assert services()["catcher"]["ports"][0].rpartition(":")[2] in stages()["catcher"].last("EXPOSE").split()


@pytest.mark.parametrize("role", LONG_RUNNING)
def test_each_program_is_probed_and_given_the_time_for_it(role):
    check = services()[role]["healthcheck"]
    assert check["test"] == ["CMD", "python", "-m", "coach_platform.probe", role]
    assert seconds(check["timeout"]) > SECONDS


def test_a_program_that_ends_is_not_probed_and_the_others_wait_for_it():
    migrate = services()["migrate"]
    assert migrate["healthcheck"] == {"disable": True}
    assert migrate["restart"] == "no"
    for role in LONG_RUNNING:
        waits = services()[role]["depends_on"]
        assert waits["migrate"] == {"condition": "service_completed_successfully"}
        assert {waits[server]["condition"] for server in SERVERS} == {"service_healthy"}


def test_servers_may_be_elsewhere():
    for server in SERVERS:
        assert services()[server]["profiles"] == ["servers"]
        assert all(
            services()[role]["depends_on"][server]["required"] is False
            for role in PROGRAMS
            if server in services()[role]["depends_on"]
        )
    assert services()["catcher"]["profiles"] == ["staging"]


def test_every_service_says_when_it_is_well():
    for name, service in services().items():
        assert service.get("healthcheck"), name


def test_nothing_is_stopped_before_it_could_finish():
    gunicorn = run_path(str(PROJECT / "deploy" / "gunicorn.conf.py"))
    assert seconds(services()["web"]["stop_grace_period"]) > gunicorn["graceful_timeout"]
    assert seconds(services()["worker"]["stop_grace_period"]) > AFTER_DOT_SECONDS


@pytest.mark.parametrize("name", [*PROGRAMS, "redis", "catcher"])
def test_a_service_may_write_only_where_it_must_and_has_no_rights_to_gain(name):
    service = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


@pytest.mark.parametrize("name", list(services()))
def test_no_service_can_eat_the_host(name):
    service = services()[name]
    assert {"cpus", "memory"} <= set(service["deploy"]["resources"]["limits"])
    assert {"max-size", "max-file"} <= set(service["logging"]["options"])
    assert not service.get("privileged")


def test_the_servers_are_reached_from_inside_only():
    assert compose()["networks"]["inside"] == {"internal": True}
    for server in SERVERS:
        assert services()[server]["networks"] == ["inside"]
        assert "ports" not in services()[server]


def test_what_must_stay_is_on_a_named_volume():
    named = set(compose()["volumes"])
    mounted = {v.partition(":")[0] for s in services().values() for v in s.get("volumes", []) if not v.startswith(".")}
    assert mounted == named
    # From 18 on the image keeps its data in a folder of its version below this one.
    assert services()["postgres"]["volumes"][0] == "postgres:/var/lib/postgresql"


def test_postgresql_takes_all_connections_the_programs_may_open(app):
    pool = app.config["SQLALCHEMY_ENGINE_OPTIONS"]
    processes = int(env_example()["WEB_PROCESSES"]) + int(env_example()["WORKER_PROCESSES"]) + 1
    most = next(word for word in services()["postgres"]["command"] if str(word).startswith("max_connections"))
    kept_for_people = 10
    assert processes * (pool["pool_size"] + pool["max_overflow"]) + kept_for_people <= int(most.partition("=")[2])
