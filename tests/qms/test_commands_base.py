"""Commands: errors on stderr, exit codes, who acts."""

import io

import pytest
from django.core.management import CommandError, call_command

from qms.models import Unit
from qms.registry import registry

pytestmark = pytest.mark.django_db


def run(*arguments):
    out, errors = io.StringIO(), io.StringIO()
    call_command(*arguments, stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


def test_load_standard_prints_what_changed(tmp_path, system):
    path = tmp_path / "small.yaml"
    path.write_text(
        'standard: "88"\nedition: "1"\nstandard_name_vi: "Tám"\nname_vi: "Tám 1"\n'
        'clauses:\n  - {number: "1", parent: null, title_vi: "Một"}\n',
        encoding="utf-8",
    )
    assert run("load_standard", str(path))[0].strip() == "created=3 updated=0 unchanged=0 linked=0"
    assert run("load_standard", str(path))[0].strip() == "created=0 updated=0 unchanged=3 linked=0"


def test_bad_input_exits_with_2(tmp_path, system):
    with pytest.raises(CommandError) as refused:
        run("load_standard", str(tmp_path / "none.yaml"))
    assert refused.value.returncode == 2
    assert "none.yaml" in str(refused.value)


def test_unknown_account_exits_with_2(system):
    with pytest.raises(CommandError) as refused:
        run("load_standard", "x.yaml", "--by", "nobody-at-all")
    assert refused.value.returncode == 2
    assert "nobody-at-all" in str(refused.value)


def test_build_demo_refuses_a_filled_installation(organisation):
    assert Unit.objects.exists()
    with pytest.raises(CommandError) as refused:
        run("build_demo")
    assert refused.value.returncode == 2


def test_build_demo_refuses_production(settings, system):
    settings.SETTINGS_MODULE = "qms.config.settings.production"
    with pytest.raises(CommandError) as refused:
        run("build_demo")
    assert refused.value.returncode == 2


@pytest.mark.parametrize("arguments", [("--units", "-1"), ("--inspections", "-5")])
def test_build_demo_refuses_negative_sizes(system, arguments):
    with pytest.raises(CommandError):
        run("build_demo", *arguments)


def test_tick_runs_every_job_though_one_fails(system, monkeypatch):
    def broken():
        raise ValueError("out of order")

    monkeypatch.setattr(registry, "ticks", {"a": lambda: 3, "b": broken, "c": lambda: 0})
    out, errors = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("tick", stdout=out, stderr=errors)
    assert ended.value.code == 1
    assert out.getvalue().split() == ["a=3", "c=0"]
    assert "out of order" in errors.getvalue()


def test_tick_twice_does_nothing_the_second_time(system):
    run("tick")
    assert all(line.endswith("=0") for line in run("tick")[0].split())


def test_serve_refuses_an_impossible_port(system):
    with pytest.raises(CommandError):
        run("serve", "--port", "70000")
