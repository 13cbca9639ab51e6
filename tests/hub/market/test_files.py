"""Files: looked at before they are kept, and never opened inside the hub."""

import io
import shlex
import sys
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.hub.market.asking import PDF

from grandis.hub.core.administration import backup
from grandis.hub.core.errors import Broken, Refused
from grandis.hub.market.domain import attachments
from grandis.hub.market.domain.attachments import attach, check, detach
from grandis.hub.market.domain.opportunities import revise
from grandis.hub.market.enums import Scan
from grandis.hub.market.filetypes import safe_name, type_of
from grandis.hub.market.models import Attachment

IGES = b"cap, exported".ljust(72) + b"S      1\n"
DXF = b"999\nmade by hand\n  0\nSECTION\n  2\nHEADER\n"
STL = bytes(80) + (1).to_bytes(4, "little") + bytes(50)


def packed(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as folder:
        for name in names:
            folder.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("a.PNG", b"\x89PNG\r\n\x1a\n...."),
        ("a.jpeg", b"\xff\xd8\xff\xe0"),
        ("a.tif", b"II*\x00"),
        ("a.stp", b"ISO-10303-21;\nHEADER;"),
        ("a.igs", IGES),
        ("a.dxf", DXF),
        ("a.dwg", b"AC1032"),
        ("a.stl", STL),
        ("b.stl", b"solid cap\n facet normal 0 0 1\n"),
        ("a.3mf", packed("[Content_Types].xml", "3D/3dmodel.model")),
        ("a.xlsx", packed("xl/workbook.xml")),
        ("a.docx", packed("word/document.xml")),
    ],
)
def test_it_knows_what_designers_send(name, content):
    assert type_of(name, content) is not None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ a program"),
        ("a.exe", PDF),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.svg", b"<svg onload='alert(1)'/>"),
        ("pdf", PDF),
        ("a.pdf.exe", PDF),
        ("a.igs", b"S      1"),
        ("a.dxf", b"0\nTABLE\n"),
        ("a.stl", STL + b"more"),
        ("a.xlsx", packed("xl/workbook.xml", "xl/vbaProject.bin")),
        ("a.docx", packed("xl/workbook.xml")),
        ("a.3mf", b"PK\x03\x04 no zip"),
        ("a.zip", packed("a.pdf")),
    ],
)
def test_it_takes_nothing_else(name, content):
    assert type_of(name, content) is None


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\drawings\\cap.pdf", "cap.pdf"),
        ('cap"; filename="x.exe\r\n.pdf', "cap__ filename=_x.exe__.pdf"),
        (".htaccess", "htaccess"),
        ("Dangtelis žalias.pdf", "Dangtelis žalias.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_names_become_harmless(sent, kept):
    assert safe_name(sent).replace("=", "_") == kept.replace("=", "_")


def test_it_refuses_empty_and_huge_files(monkeypatch):
    with pytest.raises(Broken, match="empty"):
        check("a.pdf", b"")
    monkeypatch.setattr(attachments, "MOST_BYTES", 10)
    with pytest.raises(Broken, match="larger"):
        check("a.pdf", PDF)


@pytest.fixture
def scanner(settings, tmp_path):
    """A scanner that knows one virus; `says` makes it answer something else."""

    def says(text):
        script = tmp_path / "scanner.py"
        script.write_text(text)
        settings.SCANNER = shlex.join([sys.executable, str(script)])

    says(
        "import sys, pathlib\n"
        "content = pathlib.Path(sys.argv[1]).read_bytes()\n"
        "sys.exit(1 if b'EICAR' in content else 0)\n"
    )
    return says


def test_of_an_infected_file_only_the_name_is_kept(cast, as_, asked, scanner):
    rasa = cast.viewer(cast.rasa)
    clean = attach(asked.public, by=rasa, name="good.pdf", content=PDF)
    bad = attach(asked.public, by=rasa, name="bad.pdf", content=PDF + b"EICAR")
    assert (clean.scan, bad.scan) == (Scan.CLEAN, Scan.INFECTED)
    assert not bad.file
    at = reverse("market:file", args=[cast.cluster.slug, bad.key])
    assert as_(cast.rasa).get(at).status_code == 404
    page = as_(cast.rasa).get(
        reverse("market:opportunity", args=[cast.cluster.slug, asked.public.key])
    )
    assert "bad.pdf" in page.content.decode()
    assert f'href="{at}"' not in page.content.decode()


def test_no_file_is_taken_while_the_scanner_does_not_answer(cast, asked, scanner):
    scanner("import sys; sys.exit(2)")
    with pytest.raises(Broken, match="scanner"):
        attach(asked.public, by=cast.viewer(cast.rasa), name="a.pdf", content=PDF)
    assert not Attachment.objects.filter(opportunity=asked.public).exists()


def test_a_scanner_that_is_not_there_takes_no_file(cast, asked, settings):
    settings.SCANNER = "/nowhere/scanner --quiet"
    with pytest.raises(Broken, match="scanner"):
        attach(asked.public, by=cast.viewer(cast.rasa), name="a.pdf", content=PDF)


def test_a_browser_keeps_files_out_of_the_hub(cast, as_, asked):
    file = Attachment.objects.get(opportunity=asked.customers)
    at = reverse("market:file", args=[cast.cluster.slug, file.key])
    answer = as_(cast.carl).get(at)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="cap.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "who", ["member", "competitor", "research", "trustee", "agency", "partner"]
)
def test_nobody_else_opens_a_customers_file(cast, as_, asked, who):
    file = Attachment.objects.get(opportunity=asked.customers)
    at = reverse("market:file", args=[cast.cluster.slug, file.key])
    assert as_(cast.everybody[who]).get(at).status_code in {403, 404}


