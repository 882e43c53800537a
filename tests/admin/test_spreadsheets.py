"""People and organisations as tables: out, corrected, and in again by the services."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from corpus.admin import spreadsheet
from corpus.models import Decision, Entity, UploadedTable
from corpus.models.ids import IdType
from corpus.services import keep_table as tables_kept
from corpus.services.add_entity import add_entity
from corpus.services.edit_entity import edit_entity
from corpus.services.erase import erase
from corpus.services.errors import ServiceError
from corpus.services.keep_table import keep_table, take_table
from corpus.services.merge import merge
from corpus.services.verify import verify
from corpus.services.writing import Lock
from tests.admin.rows import entity

pytestmark = pytest.mark.django_db
LIST = "/admin/corpus/person/"
CSV, XLSX = "0", "1"


@pytest.fixture
def mara(admin_user: User) -> Entity:
    made = add_entity("person", "Mara Ellwin", user=admin_user)
    given = {"add_aliases": ["M. Ellwin", "=cmd|'calc'"], "add_identifiers": [("lei", "5299")]}
    return edit_entity(made, description="Mayor of Tolmouth", **given, user=admin_user)


def exported(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.post(f"{LIST}export/{query}", {"format": CSV})
    assert answer["Content-Type"] == "text/csv", answer.content.decode()[:2000]
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def table(rows: list[dict[str, object]], name: str = "people.csv") -> SimpleUploadedFile:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(name, out.getvalue().encode())


def preview(client: Client, sent: SimpleUploadedFile, kind: str = CSV) -> str:
    answer = client.post(f"{LIST}import/", {"format": kind, "import_file": sent})
    assert answer.status_code == 200
    return str(answer.content.decode())


def confirm(client: Client, page: str) -> str:
    """Press the button of the preview."""
    form = page[page.index("process_import/") :]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    answer = client.post(f"{LIST}process_import/", fields, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_list_goes_out_and_comes_in_again_unchanged(admin_client: Client, mara: Entity) -> None:
    [row] = exported(admin_client)
    assert row == {
        "id": mara.public_id,
        "version": str(mara.version),
        "name": "Mara Ellwin",
        "description": "Mayor of Tolmouth",
        "aliases": r"'=cmd\|'calc' | M. Ellwin",
        "identifiers": "lei:5299",
        "quotation_count": "0",
        "mention_count": "0",
    }


def test_what_was_out_comes_in_as_it_was(admin_client: Client, admin_user: User) -> None:
    made = add_entity("person", "+Ada -Kerr", user=admin_user)
    edit_entity(made, add_aliases=["A. Kerr", "Kerr the elder"], user=admin_user)
    before = Decision.objects.count()
    rows = exported(admin_client)
    assert rows[0]["name"] == "'+Ada -Kerr"
    confirm(admin_client, preview(admin_client, table(rows)))
    assert Decision.objects.count() == before


def test_a_corrected_table_is_shown_and_then_stored(admin_client: Client, mara: Entity) -> None:
    edit_entity(mara, remove_aliases=["=cmd|'calc'"], user=None)
    [row] = exported(admin_client)
    row |= {"name": "Mara J. Ellwin", "aliases": "M. Ellwin | The Mayor", "identifiers": ""}
    new = dict.fromkeys(row, "") | {"id": "", "name": "Tom Hask", "aliases": "T. Hask"}
    page = preview(admin_client, table([row, new]))
    assert "Tom Hask" in page
    mara.refresh_from_db()
    assert mara.name == "Mara Ellwin"
    assert not Entity.objects.filter(name="Tom Hask").exists()
    confirm(admin_client, page)
    mara.refresh_from_db()
    assert mara.name == "Mara J. Ellwin"
    assert sorted(mara.aliases.values_list("name", flat=True)) == ["M. Ellwin", "Mara Ellwin", "The Mayor"]
    assert not mara.identifiers.exists()
    hask = Entity.objects.get(name="Tom Hask")
    assert [alias.name for alias in hask.aliases.all()] == ["T. Hask"]
    for one in (mara, hask):
        last = Decision.objects.filter(record=one.public_id).order_by("-pk")[0]
        assert (last.action, last.decided_by.username, last.reason) == ("edit", "admin", "import of people.csv")
    assert list(verify()) == []


def test_a_column_that_is_left_out_stays(admin_client: Client, mara: Entity) -> None:
    page = preview(admin_client, table([{"id": mara.public_id, "description": "Mayor"}]))
    confirm(admin_client, page)
    mara.refresh_from_db()
    assert (mara.description, mara.aliases.count(), mara.identifiers.count()) == ("Mayor", 2, 1)


def test_sheets_of_excel_are_read_and_written(admin_client: Client, mara: Entity) -> None:
    answer = admin_client.post(f"{LIST}export/", {"format": XLSX})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    heads = [cell.value for cell in sheet[1]]
    assert heads == list(spreadsheet.COLUMNS)
    book = Workbook()
    book.active.append(["id", "version", "description"])
    book.active.append([mara.public_id, mara.version, 2024])
    out = io.BytesIO()
    book.save(out)
    confirm(admin_client, preview(admin_client, SimpleUploadedFile("people.xlsx", out.getvalue()), XLSX))
    mara.refresh_from_db()
    assert mara.description == "2024"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"id": "per_aaaaaaaaaaaaa"}, "There is no person per_aaaaaaaaaaaaa."),
        ({"id": "{firm}"}, "There is no person org_"),
        ({"id": "{mara}", "version": "1"}, "is at version"),
        ({"id": "{mara}", "version": "two"}, "is no version"),
        ({"id": "{mara}", "name": ""}, "between 1 and"),
        ({"id": "{mara}", "identifiers": "Wiki data:Q1"}, "a scheme of lower-case letters"),
        ({"id": "{mara}", "identifiers": "lei:77"}, "already"),
        ({"id": "", "name": ""}, "between 1 and"),
        ({"id": "{mara}", "nmae": "x"}, "No column is called"),
    ],
)
def test_rows_that_cannot_be_are_told_and_nothing_is_stored(admin_client, admin_user, mara, row, told):
    firm = entity("Norrick Shipping", IdType.ORGANISATION)
    other = add_entity("person", "Tom Hask", user=admin_user)
    edit_entity(other, add_identifiers=[("lei", "77")], user=admin_user)
    before = Decision.objects.count()
    ids = {"{mara}": mara.public_id, "{firm}": firm.public_id}
    given = {name: ids.get(value, value) for name, value in row.items()}
    page = preview(admin_client, table([{"description": "x", **given}]))
    assert told in page
    assert "process_import/" not in page
    assert Decision.objects.count() == before


def test_a_merged_record_leads_to_the_one_that_stands(admin_client: Client, admin_user: User, mara: Entity) -> None:
    other = add_entity("person", "Mara Elwin", user=admin_user)
    merge(other, mara, user=admin_user)
    assert [row["id"] for row in exported(admin_client)] == [mara.public_id]
    page = preview(admin_client, table([{"id": other.public_id, "description": "x"}]))
    assert f"was merged into {mara.public_id}" in page


def test_no_file_and_no_table(admin_client: Client, mara: Entity) -> None:
    for sent in (SimpleUploadedFile("people.csv", b"\xff\xfe\x00"), SimpleUploadedFile("people.csv", b"id\n")):
        assert "process_import/" not in preview(admin_client, sent)
    assert "process_import/" not in preview(admin_client, SimpleUploadedFile("people.xlsx", b"PK nonsense"), XLSX)


def test_too_many_rows_are_refused(admin_client: Client, mara: Entity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_IMPORTED", 1)
    monkeypatch.setattr(spreadsheet, "MOST_EXPORTED", 0)
    assert "At most 1 rows" in preview(admin_client, table([{"id": mara.public_id}, {"id": mara.public_id}]))
    answer = admin_client.get(f"{LIST}export/", follow=True)
    assert "more than 0 records" in answer.content.decode()


def test_the_filters_of_the_list_hold_for_the_table(admin_client: Client, admin_user: User, mara: Entity) -> None:
    add_entity("person", "Tom Hask", user=admin_user)
    assert [row["name"] for row in exported(admin_client, "?q=hask")] == ["Tom Hask"]


def test_who_may(curator: Client, client: Client, mara: Entity) -> None:
    assert curator.get(f"{LIST}import/").status_code == curator.get(f"{LIST}export/").status_code == 200
    reader = User.objects.create(username="reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_person"))
    client.force_login(reader)
    assert client.get(f"{LIST}export/").status_code == 200
    assert client.get(f"{LIST}import/").status_code == 403
    assert client.post(f"{LIST}process_import/").status_code == 403
    client.force_login(User.objects.create(username="nobody", is_staff=True))
    assert client.get(f"{LIST}export/").status_code == 403


def hidden(page: str) -> dict[str, str]:
    """What the button of the preview sends."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page[page.index("process_import/") :]))


