"""Files of Excel: the same rows and errors as CSV gives, and nothing that harms whoever opens them."""

import io
import struct
import zipfile
from datetime import date, datetime, time
from random import Random

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.xml.constants import SHARED_STRINGS, XLSM
from openpyxl.xml.constants import XLSX as WORKBOOK
from tablib import Dataset

from services.files import table as tables
from services.files.columns import NAMES
from services.files.formats import SafeXlsx, WorkbookRefused
from services.files.loading import load_demo
from services.files.opening import open_table
from services.files.table import UnreadableFile
from services.models import Provider
from tests.services.csv_files import DESK, import_rows, run_import
from tests.services.xlsx_files import (
    HEADER,
    NAMESPACE,
    SHEET_PART,
    data_of,
    import_data,
    import_workbook,
    sheet_of,
    table,
    with_parts,
    workbook,
)

pytestmark = pytest.mark.django_db

GOOD = data_of(table(DESK))
ROW = list(DESK.values())
# As a cell holds a day: without a zone.
MARCH_31 = datetime(2026, 3, 31)  # noqa: DTZ001
IN_ORDER = {"created": 1, "updated": 0, "unchanged": 0, "errors": []}


def places(summary: dict) -> list[tuple[int, str]]:
    return [(error["line"], error["column"]) for error in summary["errors"]]


def only_message(summary: dict) -> str:
    [error] = summary["errors"]
    return error["message"]


# --- What goes in ------------------------------------------------------------------------------------------


def test_a_workbook_is_read_whatever_the_file_is_called(tmp_path):
    summary, status = import_workbook(tmp_path, table(DESK))

    assert (summary, status) == (IN_ORDER, 0)
    assert Provider.objects.get().name == "Leerwerkloket"


def test_cells_of_every_kind_are_read_as_what_they_show(tmp_path):
    typed = {
        "min_redundancies": 6.0,
        "takes_redundant": True,
        "postcode": 1013,
        "latitude": 52.3881,
        "longitude": 4.8826,
        "verified_on": MARCH_31,
        "first_contact": "WAAR",
        "name": 2020,
    }

    import_workbook(tmp_path, table(DESK | typed))

    provider = Provider.objects.get()
    assert (provider.min_redundancies, provider.takes_redundant, provider.first_contact) == (6, True, True)
    assert (provider.postcode, provider.latitude, provider.longitude) == ("1013", 52.3881, 4.8826)
    assert (provider.name, provider.last_checked_on) == ("2020", date(2026, 3, 31))


def test_a_formula_counts_as_what_it_gave_when_excel_saved_it(tmp_path):
    rows = (
        "<row r='1'>" + "".join(f"<c t='inlineStr'><is><t>{name}</t></is></c>" for name in (*HEADER, "city")) + "</row>"
        "<row r='2'>"
        "<c t='str'><f>LOWER(\"LOKET\")</f><v>loket</v></c>"
        + "".join(f"<c t='inlineStr'><is><t>{value}</t></is></c>" for value in ROW[1:])
        + "<c t='str'><f>\"\"</f><v></v></c></row>"
    )

    summary, _ = import_data(tmp_path, with_parts(GOOD, {SHEET_PART: sheet_of(rows)}))

    assert summary == IN_ORDER
    assert Provider.objects.get().city == ""


def test_blank_rows_and_columns_are_skipped_and_lines_are_those_of_the_sheet(tmp_path):
    made = workbook([], ["", *HEADER], [], [" "], ["", *ROW], [], ["", "b", "B", "bakker", "NL"])

    summary, _ = import_workbook(tmp_path, made)

    assert places(summary) == [(7, "type")]


def test_hidden_rows_are_read_and_it_is_said(tmp_path, capsys):
    made = table(DESK, DESK | {"slug": "b"}, DESK | {"slug": "c"})
    made.active.row_dimensions[3].hidden = made.active.row_dimensions[4].hidden = True

    summary, status = import_workbook(tmp_path, made)
    call_command("import_providers", str(tmp_path / "bestand"))

    assert (summary["created"], summary["errors"], status) == (3, [], 0)
    [warning] = summary["warnings"]
    assert (warning["line"], "(2)" in warning["message"]) == (3, True)
    assert f"regel 3: {warning['message']}" in capsys.readouterr().out