def test_files_lie_under_names_that_say_nothing(cast, asked, settings):
    stored = [p for p in settings.MEDIA_ROOT.rglob("*") if p.is_file()]
    assert len(stored) == 1
    assert "cap" not in str(stored[0].relative_to(settings.MEDIA_ROOT))
    assert stored[0].stat().st_mode & 0o777 == 0o600


def test_the_same_file_is_kept_once_and_not_without_end(cast, asked):
    carl = cast.viewer(cast.carl)
    again = attach(asked.customers, by=carl, name="copy.pdf", content=PDF)
    assert again.name == "cap.pdf"
    for number in range(attachments.MOST_FILES - 1):
        attach(asked.customers, by=carl, name="a.pdf", content=PDF + b"%d" % number)
    with pytest.raises(Broken, match="10 files"):
        attach(asked.customers, by=carl, name="a.pdf", content=PDF + b"more")


def test_a_competitor_neither_adds_nor_removes(cast, asked):
    darius = cast.viewer(cast.darius)
    with pytest.raises(Refused):
        attach(asked.customers, by=darius, name="a.pdf", content=PDF + b"2")
    with pytest.raises(Refused):
        detach(Attachment.objects.get(opportunity=asked.customers), by=darius)


def test_a_removed_file_leaves_the_disk_when_nobody_needs_it(
    cast, asked, settings, django_capture_on_commit_callbacks
):
    rasa = cast.viewer(cast.rasa)
    revise(asked.customers, by=rasa)
    old, new = Attachment.objects.order_by("pk")
    for file, left in ((old, 1), (new, 0)):
        with django_capture_on_commit_callbacks(execute=True):
            detach(file, by=rasa)
        stored = [p for p in settings.MEDIA_ROOT.rglob("*") if p.is_file()]
        assert len(stored) == left


def test_pages_take_several_files_at_once(cast, as_, asked):
    at = reverse("market:attach", args=[cast.cluster.slug, asked.public.key])
    sent = [SimpleUploadedFile(f"{n}.pdf", PDF + b"%d" % n) for n in range(3)]
    as_(cast.rasa).post(at, {"drawings": sent})
    names = Attachment.objects.filter(opportunity=asked.public)
    assert sorted(names.values_list("name", flat=True)) == ["0.pdf", "1.pdf", "2.pdf"]


def test_backups_hold_the_files(cast, asked):
    file = Attachment.objects.get(opportunity=asked.customers)
    found = {name: path.read_bytes() for name, path in backup._files()}
    assert found == {f"files/{file.file.name}": PDF}
