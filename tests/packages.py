"""A workbook with everything that spreadsheet programs put into one, written part by part: no library writes them all.

Imitated from what the programs are known to write, and opened by openpyxl and LibreOffice in the tests.
"""

import zipfile
from collections.abc import Mapping
from io import BytesIO

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

THREADED = "{00000000-0000-4000-8000-000000000001}"
_PERSON = "{00000000-0000-4000-8000-000000000002}"

FIGURES = f"""<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac"
 xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">
<sheetPr codeName="Sheet2"/><dimension ref="A1:D9"/>
<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews>
<sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/>
<cols><col min="3" max="3" width="20" style="2" customWidth="1"/></cols>
<sheetData>
<row r="1" spans="1:4"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>12</v></c><c r="D1"><f>B1*2</f><v>24</v></c></row>
<row r="2" spans="1:2" x14ac:dyDescent="0.25"><c r="A2" t="inlineStr"><is><t>typed</t></is></c><c r="B2" s="1"/></row>
<row r="4" spans="1:2"><c r="A4" s="1"><v>7</v></c><c r="B4"/></row>
<row r="6"><c r="A6" t="str"><f>"a"&amp;"b"</f><v>ab</v></c></row>
<row r="9" s="2" customFormat="1"><c r="A9"><v>1</v></c></row>
</sheetData>
<sheetProtection sheet="1" objects="1"/>
<mergeCells count="1"><mergeCell ref="A4:B4"/></mergeCells>
<conditionalFormatting sqref="B1:B9"><cfRule type="cellIs" dxfId="0" priority="1" operator="lessThan">
<formula>0</formula></cfRule></conditionalFormatting>
<dataValidations count="1"><dataValidation type="whole" sqref="B1" allowBlank="1"><formula1>0</formula1>
</dataValidation></dataValidations>
<hyperlinks><hyperlink ref="A1" location="'Other one'!A1" display="there"/></hyperlinks>
<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>
<drawing r:id="rId1"/><legacyDrawing r:id="rId2"/>
<tableParts count="1"><tablePart r:id="rId5"/></tableParts>
<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}"
 xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1"
 xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list"><x14:formula1>
<xm:f>'Other one'!$A$1:$A$2</xm:f></x14:formula1><xm:sqref>B2</xm:sqref></x14:dataValidation></x14:dataValidations>
</ext></extLst></worksheet>"""

PLAIN = (
    f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>yes</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>no</t></is></c></row></sheetData></worksheet>'
)

_STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="9"/><name val="Arial"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFFFFBE6"/><bgColor indexed="64"/></patternFill></fill></fills>
<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>
<border><left style="thin"/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="164" fontId="1" fillId="2" borderId="1" xfId="0" applyProtection="1"><protection locked="0"/></xf>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
<dxfs count="1"><dxf><font><b/></font></dxf></dxfs>
<extLst><ext uri="{{EB79DEF2-80B8-43e5-95BD-54CBDDF9020C}}"/></extLst></styleSheet>"""

_WORKBOOK = f"""<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr codeName="ThisWorkbook"/>
<bookViews><workbookView activeTab="1" firstSheet="1"/></bookViews>
<sheets><sheet name="Front" sheetId="3" r:id="rId1"/><sheet name="Figures" sheetId="7" r:id="rId2"/>
<sheet name="Other one" sheetId="4" r:id="rId3"/></sheets>
<definedNames><definedName name="_xlnm.Print_Area" localSheetId="1">Figures!$A$1:$D$9</definedName>
<definedName
 name="mine" localSheetId="2">'Other one'!$A$1</definedName><definedName name="mine">Figures!$B$1</definedName>
</definedNames><pivotCaches><pivotCache cacheId="1" r:id="rId6"/></pivotCaches></workbook>"""

_COMMENTS = f"""<comments xmlns="{MAIN}"><authors><author>tc={THREADED}</author></authors><commentList>
<comment ref="B1" authorId="0" shapeId="0"><text><t>[Threaded comment] Is this right?</t></text></comment>
</commentList></comments>"""
_VML = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="3"/>
</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"></v:shapetype>
<v:shape id="_x0000_s3073" type="#_x0000_t202" style="visibility:hidden"><v:textbox><div><br></div></v:textbox>
<x:ClientData ObjectType="Note"><x:Row>0</x:Row><x:Column>1</x:Column></x:ClientData></v:shape></xml>"""
_THREADED = f"""<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<threadedComment ref="B1" dT="2026-01-01T00:00:00.00" personId="{_PERSON}" id="{THREADED}"><text>Is this right?</text>
</threadedComment></ThreadedComments>"""
_PERSONS = f"""<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<person displayName="Somebody" id="{_PERSON}" userId="1" providerId="None"/></personList>"""
_DRAWING = """<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"/>"""
_TABLE = f"""<table xmlns="{MAIN}" id="1" name="Table1" displayName="Table1" ref="A8:B9" totalsRowShown="0">
<tableColumns count="2"><tableColumn id="1" name="Column1"/><tableColumn id="2" name="Column2"/>
</tableColumns></table>"""
_CACHE = f"""<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}" r:id="rId1" recordCount="0"><cacheSource
 type="worksheet"><worksheetSource ref="A1:A2" sheet="Other one"/></cacheSource><cacheFields count="1"><cacheField
 name="yes" numFmtId="0"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>"""
_RECORDS = f'<pivotCacheRecords xmlns="{MAIN}" count="0"/>'
_PIVOT = f"""<pivotTableDefinition xmlns="{MAIN}" name="PivotTable1" cacheId="1" dataCaption="Values"><location
 ref="A20:B22" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="1"><pivotField
 showAll="0"/></pivotFields></pivotTableDefinition>"""
