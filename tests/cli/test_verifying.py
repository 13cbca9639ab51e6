"""`grandis verify` says whether a journal export is true."""

import json

import pytest
from tests.sealing.journal import (
    JOURNAL,
    LEAVES,
    SHOWN,
    SIGNER,
    STRANGER,
    checkpoint,
    exported,
    salted,
)

KEY = str(SIGNER.key)


@pytest.fixture
def export_file(tmp_path):
    return exported(tmp_path / "export.zip")


@pytest.fixture
def kept(tmp_path):
    """A checkpoint of some size, kept in a file."""

    def kept(size, **changes):
        path = tmp_path / f"kept-{size}"
        path.write_text(checkpoint(size, **changes))
        return path

    return kept


def test_a_true_export_is_confirmed(run, export_file, kept):
    result = run(
        "verify", export_file, "--key", KEY, "--earlier", kept(3), "--earlier", kept(7)
    )

    assert result.exit_code == 0
    assert result.stdout == (
        f"{export_file} is true.\n"
        "\n"
        "log      grandis.example/plastics\n"
        "tree     11 leaves, root KfnhnLj5EhQkJ4gPOtZYzxspMm7Op3e5oYNDLYxFrt8=\n"
        "entries  9 shown, 2 hidden or erased\n"
        f"key      {KEY}\n"
        "checked  the signature, the root over all leaves, the leaf of each entry"
        " shown and 2 earlier checkpoints\n"
    )
    assert result.stderr == ""


def test_without_a_key_it_says_what_that_proves(run, export_file):
    result = run("verify", export_file)

    assert result.exit_code == 0
    assert "It proves only that the export agrees\nwith itself" in result.stdout


def test_what_is_false_is_named(run, tmp_path, kept):
    path = exported(tmp_path / "false.zip", entries=[salted(0, hours=3), *SHOWN[1:]])
    result = run("verify", path, "--key", KEY, "--earlier", kept(7, signer=STRANGER))

    assert result.exit_code == 1
    assert result.stdout.startswith(
        f"{path} is not true:\n"
        "- entry 0 is not the one in the tree: it was changed\n"
        "- the earlier checkpoint of 7 entries is not signed by"
    )
    assert result.stderr == ""


def test_of_many_findings_the_first_are_printed(run, tmp_path):
    leaves = LEAVES * 4
    path = exported(
        tmp_path / "false.zip",
        leaves=leaves,
        checkpoint=checkpoint(44, leaves=leaves),
        entries=[salted(index, hours=3) for index in range(44)],
    )
    result = run("verify", path)

    assert result.exit_code == 1
    assert result.stdout.count("\n- entry") == 20
    assert "\n- and 24 more\n" in result.stdout


def test_programs_get_one_object(run, export_file, tmp_path):
    good = json.loads(run("verify", export_file, "--json").stdout)
    path = exported(tmp_path / "false.zip", checkpoint=checkpoint(signer=STRANGER))
    result = run("verify", path, "--key", KEY, "--json")

    assert good == {
        "true": True,
        "origin": "grandis.example/plastics",
        "size": 11,
        "root": "KfnhnLj5EhQkJ4gPOtZYzxspMm7Op3e5oYNDLYxFrt8=",
        "key": KEY,
        "key_given": False,
        "shown": 9,
        "hidden": 2,
        "earlier": 0,
        "findings": [],
    }
    assert result.exit_code == 1
    assert json.loads(result.stdout)["findings"] == [
        {
            "code": "not_signed",
            "values": {"key": KEY},
            "sentence": f"the checkpoint is not signed by {KEY}: it was changed, or"
            " somebody else made it",
        }
    ]


def test_an_export_that_somebody_signed_anew_is_found_with_the_key(run, tmp_path):
    forged = [salted(0, hours=3), *JOURNAL[1:]]
    leaves = [each.leaf for each in forged]
    path = exported(
        tmp_path / "forged.zip",
        checkpoint=checkpoint(leaves=leaves, signer=STRANGER),
        key=STRANGER.key,
        leaves=leaves,
        entries=forged,
    )

    assert run("verify", path).exit_code == 0
    assert run("verify", path, "--key", KEY).exit_code == 1


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("", "'' is not a key"),
        ("plastics", "'plastics' is not a key; give one like"),
        (KEY[:-1], "is not a key"),
        (KEY.replace("plastics", "plastic"), "copy the whole key again"),
    ],
)
def test_a_mistyped_key_is_refused(run, export_file, key, message):
    result = run("verify", export_file, "--key", key)

    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_a_file_that_is_no_export_is_named(run, problem_file):
    result = run("verify", problem_file)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"grandis: {problem_file}: this is not a whole zip")
    assert result.stdout == ""


def test_a_kept_file_that_is_no_checkpoint_is_named(run, export_file, problem_file):
    result = run("verify", export_file, "--earlier", problem_file)

    assert result.exit_code == 2
    assert f"{problem_file}: this is not a signed note" in result.stderr


def test_a_checkpoint_of_another_log_is_refused(run, export_file, kept):
    result = run("verify", export_file, "--earlier", kept(3, origin="metal"))

    assert result.exit_code == 2
    assert "one of the log 'metal', not of 'grandis.example/plastics'" in result.stderr


def test_names_from_an_export_cannot_steer_the_terminal(run, tmp_path):
    path = exported(tmp_path / "rude.zip", checkpoint=checkpoint(origin="a\x7f\x9b2Jb"))
    result = run("verify", path)

    assert result.exit_code == 0
    assert "log      a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}2Jb" in (
        result.stdout
    )
