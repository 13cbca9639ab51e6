"""Files to write are looked at before the work begins."""

import os
import xml.etree.ElementTree as ET

import msgspec
import pytest
from tests.cli.workshop import PLAN, PROBLEM

from grandis.cli.outputs import make_folder, refuse_unwritable, write_pictures
from grandis.errors import FileError
from grandis.planning import Taken


def test_what_can_be_written_is_let_pass_and_not_made(tmp_path):
    path = tmp_path / "new.json"

    refuse_unwritable([path, None], inputs=[tmp_path / "problem.json"])

    assert not path.exists()


def test_a_file_that_is_there_may_be_replaced(tmp_path):
    path = tmp_path / "old.json"
    path.write_text("old")

    refuse_unwritable([path], inputs=[])

    assert path.read_text() == "old"


def test_a_link_to_an_input_is_that_input(tmp_path):
    problem, link = tmp_path / "problem.json", tmp_path / "link.json"
    problem.write_text("{}")
    link.symlink_to(problem)

    with pytest.raises(FileError, match="would overwrite what is read"):
        refuse_unwritable([link], inputs=[problem])


def test_devices_are_no_files():
    with pytest.raises(FileError, match="this is not a file"):
        refuse_unwritable([os.devnull], inputs=[])


def test_a_folder_for_pictures_is_made_when_it_is_missing(tmp_path):
    make_folder(tmp_path / "pictures")
    make_folder(tmp_path / "pictures")

    assert (tmp_path / "pictures").is_dir()


def test_a_picture_is_written_for_the_whole_and_for_each_chain(tmp_path):
    written = write_pictures(PROBLEM, PLAN, tmp_path)

    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["chain-001-caps.svg", "gantt.svg", "network.svg"]
    assert written == len(files)
    for file in files:
        assert ET.parse(tmp_path / file).getroot().tag.endswith("svg")


def test_ids_do_not_lead_out_of_the_folder(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    strange = "../../" + "x" * 90
    caps = msgspec.structs.replace(PROBLEM.opportunities[0], id=strange)
    problem = msgspec.structs.replace(PROBLEM, opportunities=(caps,))
    work = msgspec.structs.replace(PLAN.assignments[0], opportunity=strange)
    plan = msgspec.structs.replace(PLAN, taken=(Taken(strange),), assignments=(work,))

    write_pictures(problem, plan, folder)

    assert len(list(folder.iterdir())) == 3
    assert list(tmp_path.iterdir()) == [folder]
