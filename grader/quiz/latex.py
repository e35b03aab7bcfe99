"""Texts of questions: their maths, code and placeholders, and whether the LaTeX is one that the renderers know."""

import re

from grader.quiz.normalise import listed

CODE = re.compile(r"^```[a-z]*\n.*?^```\s*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
MATHS = re.compile(r"(?<!\\)\$(.+?)(?<!\\)\$", re.DOTALL)
PLACEHOLDER = re.compile(r"\{\{\s*([a-z][a-z0-9_.-]*)(?::([^{}\s]+))?\s*\}\}", re.IGNORECASE)
GAP = re.compile(r"\[\[([a-z][a-z0-9-]*)\]\]")
_COMMAND = re.compile(r"\\([A-Za-z]+|.)")
_TEXT = re.compile(r"\\(?:text|mathrm|operatorname)\{([^{}]*)\}")
# The commands that pandoc turns into both MathML and Typst without a warning, and no others.
KNOWN = frozenset(
    listed(
        r"""
    ; , ! : { } | \ % _ & # $ frac dfrac tfrac sqrt hat widehat bar overline tilde vec dot text mathrm mathbf
    mathbb mathcal operatorname boldsymbol alpha beta gamma delta epsilon varepsilon zeta eta theta kappa
    lambda mu nu xi pi rho sigma tau phi varphi chi psi omega Gamma Delta Theta Lambda Sigma Phi Psi Omega Pi
    partial nabla infty ell sum prod int max min exp log ln sin cos tan sinh cosh tanh lim arg det le leq ge
    geq ne neq approx sim propto equiv ll gg in notin subset cup cap pm mp times cdot div odot otimes circ ast
    to rightarrow leftarrow Rightarrow Leftarrow leftrightarrow iff implies mapsto gets left right big Big
    bigl bigr lVert rVert lvert rvert Vert vert mid lceil rceil lfloor rfloor langle rangle ldots cdots dots
    vdots ddots quad qquad begin end top prime underbrace overbrace forall exists star dagger
    """
    )
) | {" "}
ENVIRONMENTS = frozenset({"bmatrix", "pmatrix", "matrix", "cases", "aligned", "vmatrix"})


def maths_of(text: str) -> list[str]:
    r"""The maths of a text without spaces, and without words in \text: what both languages must share."""
    body = CODE.sub(" ", text)
    return sorted(re.sub(r"\s+", "", _TEXT.sub("", found)) for found in MATHS.findall(body))


def code_of(text: str) -> list[str]:
    """The code spans and blocks of a text."""
    return sorted(found.strip() for found in CODE.findall(text))


def placeholders_of(text: str) -> list[tuple[str, str]]:
    """The placeholders of a text: name and format."""
    return sorted((name, form or "") for name, form in PLACEHOLDER.findall(text))


def prose_of(text: str) -> str:
    """The text without code, maths, placeholders and gaps."""
    text = MATHS.sub(" ", CODE.sub(" ", text))
    return GAP.sub(" ", PLACEHOLDER.sub(" ", text))


def faults(text: str) -> list[str]:
    """What is broken in the maths of a text, in words."""
    body = CODE.sub(" ", text)
    out = []
    if len(re.findall(r"(?<!\\)\$", body)) % 2:
        out.append("an even number of $ signs (write \\$ for a dollar)")
    if "$$" in body:
        out.append("$...$ instead of $$...$$")
    outside = MATHS.sub(" ", body)
    stray = re.search(r"\\(?!\$)[A-Za-z]+", PLACEHOLDER.sub(" ", outside))
    if stray:
        out.append(f"{stray[0]} inside $...$")
    for found in MATHS.findall(body):
        out += _faults_in(PLACEHOLDER.sub("1", found))
    return out


def _faults_in(maths: str) -> list[str]:
    out = []
    bare = re.sub(r"\\[{}]", "", maths)
    depth = 0
    for char in bare:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth < 0:
            break
    if depth:
        out.append(f"closed braces in ${maths}$")
    names = _COMMAND.findall(maths)
    if names.count("left") != names.count("right"):
        out.append(f"as many \\left as \\right in ${maths}$")
    begins, ends = re.findall(r"\\begin\{(\w+)\}", maths), re.findall(r"\\end\{(\w+)\}", maths)
    if sorted(begins) != sorted(ends):
        out.append(f"a matching \\end for every \\begin in ${maths}$")
    out += [f"no environment {name}" for name in begins if name not in ENVIRONMENTS]
    out += [f"a known command instead of \\{name}" for name in names if name not in KNOWN]
    if re.search(r"\\frac(?!\s*\{)", maths):
        out.append(f"\\frac with two groups in braces in ${maths}$")
    if re.search(r"[\u0900-\u097f]", _TEXT.sub("", maths)):
        out.append(f"no Devanagari in maths, except in \\text, in ${maths}$")
    if not maths.strip():
        out.append("no empty maths")
    return out
