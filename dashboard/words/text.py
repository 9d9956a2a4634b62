"""Registry text made safe to show: Markdown for pages, HTML for Plotly, and words marked where they stand.

Whatever a sponsor typed is shown as typed: no link, image, emoji, colour or typographic change comes of it.
"""

import html
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!$:~<>|&=\"'/@^])")
# Streamlit's Markdown also works on finished text (bare addresses, `:emoji:`, `->`, `>=`); a harmless span around
# one character keeps it from seeing the pattern, and the text as read by people and programs stays the same.
TRAPS = re.compile(
    r"(?<=:)/(?=/)|(?<=www)\.|(?<=WWW)\.|@|:(?=[A-Za-z+\-][\w+\-/]*:)|(?<=[<>~=\-])[=>\-]|(?<=[=\-])<",
)
# Controls that turn the direction of writing: they can make a text read as something else than it is.
TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])
# The registry's longer texts are Markdown, in which a backslash before a sign of ASCII means the sign itself.
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # categories of Unicode that show nothing and may steer a terminal
COMMAND = re.compile(r"`([^`]+)`")
NCT_IN_TEXT = re.compile(r"NCT\d{8}")
PMID = re.compile(r"\d{1,9}")
REGISTRY = "https://clinicaltrials.gov/study/"


def plain(words: object) -> str:
    """Text as Markdown that shows exactly its characters, on one line."""
    flat, parts, at = " ".join(unturned(words).split()), [], 0
    for trap in TRAPS.finditer(flat):
        parts += [_escaped(flat[at : trap.start()]), f':color[{_escaped(trap.group())}]{{foreground="inherit"}}']
        at = trap.end()
    return "".join([*parts, _escaped(flat[at:])])


def unturned(words: object) -> str:
    """Text without the signs that turn the direction of writing, for what shows its characters and reads no markup."""
    return str(words).translate(TURNS)


def with_code(words: object) -> str:
    """A sentence of the program's own like `plain`, with what stands between its backticks shown as code."""
    parts = COMMAND.split(" ".join(str(words).split()))
    return "".join(f"`{part}`" if place % 2 else plain_piece(part) for place, part in enumerate(parts))


def _escaped(words: str) -> str:
    return SPECIAL.sub(r"\\\1", words)


def for_plotly(words: object) -> str:
    """Text for labels and hovers of a figure, which read a small HTML."""
    return html.escape(unturned(words), quote=True)


def one_line(words: object) -> str:
    """Text for a terminal: on one line, without signs that colour, move or turn what it shows."""
    return "".join(sign for sign in " ".join(str(words).split()) if unicodedata.category(sign) not in HIDDEN)


def shortened(words: str, limit: int) -> str:
    """Text cut at a word before `limit` characters, with dots where something was left out."""
    if len(words) <= limit:
        return words
    head = words[:limit].rsplit(" ", 1)[0]
    return f"{head or words[:limit]} …"


def shown_around(text: str, words: str, limit: int) -> str:
    """Text as `shortened` cuts it; where the words to be seen stand beyond that, what stands around them."""
    at = text.find(" ".join(words.split()))
    if at + len(words) <= limit * 3 // 4:
        return shortened(text, limit)
    start = text.rfind(" ", 0, max(1, at - limit // 2)) + 1
    return f"… {shortened(text[start:], limit)}"


def as_read(words: str) -> str:
    """Registry text without the backslashes that its Markdown puts before signs: `\\>` as `>`. For display alone."""
    return ESCAPE.sub(r"\1", words)


def as_read_with(words: str, spans: Iterable[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """`as_read`, and the spans (start, end) moved so that they cover the same words there."""
    gone = [escape.start() for escape in ESCAPE.finditer(words)]
    return as_read(words), [(start - bisect_left(gone, start), end - bisect_left(gone, end)) for start, end in spans]


def marked(words: str, spans: Iterable[tuple[int, int]]) -> str:
    """Markdown of a text with the spans (start, end) set off by colour and weight; overlapping spans are joined."""
    parts, at = [], 0
    for start, end in joined(spans, len(words)):
        parts += [plain_piece(words[at:start]), mark(words[start:end])]
        at = end
    return "".join([*parts, plain_piece(words[at:])])


def mark(words: str) -> str:
    """Words set off by weight and a coloured ground, so that colour is not the only sign."""
    return f":yellow-background[**{plain(words)}**]" if words.strip() else plain_piece(words)


def plain_piece(words: str) -> str:
    """Like `plain`, keeping one blank where the piece began or ended with white space."""
    if not words.strip():
        return " " if words else ""
    return (" " if words[0].isspace() else "") + plain(words) + (" " if words[-1].isspace() else "")


def joined(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Spans within a text of `length` characters, in order, overlapping ones made one; empty ones left out."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(end, length)) for start, end in spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def span_in_snippet(snippet: str, words: str, start: int, reach: int = 90) -> tuple[int, int] | None:
    """Where the words stand in their snippet: the last place at or before the one their offset allows.

    A snippet holds up to `reach` characters before the words, white space squeezed, after dots where text was cut.
    """
    squeezed = " ".join(words.split())
    if not squeezed:
        return None
    at = snippet.rfind(squeezed, 0, min(start, reach) + 2 + len(squeezed))
    at = snippet.find(squeezed) if at < 0 else at
    return None if at < 0 else (at, at + len(squeezed))


def registry_url(nct_id: str) -> str:
    """The registry's page of a trial; empty for anything that is no registry id."""
    return REGISTRY + nct_id if NCT_IN_TEXT.fullmatch(nct_id) else ""


def pubmed_url(pmid: str) -> str:
    """PubMed's page of a publication; empty for anything that is no PubMed id."""
    return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if PMID.fullmatch(pmid) else ""