def test_a_row_that_is_refused_at_the_end_is_told_and_nothing_is_stored(
    admin_client: Client, admin_user: User, mara: Entity
) -> None:
    hask = add_entity("person", "Tom Hask", user=admin_user)
    rows = [{"id": one.public_id, "version": one.version, "description": "x"} for one in (hask, mara)]
    page = preview(admin_client, table(rows))
    edit_entity(mara, description="Mayor", user=admin_user)
    before = Decision.objects.count(), LogEntry.objects.count()
    told = confirm(admin_client, page)
    assert "Nothing was imported: Row 2: " in told
    assert "is at version" in told
    assert "Import finished" not in told
    assert (Decision.objects.count(), LogEntry.objects.count()) == before
    hask.refresh_from_db()
    assert hask.description == ""


def test_no_half_of_a_row_is_stored(admin_client: Client, admin_user: User, mara: Entity) -> None:
    page = preview(admin_client, table([{"id": "", "name": "Tom Hask", "identifiers": "lei:77"}]))
    edit_entity(mara, add_identifiers=[("lei", "77")], user=admin_user)
    assert "Nothing was imported: Row 1: " in confirm(admin_client, page)
    assert not Entity.objects.filter(name="Tom Hask").exists()


def test_a_fault_of_the_database_stores_nothing_and_says_so(admin_client, mara, monkeypatch):
    page = preview(admin_client, table([{"id": "", "name": "Tom Hask"}, {"id": "", "name": "Ada Kerr"}]))
    made = spreadsheet.add_entity

    def failing(kind: object, name: str, **by: object) -> Entity:
        if name == "Ada Kerr":
            raise DatabaseError("disk full")
        return made(kind, name, **by)

    monkeypatch.setattr(spreadsheet, "add_entity", failing)
    before = LogEntry.objects.count()
    told = confirm(admin_client, page)
    assert "Nothing was imported: Row 2: disk full." in told
    assert "Import finished" not in told
    assert not Entity.objects.filter(name="Tom Hask").exists()
    assert LogEntry.objects.count() == before