_APP = """<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
 xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><HeadingPairs><vt:vector size="2"
 baseType="variant"><vt:variant><vt:lpstr>Worksheets</vt:lpstr></vt:variant><vt:variant><vt:i4>3</vt:i4></vt:variant>
</vt:vector></HeadingPairs>
<TitlesOfParts><vt:vector size="3" baseType="lpstr"><vt:lpstr>Front</vt:lpstr><vt:lpstr>Figures
</vt:lpstr><vt:lpstr>Other one</vt:lpstr></vt:vector></TitlesOfParts></Properties>""".replace("Figures\n", "Figures")
_STRINGS = f'<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>shared</t></si></sst>'

_PARTS = {
    "xl/workbook.xml": (_WORKBOOK, "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
    "xl/worksheets/sheet1.xml": (PLAIN, f"{_SHEET}.worksheet+xml"),
    "xl/worksheets/sheet2.xml": (FIGURES, f"{_SHEET}.worksheet+xml"),
    "xl/worksheets/sheet3.xml": (PLAIN, f"{_SHEET}.worksheet+xml"),
    "xl/styles.xml": (_STYLES, f"{_SHEET}.styles+xml"),
    "xl/sharedStrings.xml": (_STRINGS, f"{_SHEET}.sharedStrings+xml"),
    "xl/comments1.xml": (_COMMENTS, f"{_SHEET}.comments+xml"),
    "xl/threadedComments/threadedComment1.xml": (_THREADED, "application/vnd.ms-excel.threadedcomments+xml"),
    "xl/persons/person.xml": (_PERSONS, "application/vnd.ms-excel.person+xml"),
    "xl/drawings/drawing1.xml": (_DRAWING, "application/vnd.openxmlformats-officedocument.drawing+xml"),
    "xl/tables/table1.xml": (_TABLE, f"{_SHEET}.table+xml"),
    "xl/pivotCache/pivotCacheDefinition1.xml": (_CACHE, f"{_SHEET}.pivotCacheDefinition+xml"),
    "xl/pivotCache/pivotCacheRecords1.xml": (_RECORDS, f"{_SHEET}.pivotCacheRecords+xml"),
    "xl/pivotTables/pivotTable1.xml": (_PIVOT, f"{_SHEET}.pivotTable+xml"),
    "docProps/app.xml": (_APP, "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
}
_LINKED = {
    "": (("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", "extended-properties", "docProps/app.xml")),
    "xl/workbook.xml": (
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "worksheet", "worksheets/sheet2.xml"),
        ("rId3", "worksheet", "worksheets/sheet3.xml"),
        ("rId4", "styles", "styles.xml"),
        ("rId5", "sharedStrings", "sharedStrings.xml"),
        ("rId6", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
        ("rId7", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
        ("rId8", "http://schemas.microsoft.com/office/2017/10/relationships/person", "persons/person.xml"),
    ),
    "xl/worksheets/sheet2.xml": (
        ("rId1", "drawing", "../drawings/drawing1.xml"),
        ("rId2", "vmlDrawing", "../drawings/vmlDrawing1.vml"),
        ("rId3", "comments", "../comments1.xml"),
        (
            "rId4",
            "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
            "../threadedComments/threadedComment1.xml",
        ),
        ("rId5", "table", "../tables/table1.xml"),
    ),
    "xl/worksheets/sheet3.xml": (("rId1", "pivotTable", "../pivotTables/pivotTable1.xml"),),
    "xl/pivotTables/pivotTable1.xml": (("rId1", "pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml"),),
    "xl/pivotCache/pivotCacheDefinition1.xml": (("rId1", "pivotCacheRecords", "pivotCacheRecords1.xml"),),
}


def rich_workbook(changes: Mapping[str, str | None] | None = None) -> bytes:
    """The workbook, with some parts replaced by others, or taken out (None).

    `Figures` has a merge, a drop-down in an extension, a table, a drawing and a threaded comment on B1.
    """
    texts = {name: _HEAD + text for name, (text, _) in _PARTS.items()}
    texts |= {_links_part(name): _HEAD + _links(links) for name, links in _LINKED.items()}
    texts |= {"xl/drawings/vmlDrawing1.vml": _VML, "[Content_Types].xml": _HEAD + _types()}
    parts: dict[str, bytes] = {name: text.encode() for name, text in texts.items()}
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 macros, as they are"
    for name, text in (changes or {}).items():
        if text is None:
            del parts[name]
        else:
            parts[name] = text.encode()
    return packed(parts)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda each: (each != "[Content_Types].xml", each)):
            archive.writestr(zipfile.ZipInfo(name, (2024, 2, 29, 10, 20, 30)), parts[name], zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """A package's parts, unpacked."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _links_part(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels".lstrip("/")


def _links(links: tuple[tuple[str, str, str], ...]) -> str:
    each = "".join(
        f'<Relationship Id="{id}" Type="{kind if "/" in kind else f"{OFFICE}/{kind}"}" Target="{target}"/>'
        for id, kind, target in links
    )
    return f'<Relationships xmlns="{_LINKS}">{each}</Relationships>'


def _types() -> str:
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "bin": "application/vnd.ms-office.vbaProject",
        "vml": "application/vnd.openxmlformats-officedocument.vmlDrawing",
    }
    each = "".join(f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in defaults.items())
    each += "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (_, kind) in _PARTS.items())
    return f'<Types xmlns="{_TYPES}">{each}</Types>'
