"""Trees of HTML and XML; the one home of lxml, with its limits."""

from collections.abc import Mapping
from typing import Any

from lxml import etree, html

from ingest.errors import DocumentError


def page_tree(source: str) -> Any:
    """The tree of an HTML page as a browser would mend it, None where it is empty.

    Raises DocumentError for what the parser would cut short.
    """
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(source.encode(), parser)
    except etree.XMLSyntaxError:
        return None
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise DocumentError(
            "la page imbrique trop de balises ou en ouvre une démesurée ; "
            "enregistrez-la en texte ou en PDF"
        )
    return root


def xml_tree(data: bytes) -> Any:
    """The root of an XML file; nothing outside it is read and no entity is expanded.

    Raises ValueError for what is no XML, DocumentError for what declares entities.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DocumentError(
            "le document déclare des entités XML, ce qu’aucun traitement de texte ne fait ; "
            "rouvrez-le et enregistrez-le à nouveau"
        )
    return root


def element(tag: str, **attributes: str) -> Any:
    made = html.Element(tag)
    made.attrib.update(attributes)
    return made


def walk(root: Any) -> Any:
    """The starts and ends of elements in order, without recursion; see `etree.iterwalk`."""
    return etree.iterwalk(root, events=("start", "end"))


def name(node: Any, prefixes: Mapping[str, str]) -> str:
    """`prefix:local` of an XML element, the prefix empty where its namespace has none."""
    tag = etree.QName(node)
    return f"{prefixes.get(tag.namespace or '', '')}:{tag.localname}"


def local(key: str) -> str:
    """The name of an attribute or element without its namespace."""
    return key.rpartition("}")[2]