def test_of_several_sheets_the_one_called_organisaties_is_read(tmp_path):
    made = table(DESK)
    made.active.title = "Organisaties"
    made.create_sheet("Uitleg", 0).append(["Vul het andere blad in."])

    assert import_workbook(tmp_path, made)[0] == IN_ORDER


def test_a_hidden_sheet_beside_the_table_does_not_matter(tmp_path):
    made = table(DESK)
    made.create_sheet("Lijsten").sheet_state = "hidden"

    assert import_workbook(tmp_path, made)[0] == IN_ORDER


def test_of_several_sheets_without_that_name_none_is_guessed(tmp_path):
    made = table(DESK)
    made.create_sheet("Oud")

    summary, _ = import_workbook(tmp_path, made)

    assert only_message(summary) == "Dit bestand heeft 2 werkbladen. Noem het blad met de tabel 'organisaties'."


def test_texts_keep_their_signs_whether_cells_share_them_or_not(tmp_path):
    shared = (
        f"<sst {NAMESPACE}>"
        + "".join(f"<si><t>{text}</t></si>" for text in (*HEADER, *ROW[:1]))
        + "<si><r><t>Twee </t></r><r><t>delen_x000D_&#10;en _x005F_x000D_</t></r><rPh><t>klank</t></rPh></si>"
        + "".join(f"<si><t>{text}</t></si>" for text in ROW[2:])
        + "</sst>"
    )
    numbers = [f"<c t='s'><v>{number}</v></c>" for number in range(2 * len(HEADER))]
    rows = f"<row>{''.join(numbers[: len(HEADER)])}</row><row>{''.join(numbers[len(HEADER) :])}</row>"
    parts = {
        SHEET_PART: sheet_of(rows),
        "xl/sharedStrings.xml": shared,
        "[Content_Types].xml": content_types(with_shared_texts=True),
    }

    summary, _ = import_data(tmp_path, with_parts(GOOD, parts))

    assert summary == IN_ORDER
    assert Provider.objects.get().name == "Twee delen\r\nen _x000D_"


# --- What Excel made of it ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("phone", 201234567, "getal"),
        ("phone", 31201234567.0, "getal"),
        ("opening_hours", MARCH_31, "datum"),
        ("opening_hours", time(10, 0), "datum"),
        ("min_redundancies", MARCH_31, "datum"),
        ("min_redundancies", 1.125, "heel"),
        ("min_redundancies", 6.5, "heel"),
        ("name", True, "WAAR"),
        ("verified_on", 46112, "datum"),
        ("verified_on", time(10, 0), "datum"),
        ("takes_redundant", 1, "true"),
        ("city", "#N/A", "#N/A"),
        ("city", "=1+1", "formule"),
    ],
)
def test_what_excel_made_of_a_cell_is_an_error_at_its_place_and_never_another_value(tmp_path, column, cell, said):
    good = {column: ""} | DESK

    summary, status = import_workbook(tmp_path, table(good, good | {"slug": "b", column: cell}))

    assert (places(summary), status) == ([(3, column)], 1)
    assert said in only_message(summary)
    assert not Provider.objects.exists()


@pytest.mark.parametrize("error", sorted(tables.SPREADSHEET_ERRORS))
def test_an_error_of_a_spreadsheet_is_no_value_in_csv_either(tmp_path, error):
    path = tmp_path / "f.csv"
    path.write_text(f"slug,name,type,areas\nloket,{error},uwv,NL\n")

    assert places(run_import(path)[0]) == [(2, "name")]


def test_merged_cells_are_named(tmp_path):
    made = table(DESK, DESK | {"slug": "b"})
    made.active.merge_cells("B2:B3")

    summary, _ = import_workbook(tmp_path, made)

    assert places(summary) == [(2, "B")]
    assert only_message(summary) == "De cellen B2:B3 zijn samengevoegd. Splits ze, en vul elke cel in."
    assert not Provider.objects.exists()


# --- What is no workbook to read ---------------------------------------------------------------------------


