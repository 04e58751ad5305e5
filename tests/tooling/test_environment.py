"""What the environment may hold is written down in `.env.example`, and nothing else is."""

import ast
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


def names_read_by(file: str, readers: set[str]) -> set[str]:
    """Return the first argument of every call of `<reader>.<anything>("NAME", ...)` in a Python file."""
    calls = [node for node in ast.walk(ast.parse((ROOT / file).read_text())) if isinstance(node, ast.Call)]
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and ast.unparse(call.func.value) in readers
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def names_in_compose_file() -> set[str]:
    return set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))


def names_in_example() -> set[str]:
    return set(re.findall(r"^#?([A-Z][A-Z_]*)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_the_example_names_every_variable_that_is_read_and_no_other():
    read = names_read_by("vwnw_portal/settings.py", {"env"}) | names_read_by("gunicorn.conf.py", {"os.environ"})

    assert names_in_example() == read | names_in_compose_file()


def test_every_variable_in_the_example_is_explained():
    lines = (ROOT / ".env.example").read_text().splitlines()
    explained = False
    for line in lines:
        is_variable = re.match(r"#?[A-Z][A-Z_]*=", line)
        if is_variable and not explained:
            pytest.fail(f"no explanation above: {line}")
        explained = bool(line) and (bool(is_variable) or line.startswith("# "))


def test_the_compose_file_runs_the_portal_with_a_healthy_database_of_its_own():
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())

    assert set(compose["services"]) == {"web", "mail", "daily", "db"}
    assert compose["services"]["web"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert compose["services"]["db"]["image"] == "postgres:16"
    assert set(compose["volumes"]) == {"database"}


@pytest.mark.parametrize(
    ("service", "command"),
    [("mail", ["python", "manage.py", "send_mail", "--watch"]), ("daily", ["scripts/daily.sh"])],
)
def test_the_compose_file_sends_mail_and_works_daily_on_the_same_database(service, command):
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    assert services[service]["command"] == command
    assert services[service]["environment"] == services["web"]["environment"]
    assert services[service]["depends_on"] == {"web": {"condition": "service_healthy"}}


def test_everything_that_the_image_copies_is_let_through_by_dockerignore():
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {
        path.removesuffix("/")
        for line in (ROOT / "Dockerfile").read_text().splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for path in line.split()[1:-1]
    }

    assert copied
    assert copied <= allowed
