"""Values that the scenarios share: texts that have to survive exactly, cards, life cycles."""

import json

# What every text member takes that says nothing about line breaks, by the name of the case.
EXACT: tuple[tuple[str, str], ...] = (
    ("empty", ""),
    ("blank", " "),
    ("blanks-around", "  two before, one after "),
    ("inner-blanks", "a  b   c"),
    ("no-break-space", "a\u00a0b\u2003c"),
    ("quotes", "\"double\" 'single' `back` \u201ctypographic\u201d"),
    ("backslashes", "C:\\new\\table \\u0041 \\\\ \\"),
    ("html", "<b>&amp;&lt;</b> <script>alert(1)</script> &#65;"),
    ("json", '{"a": [1, null, true], "b": "\\""}'),
    ("template", "${name} {{name}} %s %(name)s {0} $(name)"),
    ("percent", "100 %41 %% +plus+"),
    ("scripts", "\u03ba\u03b1\u03bb\u03ac \u0434\u043e\u0431\u0440\u043e \u4f60\u597d \u0928\u092e\u0938\u094d\u0924\u0947"),
    ("right-to-left", "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 abc"),
    ("astral", "\U0001f600 \U0001d54f \U00020000 \U0001f1e8\U0001f1ed"),
    ("composed", "\u00e9 \u00f1 \u1ea5 \ud55c"),
    ("decomposed", "e\u0301 n\u0303 a\u0302\u0301 \u1112\u1161\u11ab"),
    ("compatible", "\ufb01 \u2460 \uff21 \u212b \u00b2"),
    ("case", "I\u0130\u0131i \u00df\u1e9e \u03a3\u03c3\u03c2"),
    ("numbers", "007 1e3 0x10 1.0 -0"),
    ("null", "null"),
    ("false", "false"),
    ("longest", "0123456789abcdef" * 64),
    ("longest-bmp", "\u4f60" * 1024),
    # As many UTF-16 code units as the limit has characters: within it by either count.
    ("long-astral", "\U0001f600" * 512),
)

# Keys and values of customer metadata: letters, separators, numbers and some punctuation.
METADATA_PAIRS: dict[str, str] = {
    "_.:/=+-@": "@-+=/:._",
    "a b": " a  b ",
    "Key": "upper",
    "key": "lower",
    "\u00e9t\u00e9": "\u00e9",
    "\ud55c": "composed",
    "\u1112\u1161\u11ab": "decomposed",
    "\U00020000": "\U00020001",
    "\u4f60\u597d": "\u0434\u043e\u0431\u0440\u043e",
    "007": "1.0",
    "null": "null",
    "k" * 128: "v" * 256,
}


def card(creator: str, status: str = "Draft") -> dict[str, str]:
    """Return a model card."""
    return {"ModelCardContent": json.dumps({"model_overview": {"model_creator": creator}}, ensure_ascii=False), "ModelCardStatus": status}


def life_cycle(stage: str) -> dict[str, str]:
    """Return a life cycle at a stage."""
    return {"Stage": stage, "StageStatus": "PendingReview", "StageDescription": f"Waits in {stage}"}
