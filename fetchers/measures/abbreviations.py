"""Which abbreviations a record defines, and by which words: "intima-media thickness (IMT)".

The method is that of Schwartz and Hearst (Pacific Symposium on Biocomputing 2003, pages 451 to 462): the letters of
what stands in brackets are looked for backwards in the words before them, and the first one must begin a word.
"""

import re

from fetchers.record.texts import Texts

_SHORT = re.compile(r"\(([A-Za-z][A-Za-z0-9/-]{1,9})[;,)]")
LONGEST_LONG_FORM = 120  # characters before the bracket in which the words are sought
LongForm = tuple[int, int]  # where the words begin and end in the folded text


def spelled_out(texts: Texts) -> dict[str, LongForm]:
    """The span of the words that each abbreviation stands for, where the record defines it first."""
    cased, found = texts.cased, dict[str, LongForm]()
    for hit in _SHORT.finditer(cased):
        short = hit.group(1)
        if short not in found and (short.isupper() or not short.islower()):
            before = cased[max(0, hit.start() - LONGEST_LONG_FORM) : hit.start()].rpartition("\0")[2].rstrip()
            start = _beginning(before.lower(), short.lower())
            if start is not None:
                end = hit.start()
                found[short] = end - len(cased[max(0, end - LONGEST_LONG_FORM) : end].rpartition("\0")[2]) + start, end
    return found


def _beginning(words: str, short: str) -> int | None:
    """Where in lower-case words that precede a bracket the long form of an abbreviation begins."""
    least = len(words) - len(" ".join(words.split()[-min(len(short) + 5, 2 * len(short)) :])) - 2
    at = len(words)
    for number in range(len(short) - 1, -1, -1):
        letter = short[number]
        if not letter.isalnum():
            continue
        at = words.rfind(letter, 0, at)
        while at > 0 and number == 0 and words[at - 1].isalnum():
            at = words.rfind(letter, 0, at)
        if at < max(0, least):
            return None
    return at