def test_a_table_is_imported_once(admin_client: Client, admin_user: User) -> None:
    page = preview(admin_client, table([{"id": "", "name": "Tom Hask"}]))
    assert UploadedTable.objects.get().account == admin_user
    assert "Import finished" in confirm(admin_client, page)
    assert "The table is gone" in confirm(admin_client, page)
    assert Entity.objects.filter(name="Tom Hask").count() == 1
    assert not UploadedTable.objects.exists()


def test_a_table_is_the_accounts_and_the_lists_own_and_goes_after_an_hour(admin_client, curator) -> None:
    page = preview(admin_client, table([{"id": "", "name": "Tom Hask"}]))
    assert "The table is gone" in confirm(curator, page)
    other = "/admin/corpus/organisation/process_import/"
    assert "The table is gone" in admin_client.post(other, hidden(page), follow=True).content.decode()
    UploadedTable.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert "The table is gone" in confirm(admin_client, page)
    assert not UploadedTable.objects.exists()
    preview(curator, table([{"id": "", "name": ""}]))
    assert not UploadedTable.objects.exists()
    preview(admin_client, table([{"id": "", "name": "Ada Kerr"}]))
    UploadedTable.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    preview(admin_client, table([{"id": "", "name": "Ada Kerr"}]))
    assert UploadedTable.objects.count() == 1
    assert not Entity.objects.exists()


