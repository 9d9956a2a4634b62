"""Which abbreviations a record defines, and by which words: "intima-media thickness (IMT)".

The method is that of Schwartz and Hearst (Pacific Symposium on Biocomputing 2003, pages 451 to 462): the letters of
what stands in brackets are looked for backwards in the words before them, and the first one must begin a word.
"""

import re

_SHORT = re.compile(r"[A-Za-z][A-Za-z0-9/-]{1,9}")
_BEHIND = frozenset(";,)")  # what follows an abbreviation in brackets
LONGEST_LONG_FORM = 120  # characters before the bracket in which the words are sought
LongForm = tuple[int, int]  # where the words begin and end in the folded text


def long_form(cased: str, short: str) -> LongForm | None:
    """The span of the words that an abbreviation stands for, where a folded text defines it first."""
    if short.islower() or not _SHORT.fullmatch(short):
        return None
    at = cased.find(f"({short}")
    while at >= 0:
        if cased[at + len(short) + 1 : at + len(short) + 2] in _BEHIND:
            low = max(0, at - LONGEST_LONG_FORM)
            low = max(low, cased.rfind("\0", low, at) + 1)
            start = _beginning(cased[low:at].rstrip().lower(), short.lower())
            if start is not None:
                return low + start, at
        at = cased.find(f"({short}", at + 1)
    return None


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