def zip_of(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def with_password() -> bytes:
    data = bytearray(GOOD)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := data.find(sign, start)) >= 0:
            struct.pack_into("<H", data, start + place, 1)
            start += 4
    return bytes(data)


def content_types(*, of_workbook: str = WORKBOOK, with_shared_texts: bool = False) -> str:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as package:
        told = package.read("[Content_Types].xml").decode().replace(WORKBOOK, of_workbook)
    shared = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED_STRINGS}"/>'
    return told.replace("</Types>", f"{shared * with_shared_texts}</Types>")


def long_cell(text: str) -> str:
    return f"<row><c t='inlineStr'><is><t>{text}</t></is></c></row>"


def padded(parts: dict[str, str]) -> bytes:
    """Return a workbook with parts that hardly pack less than they hold, since something in it does not pack at all."""
    return with_parts(GOOD, {**parts, "xl/media/plaat.png": Random(1).randbytes(400_000)})  # noqa: S311 - no secret


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MANY_PARTS = with_parts(GOOD, {f"xl/media/{number}.png": "" for number in range(200)})
REFUSED = {
    "before 2007": (OLE + bytes(600), "voor 2007"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "wachtwoord"),
    "password of zip": (with_password(), "wachtwoord"),
    "any zip": (zip_of(brief="tekst"), "zip-bestand"),
    "zip in zip": (zip_of(binnen=GOOD.decode("latin-1")), "zip-bestand"),
    "a document": (with_parts(zip_of(x=""), {"word/document.xml": ""}), "Word"),
    "a presentation": (with_parts(zip_of(x=""), {"ppt/presentation.xml": ""}), "PowerPoint"),
    "opendocument": (zip_of(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"),
    "binary workbook": (with_parts(GOOD, {"xl/workbook.bin": ""}), "xlsb"),
    "macros": (with_parts(GOOD, {"xl/vbaProject.bin": "x"}), "macro"),
    "type with macros": (
        with_parts(GOOD, {"[Content_Types].xml": content_types(of_workbook=XLSM)}),
        "macro",
    ),
    "many parts": (MANY_PARTS, "te veel delen"),
    "too large": (GOOD + bytes(5_000_000), "5 MB"),
    "bomb": (with_parts(GOOD, {"xl/media/nul.png": bytes(30_000_000)}), "uitgepakt"),
    "many tags": (padded({"xl/styles.xml": "<a/>" * 100_001}), "uitgepakt"),
    "one long text": (padded({SHEET_PART: sheet_of(long_cell("x" * 1_100_000))}), "beschadigd"),
    "one long text in pieces": (
        padded({SHEET_PART: sheet_of(long_cell(f"<![CDATA[</{'x' * 100_000}]]>" * 11))}),
        "beschadigd",
    ),
    "much beside the table": (padded({"xl/theme/theme1.xml": f"<a>{'x' * 5_100_000}</a>"}), "uitgepakt"),
    "entities": (
        with_parts(
            GOOD,
            {
                SHEET_PART: '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
                + sheet_of("<row><c><v>&b;</v></c></row>")
            },
        ),
        "beschadigd",
    ),
    "outside entity": (
        with_parts(GOOD, {"xl/workbook.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'}),
        "beschadigd",
    ),
    "nested deep": (with_parts(GOOD, {SHEET_PART: sheet_of("<a>" * 2_000 + "</a>" * 2_000)}), "beschadigd"),
    "a text that is not there": (
        with_parts(GOOD, {SHEET_PART: sheet_of("<row><c t='s'><v>999</v></c></row>")}),
        "beschadigd",
    ),
    "a column that is not there": (
        with_parts(GOOD, {SHEET_PART: sheet_of("<row><c r='ZZZ1' t='b'><v>1</v></c></row>")}),
        "beschadigd",
    ),
    "half": (GOOD[: len(GOOD) // 2], "beschadigd"),
    "no sheet": (with_parts(GOOD, {}, without=[SHEET_PART]), "beschadigd"),
    "empty zip": (zip_of(), "zip-bestand"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_workbook_to_read_is_refused_with_the_reason(tmp_path, name):
    data, said = REFUSED[name]

    summary, status = import_data(tmp_path, data)

    assert status == 1
    assert said in only_message(summary)
    assert not Provider.objects.exists()


def test_an_empty_sheet_lacks_its_columns(tmp_path):
    summary, status = import_workbook(tmp_path, workbook())

    assert (places(summary)[0], status) == ((1, "slug"), 1)


def test_a_row_far_below_costs_nothing_and_keeps_its_number(tmp_path):
    cells = ["".join(f"<c t='inlineStr'><is><t>{text}</t></is></c>" for text in row) for row in (HEADER, ROW)]
    rows = f"<row r='1'>{cells[0]}</row><row r='1048576'>{cells[1].replace(ROW[2], 'bakker')}</row>"

    summary, _ = import_data(tmp_path, with_parts(GOOD, {SHEET_PART: sheet_of(rows)}))

    assert places(summary) == [(1_048_576, "type")]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_of_a_hundred_thousand_rows_no_more_are_read_than_fit(kind):
    if kind == "csv":
        data = b"slug,name,type,areas\n" + b"".join(b"a%d,A,uwv,NL\n" % number for number in range(100_000))
    else:
        cell = "<c t='b'><v>1</v></c>"
        header = "".join(f"<c t='inlineStr'><is><t>{name}</t></is></c>" for name in HEADER)
        data = padded({SHEET_PART: sheet_of(f"<row>{header}</row>" + f"<row>{cell * 4}</row>" * 100_000)})

    with pytest.raises(UnreadableFile) as refused:
        list(open_table(data))

    [error] = refused.value.errors
    assert error.line == 10_002
    assert error.message == "Dit bestand heeft meer dan 10000 rijen. Verdeel het over meer bestanden."


def rows_of(data: bytes) -> list:
    """Return what is read of a file, or the errors with which it is refused: nothing else may come of it."""
    try:
        return list(open_table(data))
    except UnreadableFile as refused:
        return list(refused.errors)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_workbook_gives_rows_or_errors_and_never_a_crash(data):
    damaged = bytearray(GOOD)
    for place, byte in data.draw(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=6)):
        damaged[place] = byte
    cut = data.draw(st.integers(0, len(GOOD)))

    rows_of(bytes(damaged))
    rows_of(bytes(damaged[:cut]))


PARTS = ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", SHEET_PART)


@settings(max_examples=150, deadline=None)
@given(part=st.sampled_from(PARTS), data=st.data())
def test_a_part_that_says_something_else_gives_rows_or_errors_and_never_a_crash(part, data):
    with zipfile.ZipFile(io.BytesIO(GOOD)) as package:
        old = package.read(part).decode()
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, min(len(old), start + 40)))
    new = data.draw(st.sampled_from(["", "<", "<row/>", "9" * 5000, "-1", "NaN", "&a;", "<c t='d'><v>x</v></c>", "é"]))

    rows_of(with_parts(GOOD, {part: old[:start] + new + old[end:]}))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_rows_or_errors_and_never_a_crash(data):
    rows_of(data)
    rows_of(b"PK\x03\x04" + data)
    rows_of(OLE + data)


# --- What goes out -----------------------------------------------------------------------------------------


def exported(tmp_path) -> bytes:
    path = tmp_path / "export.xlsx"
    call_command("export_providers", str(path), "--format", "xlsx")
    return path.read_bytes()


def test_the_shipped_directory_with_examples_comes_back_unchanged(tmp_path):
    load_demo(date(2026, 3, 31))

    summary, _ = import_data(tmp_path, exported(tmp_path))

    assert summary == {"created": 0, "updated": 0, "unchanged": Provider.objects.count(), "errors": []}


@pytest.mark.parametrize(
    "odd",
    [
        {"name": 'Loket "De Brug", centrum; 🦊 & <Co>'},
        {"name": "=HYPERLINK(1)", "street": "-1", "city": "@home", "source": "+", "description_nl": "'=x"},
        {"name": "'s-Hertogenbosch", "description_nl": "Eerste regel\r\nTweede regel\n\nVierde\tmet tab"},
        {"name": "Met _x000D_ en \x0b en \ufffe erin", "source": "_x005F_x000D_"},
        {"postcode": "1013AB", "latitude": "52.388123456789", "longitude": "4.1", "phone": "+32 2 551 20 20"},
        {"roles": "preventive", "takes_redundant": "false", "min_redundancies": "10", "verified_on": "2026-01-31"},
        {"name": "2020", "city": "1.000", "opening_hours": "10-12", "source": "WAAR"},
        {"description_nl": "x" * 32_767},
    ],
)
def test_odd_records_come_back_unchanged(tmp_path, odd):
    import_rows(tmp_path, DESK | odd)
    before = Provider.objects.values().get()

    summary, _ = import_data(tmp_path, exported(tmp_path))

    assert (summary["unchanged"], summary["errors"]) == (1, [])
    assert Provider.objects.values().get() == before


def test_excel_finds_texts_days_and_numbers_and_no_formula(tmp_path):
    import_rows(
        tmp_path,
        DESK
        | {
            "name": "=HYPERLINK(1)",
            "street": "Plein;=1+1",
            "phone": "+32 2 551 20 20",
            "min_redundancies": "5",
            "takes_redundant": "true",
            "verified_on": "2026-03-31",
        },
    )

    [sheet] = load_workbook(io.BytesIO(exported(tmp_path))).worksheets
    header, cells = sheet.iter_rows()
    found = {name.value: cell for name, cell in zip(header, cells, strict=True)}

    assert [name.value for name in header] == list(NAMES)
    assert sheet.title == "organisaties"
    assert [found[name].value for name in ("name", "street", "phone")] == [
        "'=HYPERLINK(1)",
        "Plein;'=1+1",
        "'+32 2 551 20 20",
    ]
    assert "f" not in {cell.data_type for cell in cells}
    assert (found["min_redundancies"].value, found["takes_redundant"].value) == (5, True)
    assert found["verified_on"].value == MARCH_31


def test_a_text_that_excel_would_cut_off_is_not_exported_to_it(tmp_path):
    import_rows(tmp_path, DESK | {"description_nl": "x" * 32_768})

    with pytest.raises(CommandError, match="'loket' is te lang voor Excel"):
        exported(tmp_path)


def test_more_rows_than_can_be_read_back_are_not_written():
    with pytest.raises(WorkbookRefused, match="10000"):
        SafeXlsx().export_data(Dataset(*[("a",)] * 10_001, headers=("slug",)))


def test_whatever_asks_the_library_for_the_format_gets_the_same_refusals():
    assert SafeXlsx().create_dataset(GOOD).dict == [DESK]
    with pytest.raises(UnreadableFile) as refused:
        SafeXlsx().create_dataset(data_of(table({**DESK, "phone": 201234567})))
    assert [(error.line, error.column) for error in refused.value.errors] == [(2, "phone")]


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path):
    path = tmp_path / "f.csv"
    with path.open("wb") as file:
        file.truncate(3_000_000_000)

    summary, status = run_import(path)

    assert (places(summary), status) == ([(1, "")], 1)
    assert "20 MB" in only_message(summary)


# --- CSV as offices save it --------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("said", [True, False])
def test_csv_is_read_with_any_of_the_marks_between_cells(tmp_path, mark, delimiter, said):
    lines = [f"sep={delimiter}"] * said + [
        delimiter.join(HEADER),
        delimiter.join(ROW),
        delimiter.join("a b c d".split()),
    ]

    summary, _ = import_data(tmp_path, (mark + "\r\n".join(lines)).encode())

    assert {line for line, _column in places(summary)} == {3 + said}


def test_a_header_with_two_marks_between_cells_is_refused(tmp_path):
    assert "door elkaar" in only_message(import_data(tmp_path, b"slug\tname;type\tareas\n")[0])


def test_a_binary_file_is_told_what_would_be_right(tmp_path):
    assert ".xlsx" in only_message(import_data(tmp_path, b"\x89PNG\r\n\x00\x00")[0])


def test_rows_and_errors_are_the_same_in_both_formats(tmp_path):
    records = [DESK, DESK | {"slug": "b", "type": "bakker"}, DESK, DESK | {"slug": "d", "areas": ""}]
    text = "\n".join([",".join(HEADER), *(",".join(record.values()) for record in records)])

    assert import_data(tmp_path, text.encode()) == import_workbook(tmp_path, table(*records))