def test_a_file_of_the_server_is_neither_read_nor_deleted(admin_client: Client, tmp_path: Path) -> None:
    there = tmp_path / "notes.csv"
    there.write_text("name\nTom Hask\n")
    sent = {"import_file_name": str(there), "original_file_name": "notes.csv", "format": CSV, "table": str(there)[-43:]}
    assert "The table is gone" in admin_client.post(f"{LIST}process_import/", sent, follow=True).content.decode()
    assert there.exists()
    assert not Entity.objects.exists()


def test_a_table_that_is_refused_is_kept_nowhere(admin_client, mara, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    preview(admin_client, table([{"id": mara.public_id, "version": "1", "name": "Quixote"}]))
    assert not UploadedTable.objects.exists()
    preview(admin_client, table([{"id": "", "name": "Quixote"}]))
    assert UploadedTable.objects.count() == 1
    assert list(tmp_path.iterdir()) == []


def test_an_erasure_clears_the_tables_that_wait(admin_client: Client, admin_user: User, mara: Entity) -> None:
    preview(admin_client, table([{"id": mara.public_id, "description": "x"}]))
    request = erase(mara.public_id, user=admin_user, reason="asked for")
    assert request.cleared["UploadedTable"] == 1
    assert not UploadedTable.objects.exists()


@pytest.mark.parametrize("who", ["somebody who confirms another", "the worker"])
def test_a_table_goes_after_an_hour_though_nobody_uploads(admin_user: User, who: str) -> None:
    for _ in range(2):
        keep_table(admin_user, "person", file_name="people.csv", format_name="csv", content=b"name")
    old = UploadedTable.objects.latest("pk")
    UploadedTable.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(minutes=61))
    if who == "the worker":
        call_command("worker", once=True)
    else:
        with pytest.raises(ServiceError, match="gone"):
            take_table(admin_user, "person", old.key)
    assert [row.pk for row in UploadedTable.objects.all()] == [old.pk - 1]


def test_a_table_that_comes_while_a_record_is_erased_is_not_kept(admin_user: User, mara: Entity, monkeypatch) -> None:
    def wait(lock: Lock, *, shared: bool = False) -> None:
        erase(mara.public_id, user=admin_user, reason="asked for")

    monkeypatch.setattr(tables_kept, "hold", wait)
    kept = keep_table(admin_user, "person", file_name="people.csv", format_name="csv", content=b"Mara Ellwin")
    assert not UploadedTable.objects.exists()
    with pytest.raises(ServiceError, match="something was erased"):
        take_table(admin_user, "person", kept.key)


@pytest.mark.parametrize("kind", [CSV, XLSX])
def test_whatever_a_record_holds_comes_in_again_as_it_was(admin_client, admin_user, kind):
    made = add_entity("person", "Mara\x0bEllwin", user=admin_user)
    made.name = "Mara\x0bEllwin"
    made.save()
    names = ["Reuters | Business", "back\\slash", "both\\|", "|", "\\"]
    edit_entity(made, add_aliases=names, add_identifiers=[("x", "a|b\\")], user=admin_user)
    Entity.objects.filter(pk=made.pk).update(description="one\r\ntwo\x0b three\rfour ")
    before = Decision.objects.count()
    answer = admin_client.post(f"{LIST}export/", {"format": kind})
    assert answer["Content-Disposition"].startswith("attachment"), answer.content.decode()[:2000]
    page = preview(admin_client, SimpleUploadedFile("people", answer.content), kind)
    assert "1 skipped" in confirm(admin_client, page)
    assert Decision.objects.count() == before


def test_a_bar_of_a_names_own_is_read_as_one(admin_client: Client, mara: Entity) -> None:
    cell = r"M. Ellwin | Ellwin \| Daughters | C:\mara | Mara\\"
    confirm(admin_client, preview(admin_client, table([{"id": mara.public_id, "aliases": cell}])))
    assert set(mara.aliases.values_list("name", flat=True)) == {
        "M. Ellwin",
        "Ellwin | Daughters",
        r"C:\mara",
        "Mara\\",
    }
