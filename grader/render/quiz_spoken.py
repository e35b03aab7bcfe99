"""Formulas in words, for screen readers: Hindi and English. In Hindi letters keep their names, as in class."""

from typing import Any, Final

from grader.spec.text import Lang

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "=": ("बराबर", "equals"),
    "+": ("plus", "plus"),
    "−": ("minus", "minus"),
    "-": ("minus", "minus"),
    "±": ("plus minus", "plus or minus"),
    "·": ("गुणा", "times"),
    "⋅": ("गुणा", "times"),
    "×": ("गुणा", "times"),
    "∗": ("गुणा", "times"),
    "/": ("बटा", "over"),
    "÷": ("भाग", "divided by"),
    "⊙": ("element-wise गुणा", "element-wise times"),
    "⊗": ("tensor गुणा", "tensor product"),
    "<": ("से छोटा", "less than"),
    ">": ("से बड़ा", "greater than"),
    "≤": ("से छोटा या बराबर", "less than or equal to"),
    "≥": ("से बड़ा या बराबर", "greater than or equal to"),
    "≠": ("बराबर नहीं", "not equal to"),
    "≈": ("लगभग बराबर", "approximately equals"),
    "≡": ("सर्वसम", "is identical to"),
    "∼": ("वितरित", "is distributed as"),
    "∝": ("समानुपाती", "is proportional to"),
    "≪": ("से बहुत छोटा", "much less than"),
    "≫": ("से बहुत बड़ा", "much greater than"),
    "→": ("से", "to"),
    "←": ("में रखिए", "becomes"),
    "⇒": ("इसलिए", "implies"),
    "⇔": ("तभी और केवल तभी", "if and only if"),
    "∈": ("का सदस्य", "in"),
    "∂": ("partial", "partial"),
    "∇": ("nabla", "nabla"),
    "∞": ("अनंत", "infinity"),
    "∑": ("योग", "sum"),
    "∏": ("गुणनफल", "product"),
    "∫": ("integral", "integral"),
    "(": ("कोष्ठक खुला", "open paren"),
    ")": ("कोष्ठक बंद", "close paren"),
    "[": ("बड़ा कोष्ठक खुला", "open bracket"),
    "]": ("बड़ा कोष्ठक बंद", "close bracket"),
    "{": ("धनु कोष्ठक खुला", "open brace"),
    "}": ("धनु कोष्ठक बंद", "close brace"),
    "|": ("खड़ी रेखा", "vertical bar"),
    "‖": ("norm रेखा", "norm bar"),
    "⌈": ("ceiling खुला", "ceiling of"),
    "⌉": ("ceiling बंद", "end ceiling"),
    "⌊": ("floor खुला", "floor of"),
    "⌋": ("floor बंद", "end floor"),
    ",": (",", ","),
    "′": ("prime", "prime"),
    "⊤": ("transpose", "transpose"),
    "%": ("प्रतिशत", "percent"),
    "…": ("इत्यादि", "and so on"),
    "⋯": ("इत्यादि", "and so on"),
}
_GREEK: Final[dict[str, str]] = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ϵ": "epsilon",
    "ε": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "τ": "tau",
    "φ": "phi",
    "ϕ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
    "Γ": "Gamma",
    "Δ": "Delta",
    "Θ": "Theta",
    "Λ": "Lambda",
    "Ξ": "Xi",
    "Π": "Pi",
    "Σ": "Sigma",
    "Φ": "Phi",
    "Ψ": "Psi",
    "Ω": "Omega",
}
_HAT: Final = {"^": "hat", "ˆ": "hat", "¯": "bar", "‾": "bar", "―": "bar", "~": "tilde", "→": "vector", "˙": "dot"}
_ALONE: Final = frozenset({"mi", "mn", "mtext"})


def spoken_of(node: Any, lang: Lang) -> str:
    """The words of a tree; one space between them."""
    return " ".join(_say(node, lang).split())


def _say(node: Any, lang: Lang) -> str:  # noqa: C901, PLR0912  # one case for each tag of MathML
    kids = node.children
    hindi = lang == "hi"

    def words(*nodes: Any) -> str:
        return " ".join(_say(kid, lang) for kid in nodes)

    match node.tag:
        case "mi" | "mn" | "mo" | "mtext":
            return _leaf(node.text, hindi=hindi)
        case "mspace":
            return ""
        case "mfrac":
            top, below = words(kids[0]), words(kids[1])
            if kids[0].tag in _ALONE and kids[1].tag in _ALONE:
                return f"{top} बटा {below}" if hindi else f"{top} over {below}"
            return f"भिन्न, ऊपर {top}, नीचे {below}, भिन्न पूरी" if hindi else f"fraction {top} over {below} end fraction"
        case "msqrt":
            return f"वर्गमूल {words(*kids)}, मूल पूरा" if hindi else f"square root of {words(*kids)} end root"
        case "mroot":
            return (
                f"{words(kids[1])} वाँ मूल {words(kids[0])}" if hindi else f"{words(kids[1])}th root of {words(kids[0])}"
            )
        case "msub":
            return f"{words(kids[0])} sub {words(kids[1])}"
        case "msup":
            return _power(words(kids[0]), kids[1], words(kids[1]), hindi=hindi)
        case "msubsup" | "munderover":
            low, high = words(kids[1]), words(kids[2])
            if kids[0].text in {"∑", "∏", "∫"}:
                name = words(kids[0])
                return f"{low} से {high} तक {name}" if hindi else f"{name} from {low} to {high} of"
            return _power(f"{words(kids[0])} sub {low}", kids[2], high, hindi=hindi)
        case "munder":
            return f"{words(kids[0])}, {words(kids[1])} पर," if hindi else f"{words(kids[0])} over {words(kids[1])} of"
        case "mover":
            mark = _HAT.get(kids[1].text)
            return f"{words(kids[0])} {mark}" if mark else words(*kids)
        case "mtable":
            row = "row {n}: {cells}"
            rows = [
                row.format(n=n, cells=", ".join(words(cell) for cell in line.children))
                for n, line in enumerate(kids, 1)
            ]
            return ("matrix, " if hindi else "matrix with ") + "; ".join(rows) + ","
        case _:
            return words(*kids)


def _power(base: str, node: Any, exponent: str, *, hindi: bool) -> str:
    if node.text == "2":
        return f"{base} का वर्ग" if hindi else f"{base} squared"
    if node.text == "3":
        return f"{base} का घन" if hindi else f"{base} cubed"
    if node.text in {"′", "⊤", "″"} or (node.text == "T" and node.tag == "mi"):
        return f"{base} {'transpose' if node.text == 'T' else exponent}"
    return f"{base} की घात {exponent}" if hindi else f"{base} to the power {exponent}"


def _leaf(text: str, *, hindi: bool) -> str:
    if text in _WORDS:
        return _WORDS[text][0 if hindi else 1]
    if text in _GREEK:
        name = _GREEK[text]
        return f"capital {name.lower()}" if name[0].isupper() else name
    return "" if text == "\u2061" else text
