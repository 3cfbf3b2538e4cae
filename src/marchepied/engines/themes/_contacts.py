"""What reaches a person, found in a text by its shape: addresses, telephones, accounts, official numbers."""

import re
from collections.abc import Callable
from functools import partial

EMAIL, PHONE, ADDRESS, IBAN, NIR, LINK, HANDLE = (
    "email", "phone", "address", "iban", "nir", "link", "handle",
)  # fmt: skip
_SPACE = r"[ \u00a0\u202f]"
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\s?[\[(]\s?(?:at|arobase|à)\s?[\])]\s?|\sarobase\s)"
    r"[\w-]+(?:(?:\.|\s?[\[(](?:dot|point)[\])]\s?|\spoint\s)[\w-]+){1,5}",
    re.IGNORECASE,
)
_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"«»]{1,2000}(?<![.,;:!?)\]])", re.IGNORECASE)
_NETWORKS = r"insta(?:gram)?|facebook|fb|twitter|tik[ -]?tok|snap(?:chat)?|linkedin|telegram|discord|mastodon"
_HANDLE = re.compile(
    rf"(?<![\w@.])@[A-Za-z_][\w.]{{1,40}}(?:@[\w.-]{{3,60}})?(?<!\.)|\b(?P<kept>(?:{_NETWORKS}){_SPACE}?:{_SPACE}?)[\w.@-]{{3,40}}",
    re.IGNORECASE,
)
_IBAN = re.compile(
    rf"\b[A-Za-z]{{2}}\d{{2}}(?:(?:{_SPACE}[A-Z0-9]{{4}}){{2,7}}(?:{_SPACE}[A-Z0-9]{{1,3}})?|[A-Za-z0-9]{{11,30}})\b"
)
_NIR = re.compile(
    r"(?<!\d)[1-478]([ .\u00a0\u202f-]?)\d\d\1(?:0[1-9]|1[0-2]|[2-9]\d)\1(?:\d\d|2[AB])\1\d{3}\1\d{3}"
    r"(?:[ .\u00a0\u202f-]?\d\d)?(?!\d)",
    re.IGNORECASE,
)
_SEPARATED = r"(?P<s{0}>[ .\u00a0\u202f-]?)\d\d(?:(?P=s{0})\d\d){{3}}"
_PHONE = re.compile(
    rf"(?<![\d+])(?:0[1-9]{_SEPARATED.format(1)}"
    rf"|(?:\+|00)33{_SPACE}?(?:\(0\))?{_SPACE}?[1-9]{_SEPARATED.format(2)}"
    r"|0\d{3}(?P<s3>[ .\u00a0\u202f-])\d\d(?:(?P=s3)\d\d){2}"
    rf"|0{_SPACE}?8\d\d{_SPACE}?\d{{3}}{_SPACE}?\d{{3}}"
    r"|\+(?!33)\d{1,3}(?:[ .\u00a0\u202f-]?\d{1,4}){2,6})(?!\d)"
)
_NUMBER = r"(?<![\d.,])\d{1,4}(?:\s?(?:bis|ter|quater|[A-Da-d]))?,?\s+"
_STREETS = (
    r"rue|avenue|av\.?|boulevard|bd|bld|chemin|impasse|allée|quai|ruelle|faubourg|lotissement|sentier|venelle"
)
_OTHER_STREETS = r"place|pl\.|cours|square|passage|route|rte|résidence|hameau|lieu[ -]dit|villa|cité"
_LINKS = r"(?:(?:de\s+la|de\s+l[’']|de|du|des|d[’']|la|le|les|l[’']|aux?)\s*)*"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'-]*"
_TOWN = rf"(?:,?\s+(?:à\s+)?\d{{5}}(?:\s+{_CAPITAL}(?:[ -]{_CAPITAL}){{0,3}})?)?"
_NAMED = rf"{_LINKS}(?:{_CAPITAL})(?:\s+(?:{_LINKS}){_CAPITAL}){{0,3}}"
_ADDRESSES = (
    re.compile(rf"{_NUMBER}(?i:{_STREETS})\s+(?:{_NAMED}|{_LINKS}[^\W\d_][\w’'-]*){_TOWN}"),
    re.compile(rf"{_NUMBER}(?i:{_OTHER_STREETS})\s+{_NAMED}{_TOWN}"),
    re.compile(
        rf"(?P<kept>(?i:\b(?:habit|demeur|domicili|log)\w*|\badresse)\s*(?:au|à|:|est)?\s*(?:la\s+)?)"
        rf"(?i:{_STREETS}|{_OTHER_STREETS})\s+{_NAMED}{_TOWN}"
    ),
)


def is_iban(text: str) -> bool:
    """Whether the text is an account number: its key is right (ISO 7064, mod 97-10), or it is as long as a
    French one and begins like one (a digit may have been mistyped)."""
    bare = re.sub(r"\s", "", text).upper()
    if bare.startswith("FR") and len(bare) >= 24:
        return True
    digits = "".join(str(int(character, 36)) for character in bare[4:] + bare[:4])
    return int(digits) % 97 == 1


Replace = Callable[[str, str], str]
# Each kind, one of the signs that the text must hold (« 0 » stands for any digit), its patterns.
_DIGIT = ("0",)
_HINTED = ("habit", "demeur", "domicil", "log", "adress")
_KINDS = (
    (LINK, ("://", "www."), (_LINK,)),
    (EMAIL, ("@", "arobase", "(at", "( at", "[at", "[ at", "(à", "[à"), (_EMAIL,)),
    (HANDLE, ("@", ":"), (_HANDLE,)),
    (IBAN, _DIGIT, (_IBAN,)),
    (NIR, _DIGIT, (_NIR,)),
    (PHONE, _DIGIT, (_PHONE,)),
    (ADDRESS, _DIGIT, _ADDRESSES[:2]),
    (ADDRESS, _HINTED, _ADDRESSES[2:]),
)
_ANY_DIGIT = re.compile(r"\d")


def find_contacts(text: str, replace: Replace) -> str:
    """The text with each contact replaced by `replace(kind, what was found)`, kinds in their fixed order.

    What introduces a contact (« habite », « insta : ») stays. Time is proportional to the text’s length.
    """
    lowered = text.lower()
    has_digit = _ANY_DIGIT.search(text) is not None
    for kind, signs, patterns in _KINDS:
        if has_digit if signs is _DIGIT else any(sign in lowered for sign in signs):
            for pattern in patterns:
                text = pattern.sub(partial(_mark, kind=kind, replace=replace), text)
    return text


def _mark(match: re.Match[str], kind: str, replace: Replace) -> str:
    found = match.group()
    if kind == IBAN and not is_iban(found):
        return found
    kept = match.groupdict().get("kept") or ""
    return kept + replace(kind, found[len(kept) :])
