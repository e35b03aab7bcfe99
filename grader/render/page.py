"""Pages from templates: one self-contained file each; whatever goes into it is escaped."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2

from grader.render.messages import Messages

TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(template: str, say: Messages, **values: Any) -> str:
    """The page in the language of `say`."""
    return _environment().get_template(template).render(say=say, lang=say.lang, **values)
