"""Lists written as plain lines: definitions, references, forms and records without a table."""

import re

from cms.word.markup import unlabelled
from cms.word.pieces import Block, Paragraph, lines_of

SPLIT = re.compile(r"\s*(?:(?<!\d):|:(?=\s)|=|\s[-–—]\s)\s*")
CODED = re.compile(r"^((?=\S*\d)[A-ZĐ0-9][\wĐđ./-]{1,58}?(?:,\s?[a-z0-9]{1,2})*)\s*(?::|[-–—]|\s)\s*(\S.*)$")


def lines(blocks: list[Block]) -> list[str]:
    """Each line of the blocks, without its dash or number; line ends inside a paragraph begin a new one."""
    found = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found += [unlabelled(line) for line in block.text.split("\n")]
        else:
            found += list(lines_of([block]))
    return [line.strip().rstrip(";").strip() for line in found if line.strip()]


def is_introduction(line: str) -> bool:
    """ "Các tài liệu sau:" says nothing of its own."""
    return line.endswith(":") and len(line) <= 120


def defined(line: str) -> dict[str, str] | None:
    """ "TTHC: thủ tục hành chính"; None where no term stands before its meaning."""
    term, meaning = ([*SPLIT.split(line, maxsplit=1), ""])[:2]
    if not term or not meaning or len(term) > 120:
        return None
    return {"term": term.strip(' “”"'), "meaning": meaning.strip()}


def coded(line: str) -> dict[str, str]:
    """ "BM-01 Phiếu tiếp nhận": the code and the name; no code where the line has none."""
    found = CODED.match(line)
    return {"code": found.group(1).rstrip("."), "name": found.group(2)} if found else {"code": "", "name": line}
