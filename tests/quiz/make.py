"""Small questions for tests, from YAML text; generators by monkeypatching variant.generator_of."""

from grader.quiz.load import question_of
from grader.quiz.node import parse

HEAD = """
level: 1
stem:
  hi: यह एक सवाल है।
  en: This is a question.
solution:
  hi: यह उत्तर है।
  en: This is the answer.
"""


def question(kind: str, body: str = "", name: str = "planted", topic: str = "activations", head: str = HEAD):
    return question_of(parse(f"kind: {kind}\n{head}\n{body}", "planted.yaml"), name, topic)


def text(word: str) -> str:
    return f"{{hi: '{word}', en: '{word}'}}"


CHOICE = """
options:
  - {id: good, correct: true, text: {hi: सही बात, en: The right thing}}
  - {id: bad, text: {hi: ग़लत बात, en: The wrong thing}, feedback: {hi: यह ग़लत है।, en: This is wrong.}}
  - {id: worse, text: {hi: बहुत ग़लत, en: A very wrong thing}, feedback: {hi: यह भी ग़लत है।, en: This is wrong too.}}
"""
CHOICES = """
credit: RULE
options:
  - {id: one, correct: true, text: {hi: एक, en: one}, feedback: {hi: एक सही है।, en: One is right.}}
  - {id: two, correct: true, text: {hi: दो, en: two}, feedback: {hi: दो सही है।, en: Two is right.}}
  - {id: three, text: {hi: तीन, en: three}, feedback: {hi: तीन ग़लत है।, en: Three is wrong.}}
  - {id: four, text: {hi: चार, en: four}, feedback: {hi: चार ग़लत है।, en: Four is wrong.}}
"""
ORDERING = """
credit: RULE
items:
  - {id: first-part, text: {hi: पहला, en: first}}
  - {id: second-part, text: {hi: दूसरा, en: second}}
  - {id: third-part, text: {hi: तीसरा, en: third}}
  - {id: free-part, text: {hi: कोई भी, en: free}}
before:
  - {first: first-part, then: second-part, because: {hi: पहला पहले आता है।, en: First comes first.}}
  - {first: second-part, then: third-part, because: {hi: दूसरा बीच में है।, en: Second is in between.}}
"""
MATCHING = """
credit: RULE
left:
  - {id: ell-one, match: arr-one, text: {hi: एक, en: one}, feedback: {hi: एक से एक।, en: One to one.}}
  - {id: ell-two, match: arr-two, text: {hi: दो, en: two}, feedback: {hi: दो से दो।, en: Two to two.}}
right:
  - {id: arr-one, text: {hi: पहला, en: first}}
  - {id: arr-two, text: {hi: दूसरा, en: second}}
  - {id: arr-three, text: {hi: तीसरा, en: third}}
"""
FORMULA = """
answer: '1/(1+e^{-x})'
variables: {x: [-4, 4]}
wrong:
  sign-lost: {formula: '1/(1+e^x)', says: {hi: ऋण चिह्न छूट गया।, en: The minus sign is missing.}}
"""
NUMERIC = """
generator: planted.numbers
wrong:
  doubled: {says: {hi: आपने दो से गुणा किया।, en: You doubled it.}}
"""
CODE_OUTPUT = """
generator: planted.program
wrong:
  other-row: {says: {hi: यह दूसरी row है।, en: This is the other row.}}
"""
BLANK_HEAD = """
level: 1
stem:
  hi: 'backpropagation [[rule]] पर आधारित है, weights [[who]] बदलता है।'
  en: 'Backpropagation rests on the [[rule]]; the [[who]] changes the weights.'
solution:
  hi: यह उत्तर है।
  en: This is the answer.
"""
BLANK = """
credit: RULE
blanks:
  - id: rule
    accept: [chain rule, शृंखला नियम]
    wrong:
      product-rule: {accept: [product rule], says: {hi: यह product rule नहीं है।, en: It is not the product rule.}}
  - {id: who, accept: [optimizer]}
"""
SHORT = """
words:
  small: [small*, shrink*, vanish*, 'छोट*', कम]
  early: [early, first, 'input side', शुरुआती, 'पहल*']
concepts:
  - {id: gradient-small, any: ['$small gradient*'], says: {hi: gradient छोटा होता है।, en: The gradient gets small.}}
  - {id: early-layers, any: ['~$early layer*'], says: {hi: शुरुआती layers में।, en: In the early layers.}}
contradictions:
  - id: late-layers
    any: ['(last|final|आख़िरी) layer* > (slow*|धीर*)']
    says: {hi: आख़िरी नहीं।, en: Not the last ones.}
model:
  hi: gradient छोटा होता जाता है और शुरुआती layers धीरे सीखती हैं।
  en: The gradient shrinks, and the early layers learn slowly.
tests:
  pass:
    hi: [gradient छोटा है और पहली layers नहीं सीखतीं।]
    roman: [gradient chhota hota hai to shuruaati layers nahi seekhti]
    en: [The gradients vanish in the early layers.]
  fail: {opposite: [The gradient grows and the last layers are slow.], stuffing: [gradient small early layers vanish],
    other: [It is a kind of network.]}
"""
