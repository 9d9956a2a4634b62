import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.text.folding import Places, fold, search_form

ODD = "ﬁﬂﬃ½⅔²⁹₂µ≠é\u0301\u0307\u00ad\u200b\u202eСΕА\\_& ;10aZ（％Ⅲ㎍™\n"
text = st.text(st.one_of(st.sampled_from(ODD), st.characters())) | st.lists(
    st.sampled_from(["&nbsp;", "&amp;lt;", "\\_", "  ", "proﬁle", "V\u0307O", "10⁹", "1½", "ΕA", "x", "\u00ad"])
).map("".join)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("5–10 µg", "5-10 ug"),
        (r"trough \< 5, IL\-6", "trough < 5, IL-6"),
        ("patients’", "patients'"),
        ("Lipid proﬁle, ejec­tion frac\u200btion", "Lipid profile, ejection fraction"),
        ("СD4 and 6МWD", "CD4 and 6MWD"),
        ("ΗbA1c, СΕA, ΤΝF-Β", "HbA1c, CEA, TNF-Β"),
        ("V\u0307O₂ of Sjo\u0308gren and Sjögren", "VO2 of Sjogren and Sjogren"),
        ("T½ 1½ h, 10⁹/L, m², ng·mL⁻¹", "T1/2 1 1/2 h, 10^9/L, m2, ng·mL-1"),
        ("ＨｂＡ１ｃ（％）", "HbA1c(%)"),
        ("p16ᴵᴺᴷ⁴ᵃ, CD4⁺", "p16INK4a, CD4+"),
        ("a&nbsp;b &amp;lt; c &unknown; &#945;", "a b < c &unknown; α"),
        ("_Frailty_ phospho_S6 Gait\\_speed", " Frailty phospho S6 Gait speed"),
        ("Gait   speed\n   * an item", "Gait speed\n   * an item"),
        ("≠ ≥ ≧ ± ™ ÷", "≠ ≥ ≥ ± ™ /"),
        ("TNF-ɑ, IL-1ß", "TNF-α, IL-1β"),
        ("Łódź æ", "Lodz ae"),
    ],
)
def test_what_looks_alike_reads_alike(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_every_character_folds_once_and_keeps_its_length_in_lower_case() -> None:
    for code in range(sys.maxunicode + 1):
        kind = unicodedata.category(chr(code))
        if kind not in ("Cn", "Co", "Cs") or (kind != "Cs" and code % 97 == 0):  # a million are nobody's, or private
            folded = fold(chr(code))
            assert fold(folded) == folded, hex(code)
            assert len(folded.lower()) == len(folded), hex(code)


@given(text, st.data())
def test_a_folded_span_leads_to_words_that_fold_to_it(words: str, data: st.DataObject) -> None:
    folded, places = fold(words), Places(words)
    start = data.draw(st.integers(0, len(folded)))
    end = data.draw(st.integers(start, len(folded)))
    low, high = places.span(start, end)
    assert 0 <= low <= high <= len(words)
    assert places.span(0, len(folded))[1] == len(words) or not folded
    if start < end:
        assert low < high


@pytest.mark.parametrize(
    ("written", "sought", "words"),
    [
        ("Lipid proﬁle (LDL)", "profile", "proﬁle"),
        ("in frac­tion by", "fraction", "frac­tion"),
        ("Peak V\u0307O2 max", "vo2", "V\u0307O2"),
        ("cafe\u0301 a", "cafe", "cafe\u0301"),
        ("Quality&nbsp;of&nbsp;life by", "quality of life", "Quality&nbsp;of&nbsp;life"),
        (r"HbA1c \< 7\%", "< 7%", r"\< 7\%"),
        ("the  Gait   speed  at", "gait speed", "Gait   speed"),
        ("of T½ here", "t1/2", "T½"),
    ],
)
def test_a_quote_is_what_stands_there(written: str, sought: str, words: str) -> None:
    at = fold(written).lower().index(sought)
    low, high = Places(written).span(at, at + len(sought))
    assert written[low:high] == words


def test_a_search_sees_one_blank() -> None:
    assert search_form(" Sjo\u0308gren’s\n Syndrome ") == "sjogren's syndrome"
