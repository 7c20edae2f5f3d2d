"""An office's own Word template: a plain one is taken and filled, a hostile one is refused with a sentence."""

import io
import zipfile

import pytest
from docx import Document
from docx.shared import Pt
from jinja2 import TemplateError

from qms.printing import (
    CONTROLLED_DOCUMENT,
    CORRECTIVE_ACTION_REQUEST,
    FORMS,
    PrintingUnavailable,
    own_templates,
    paths,
    render_docx,
    template_faults,
    trial,
    with_word_template,
)
from qms.printing.docx import as_text
from qms.printing.own_templates import check_template, own_form, variables
from qms.printing.template_language import Refused, TemplateLanguage
from qms.printing.template_parts import FILE_MB, PARTS, faults_of_parts

CAR = "corrective_action_request"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def template(*paragraphs, rows=()):
    """A Word file as an office would write it."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=0, cols=2)
        for left, right in rows:
            row = table.add_row()
            row.cells[0].text, row.cells[1].text = left, right
    return saved(document)


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_parts(content, **changes):
    """The file with parts replaced (by a function of the old text) or added; "/" stands for "__"."""
    out = io.BytesIO()
    edits = {name.replace("__", "/"): change for name, change in changes.items()}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = edits.pop(name, None)
            new.writestr(name, change(old.read(name).decode()) if change else old.read(name))
        for name, change in edits.items():
            new.writestr(name, change(""))
    return out.getvalue()


def edited(content, name, change):
    return with_parts(content, **{name.replace("/", "__"): change})


def related(kind, target, *, external=True):
    mode = ' TargetMode="External"' if external else ""
    line = f'<Relationship Id="rX" Type="{RELATION}{kind}" Target="{target}"{mode}/></Relationships>'
    return edited(
        template("{{ title }}"),
        "word/_rels/document.xml.rels",
        lambda text: text.replace("</Relationships>", line),
    )


def with_body(markup):
    return edited(
        template("{{ title }}"), "word/document.xml", lambda text: text.replace("<w:body>", f"<w:body>{markup}")
    )


def code_of(content):
    return [fault.code for fault in faults_of_parts(content)]


def tried(name, content):
    """What the trial finds, in this process: faster, and it shows where it fails."""
    faults = trial.tried(content, own_templates.samples(FORMS[name]), own_templates.required(FORMS[name]))
    return [fault.sentence for fault in faults]


# plain ones


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_our_own_templates_would_be_taken(form):
    content = (paths.TEMPLATES / form.docx_template).read_bytes()
    assert code_of(content) == []
    assert tried(form.name, content) == []


def test_template_of_an_office_is_taken_and_filled():
    content = template(
        "{{ head.unit }}: {{ title|upper }}{% if mark.brought_in %} (cũ){% endif %}",
        "{%p for field in description %}",
        "{{ loop.index }}. {{ field.label }}: {{ field.text|default('-') }}",
        "{%p endfor %}",
        rows=[("{%tr for row in actions %}", ""), ("{{ row.action }}", "{{ row.due }}"), ("{%tr endfor %}", "")],
    )

    assert check_template(CAR, content) == []
    printed = Document(io.BytesIO(render_docx(own_form(CAR, content), CORRECTIVE_ACTION_REQUEST.sample("vi"))))
    assert [part.text for part in printed.paragraphs][:2] == [
        "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI: PHIẾU YÊU CẦU HÀNH ĐỘNG KHẮC PHỤC (cũ)",
        "1. Yêu cầu: TCVN ISO 9001:2015, điều 8.5.1; QT-05, mục 5.7",
    ]
    assert printed.tables[0].rows[0].cells[0].text == "Bổ sung bước theo dõi thời hạn vào QT-05."


def test_template_of_a_document_takes_its_body_in_the_styles_it_has():
    document = Document()
    document.styles["Heading 1"].font.size = Pt(20)
    document.add_paragraph("{{ stamp.line }}")
    document.add_paragraph("{{p contents }}")
    document.add_paragraph("{{p body }}")
    content = saved(document)

    assert check_template("controlled_document", content) == []
    form = own_form("controlled_document", content)
    printed = Document(io.BytesIO(render_docx(form, CONTROLLED_DOCUMENT.sample("vi"))))
    (heading,) = (part for part in printed.paragraphs if part.text == "1. Mục đích" and part.style.name != "Normal")
    assert heading.style.font.size == Pt(20)
    assert "5 ngày làm việc" in [cell.text for table in printed.tables for row in table.rows for cell in row.cells]


def test_template_may_lie_in_a_file(tmp_path):
    (tmp_path / "own.docx").write_bytes(template("{{ title }}"))
    for given in (tmp_path / "own.docx", template("{{ title }}")):
        form = with_word_template(CORRECTIVE_ACTION_REQUEST, given)
        printed = Document(io.BytesIO(render_docx(form, CORRECTIVE_ACTION_REQUEST.sample("en"))))
        assert printed.paragraphs[0].text == "CORRECTIVE ACTION REQUEST"


def test_links_page_numbers_and_pictures_inside_may_stay():
    document = Document()
    document.add_paragraph("{{ title }}")
    document.add_picture(io.BytesIO(own_templates.code.png("https://example.vn")))
    document.part.relate_to("https://example.vn/", f"{RELATION}hyperlink", is_external=True)
    page = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    page += '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    page += (
        '<w:p><w:fldSimple w:instr=\' HYPERLINK "https://example.vn" \'/><w:fldSimple w:instr="HYPERLINK \\l a"/></w:p>'
    )
    content = edited(saved(document), "word/document.xml", lambda text: text.replace("<w:body>", f"<w:body>{page}"))

    assert check_template(CAR, content) == []


# what a template says


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{{ ''.__class__ }}", "reaches into the program"),
        ("{{ title['__class__'] }}", "reaches into the program"),
        ("{{ title._x }}", "reaches into the program"),
        ("{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}", "must go through a list"),
        ("{% for x in range(10**9) %}x{% endfor %}", "must go through a list"),
        ("{% for x in [1, 2] %}x{% endfor %}", "must go through a list"),
        ("{% for x in rows recursive %}x{% endfor %}", "must go through a list"),
        ("{% for a in causes %}{% for b in causes %}x{% endfor %}{% endfor %}", "inside another"),
        ("{{ title * 1000000000 }}", "“mul” is not allowed"),
        ("{{ 2 ** 100000000 }}", "“pow” is not allowed"),
        ("{% set x = title %}", "“assign” is not allowed"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "“macro” is not allowed"),
        ("{% include 'x' %}", "“include” is not allowed"),
        ("{% import 'os' as os %}", "“import” is not allowed"),
        ("{{ lipsum() }}", "“call” is not allowed"),
        ("{{ title.upper() }}", "“call” is not allowed"),
        ("{{ title[grade] }}", "“[...]” is not allowed"),
        ("{{ title|attr('x') }}", "The filter “attr” is not allowed"),
        ("{{ title|center(1000000000) }}", "The filter “center” is not allowed"),
        ("{{ no_such_field }}", "no variable “no_such_field”"),
        ("{{ titel }}", "Did you mean “title”?"),
        ("{{ head.unitt }}", "Did you mean “unit”?"),
        ("{% if false %}{{ head.unitt }}{% endif %}", "Did you mean “unit”?"),
        ("{% if %}", "written wrongly"),
        ("{{ title ", "written wrongly"),
        ("{{ description.text }}", "cannot be filled"),
    ],
)
def test_template_that_says_too_much_is_refused_with_a_sentence(text, sentence):
    faults = tried(CAR, template(text))

    assert any(sentence in fault for fault in faults), faults


def test_hostile_words_in_header_footer_and_properties_are_read_too():
    for place in ("header", "footer"):
        document = Document()
        getattr(document.sections[0], place).paragraphs[0].text = "{{ ''.__class__ }}"
        assert "reaches into the program" in tried(CAR, saved(document))[0]
    document = Document()
    document.core_properties.author = "{{ ''.__class__ }}"
    assert "reaches into the program" in check_template(CAR, saved(document))[0]


@pytest.mark.parametrize(
    "text", ["{{ ''.__class__ }}", "{% for x in range(10**9) %}x{% endfor %}", "{{ title * 10**9 }}"]
)
def test_unchecked_template_runs_nothing_when_printed(text):
    form = own_form(CAR, template(text))
    with pytest.raises(PrintingUnavailable, match="cannot be filled"):
        render_docx(form, CORRECTIVE_ACTION_REQUEST.sample("vi"))


def test_file_that_is_no_word_file_is_named_when_printed():
    for content in (b"x", b"", template("x")[:800]):
        with pytest.raises(PrintingUnavailable, match="cannot be filled"):
            render_docx(own_form(CAR, content), CORRECTIVE_ACTION_REQUEST.sample("vi"))


def test_sandbox_stands_behind_the_language(monkeypatch):
    monkeypatch.setattr(TemplateLanguage, "faults", lambda self, tree: iter(()))
    language = TemplateLanguage(as_text)
    for text in (
        "{{ ''.__class__.__mro__ }}",
        "{{ title.__init__.__globals__ }}",
        "{{ rows.append(1) }}",
        "{{ range(9) }}",
    ):
        with pytest.raises(TemplateError):
            language.from_string(text).render(title="x", rows=[1])


def test_language_lets_through_what_forms_need():
    text = "{% for row in rows if row.a %}{{ loop.index }}{{ row.a|upper }}{{ row.months[0] }}{% else %}-{% endfor %}"
    made = TemplateLanguage(as_text).from_string(text).render(rows=[{"a": "x", "months": ["<"]}, {"a": ""}])
    assert made == "1X&lt;"
    assert TemplateLanguage(as_text).from_string("{{ row.copy }}").render(row={"copy": "x"}) == "x"
    with pytest.raises(TemplateError):
        TemplateLanguage(as_text).from_string("{{ row.items }}").render(row={"copy": "x"})
    with pytest.raises(Refused) as refused:
        TemplateLanguage(as_text).from_string("{{ a.b() }}{{ a.c() }}{{ 1 + 1 }}")
    assert [fault.params["what"] for fault in refused.value.faults] == ["call", "add"]


def test_print_must_keep_its_stamp_and_body():
    faults = tried("controlled_document", template("{{ title }}"))
    assert [fault for fault in faults if "“stamp”" in fault and "{{ stamp.line }}" in fault]
    assert [fault for fault in faults if "“body”" in fault and "{{p body }}" in fault]


def test_body_in_the_middle_of_a_line_is_refused():
    faults = tried("controlled_document", template("{{ stamp.line }}", "Nội dung: {{ body }}"))
    assert any("{{p body }}" in fault and "alone in a paragraph" in fault for fault in faults)


def test_check_tries_a_template_in_a_process_of_its_own():
    assert "reaches into the program" in check_template(CAR, template("{{ ''.__class__ }}"))[0]
    assert check_template("controlled_document", template("{{ stamp.line }}", "{{p body }}")) == []


def test_trial_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(own_templates, "SECONDS", 0.01)
    assert check_template(CAR, template("{{ title }}")) == [
        "Filling the template with a sample took more than 0.01 seconds. Make it simpler."
    ]


# what a file holds


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04" + bytes(FILE_MB * 1024 * 1024), "too_big"),
        (b"%PDF-1.7", "not_word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_word"),
        (b"PK\x03\x04 cut off", "damaged"),
        (edited(template("x"), "word/document.xml", lambda text: text[:-30]), "damaged"),
        (edited(template("x"), "word/vbaProject.bin", lambda text: "x"), "macros"),
        (
            edited(
                template("x"),
                "[Content_Types].xml",
                lambda text: text.replace(
                    "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                    "vnd.ms-word.document.macroEnabled.main+xml",
                ),
            ),
            "macros",
        ),
        (
            edited(template("x"), "[Content_Types].xml", lambda text: text.replace("document.main", "template.main")),
            "word_template",
        ),
        (edited(template("x"), "[Content_Types].xml", lambda text: text.replace("document.main", "x")), "not_word"),
        (
            edited(
                template("x"),
                "word/document.xml",
                lambda text: '<!DOCTYPE x [<!ENTITY a "b">]>' + text.partition("?>")[2],
            ),
            "definitions",
        ),
        (edited(template("x"), "word/media/x.bin", lambda text: "0" * 60_000_000), "unpacks"),
        (edited(template("x"), "word/more.xml", lambda text: "<x>" + " " * 7_000_000 + "</x>"), "unpacks"),
        (with_parts(template("x"), **{f"word/p{n}.bin": lambda text: "x" for n in range(PARTS)}), "unpacks"),
        (related("attachedTemplate", "file:///z:/evil.dotm"), "attached"),
        (related("image", "https://evil.example/track.png"), "external"),
        (related("hyperlink", "file:///etc/passwd"), "external"),
        (related("hyperlink", "javascript:alert(1)"), "external"),
        (related("oleObject", "https://evil.example/x"), "external"),
        (related("oleObject", "embeddings/x.bin", external=False), "embedded"),
        (related("aFChunk", "x.html", external=False), "embedded"),
        (related("control", "activeX/x.xml", external=False), "embedded"),
        (
            with_body(
                '<w:p><w:r><w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml"><v:fill src="http://x/y"/></v:rect>'
                "</w:pict></w:r></w:p>"
            ),
            "external",
        ),
        (with_body("<w:altChunk/>"), "embedded"),
        (with_body('<w:p><w:fldSimple w:instr=" INCLUDETEXT c:\\\\x "/></w:p>'), "field"),
        (
            with_body(
                '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText> INCLUDE</w:instrText></w:r>'
                '<w:r><w:instrText>PICTURE "http://x" </w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p>'
            ),
            "field",
        ),
        (with_body('<w:p><w:fldSimple w:instr="HYPERLINK \\\\evil\\share"/></w:p>'), "external"),
        (edited(template("x"), "word/header9.dat", lambda text: "\ufeff<x><altChunk/></x>"), "embedded"),
        (with_body("<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd</w:instrText></w:r></w:p>"), "field"),
    ],
)
def test_file_that_holds_or_fetches_too_much_is_refused(content, code):
    assert code in code_of(content)
    assert check_template(CAR, content)


def test_field_inside_a_field_is_read():
    begin, end = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    text = "<w:r><w:instrText>{}</w:instrText></w:r>".format
    inner = f"<w:p>{begin}{text(' PAGE ')}{begin}{text(' LINK x ')}{end}{end}</w:p>"
    assert code_of(with_body(inner)) == ["field"]


def test_header_of_a_part_that_lies_about_its_size_is_not_believed():
    content = bytearray(edited(template("x"), "word/media/x.bin", lambda text: "0" * 60_000_000))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as packed:
        entry = packed.getinfo("word/media/x.bin")
    place = bytes(content).rindex(b"word/media/x.bin") - 46 + 24
    content[place : place + 4] = (100).to_bytes(4, "little")
    assert entry.file_size == 60_000_000
    assert code_of(bytes(content)) == ["unpacks"]


def test_each_fault_is_told_once_and_every_sentence_can_be_said():
    assert code_of(with_body("<w:altChunk/><w:altChunk/>")) == ["embedded"]
    names = {"size", "target", "kind", "field", "problem", "name", "near", "what", "allowed", "over"}
    named = dict.fromkeys(names | {"example", "depth", "tag", "seconds"}, "x")
    for code in template_faults.SENTENCES:
        assert "%" not in template_faults.Fault(code, named).sentence


# the help page


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_listed_variable_can_be_used(form):
    listed = variables(form.name)
    paragraphs = []
    for variable in listed:
        loops = [loop.replace("{%tr", "{%p") for loop in variable.repeats]
        paragraphs += [*loops, variable.tag, *["{%p endfor %}"] * len(loops)]

    assert len({(variable.tag, variable.repeats) for variable in listed}) == len(listed)
    assert "{{ title }}" in paragraphs
    assert listed[-1].tag.startswith("{{ labels.")
    assert tried(form.name, template(*paragraphs)) == []
