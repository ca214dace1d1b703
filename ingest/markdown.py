"""Markdown and Quarto → the page that they make, read as any page; the home of markdown-it-py."""

import re
from collections.abc import Iterator

import yaml
from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from ingest.html import page
from ingest.loaded import Loaded
from ingest.plain import decode

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?![ \t]*\n)(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.S | re.M)
_TITLE_LINE = re.compile(r"^title:[ \t]*[\"']?(.{1,300}?)[\"']?[ \t]*$", re.M)
_FENCE = re.compile(
    r"^[ \t>]*(`{3,}(?=[^`\n]*\n)|~{3,})[^\n]*\n.*?(?:^[ \t>]*\1[`~]*[ \t]*$|\Z)", re.S | re.M
)
_DIV = re.compile(r":{3,}[ \t]*(?:\{[^{}\n]*\}|[\w.-]*)[ \t]*(.*?)[ \t]*:*$")
_DIV_TITLE = re.compile(r"\btitle=\"([^\"\n]+)\"")
_LONGEST_LINE = 500
_RUN = re.compile(r"\{[a-zA-Z]")
_RUN_INLINE = re.compile(r"(?:r|\{[a-zA-Z]+\})[ \t]")
_INCLUDE = re.compile(r"\{\{< *include +([^{}<>\n]{1,200}?) *>\}\}")
_TABLE_CAPTION = re.compile(r"(?:Table)?: +(?=\S)")
_ATTRIBUTES = r"\{(?=[#.:-]|[\w-]{1,40}=)[^{}\n]{1,500}\}"
_AROUND = "details|summary|div|section|figure|figcaption|center"
_EDITS = [
    (re.compile(pattern, re.M), replacement)
    for pattern, replacement in (
        (r"\{\{[<%][^{}]{0,500}[>%]\}\}|\{%[^{}]{0,500}%\}", ""),  # shortcodes
        (r"^ {0,3}\[\^[^\]\s]{1,50}\]:[ \t]*", "\n"),  # a footnote, which stays where it stands
        (r"\[\^[^\]\s]{1,50}\]", ""),  # its call
        (r"\^\[([^\[\]\n]{1,2000})\]", r" (\1)"),  # a footnote within the sentence
        (rf"\[([^\[\]\n]{{1,500}})\]{_ATTRIBUTES}", r"\1"),
        (rf"(?<=[)\]`]){_ATTRIBUTES}", ""),
        (rf"^((?:#{{1,6}}|:|Table:) [^\n{{]*){_ATTRIBUTES}[ \t]*$", r"\1"),
        (rf"^[ \t]*{_ATTRIBUTES}[ \t]*$", ""),
        (rf"^(</?(?:{_AROUND})\b[^>\n]{{0,500}}>)[ \t]*\n(?=[^\s<])", r"\1\n\n"),
    )
]


def load_markdown(data: bytes) -> Loaded:
    """What a reader of the rendered page sees; the title that the front matter gives."""
    source, warnings = decode(data)
    title, source, faults = _without_front_matter(source)
    if included := sorted(set(_INCLUDE.findall(source))):
        faults += (f"inclus d’un autre fichier et laissé de côté : {', '.join(included)}",)
    return page(_rendered("".join(_edited(source))), title, warnings + faults)


def _without_front_matter(source: str) -> tuple[str, str, tuple[str, ...]]:
    """The title, the text below, a warning where the front matter cannot be read."""
    match = _FRONT_MATTER.match(source)
    if not match:
        return "", source, ()
    rest = source[match.end() :]
    try:
        node = yaml.compose(match[1], yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        found = _TITLE_LINE.search(match[1])
        return found[1] if found else "", rest, ("en-tête YAML illisible, laissé de côté",)
    if node is not None and not isinstance(node, yaml.MappingNode):
        return "", source, ()
    for key, value in node.value if node else ():
        if key.value == "title" and isinstance(value, yaml.ScalarNode):
            return " ".join(value.value.split()), rest, ()
    return "", rest, ()


def _edited(source: str) -> Iterator[str]:
    """The source without what other tools than CommonMark read; code as it is."""
    at = 0
    for fence in _FENCE.finditer(source):
        yield _plain(source[at : fence.start()])
        yield fence.group()
        at = fence.end()
    yield _plain(source[at:])


def _plain(source: str) -> str:
    for pattern, replacement in _EDITS:
        source = pattern.sub(replacement, source)
    return source


def _rendered(source: str) -> str:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    stops: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    reader.block.ruler.before("fence", "div", _div, stops)
    tokens = [token for token in reader.parse(source) if not _runs(token)]
    for token in tokens:
        token.children = [child for child in token.children or () if not _runs(child)]
    html: str = reader.renderer.render(_captioned(tokens, reader), reader.options, {})
    return html


def _runs(token: Token) -> bool:
    """Whether a tool runs this code, so that no reader sees it."""
    if token.type == "code_inline":
        return bool(_RUN_INLINE.match(token.content))
    return token.type == "fence" and bool(_RUN.match(token.info.strip()))


def _div(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """A line `::: {.class title="…"}` or `:::`: nothing but its title."""
    if state.is_code_block(first):
        return False
    line = state.src[state.bMarks[first] + state.tShift[first] : state.eMarks[first]]
    match = _DIV.fullmatch(line.rstrip()) if len(line) <= _LONGEST_LINE else None
    if not match:
        return False
    titled = _DIV_TITLE.search(line)
    if (title := titled[1] if titled else match[1]) and not silent:
        state.push("paragraph_open", "p", 1)
        token = state.push("inline", "", 0)
        token.content, token.children = title, []
        state.push("paragraph_close", "p", -1)
    state.line = first + 1
    return True


def _captioned(tokens: list[Token], reader: MarkdownIt) -> list[Token]:
    """The paragraph `: Caption` under a table as its caption, as Quarto has it."""
    tokens = list(tokens)
    opening = 0
    for at, token in enumerate(tokens):
        if token.type == "table_open":
            opening = at
        follows = tokens[at + 2] if token.type == "table_close" and at + 2 < len(tokens) else None
        if follows and follows.type == "inline" and _TABLE_CAPTION.match(follows.content):
            caption = reader.renderInline(_TABLE_CAPTION.sub("", follows.content, count=1))
            tokens[opening].meta["caption"] = caption
            follows.children, follows.content = [], ""
    for token in tokens:
        if caption := token.meta.get("caption"):
            token.type, token.tag = "html_block", ""
            token.content = f"<table><caption>{caption}</caption>"
    return tokens
