"""`retro users`: who may sign in, and which programs may ask.

A password is typed twice, or read from the standard input where that is not a terminal; it never
stands on the command line, where others would see it.
"""

import getpass
import sys
from typing import Annotated

import typer

from ingest.errors import UsageError
from ingest.settings import load_settings
from ui import labels
from ui.accounts import Account, Accounts
from ui.console import say

Name = Annotated[str, typer.Argument(help="Le nom du compte.")]


users = typer.Typer(help="Gérer les comptes : qui peut se connecter.", no_args_is_help=True)


@users.command()
def add(
    name: Name,
    program: Annotated[
        bool, typer.Option("--program", help="Pour un programme : sans mot de passe.")
    ] = False,
) -> None:
    """Créer un compte."""
    say(labels.user_added(_accounts().add(name, None if program else _new_password())))


@users.command("list")
def show() -> None:
    """Lister les comptes et leurs jetons."""
    for name, account in _accounts().all().items():
        say(account_text(name, account))


@users.command()
def password(name: Name) -> None:
    """Changer un mot de passe : les sessions ouvertes se terminent."""
    _accounts().set_password(name, _new_password())
    say(labels.ACCOUNT_CHANGED)


@users.command()
def remove(name: Name) -> None:
    """Supprimer un compte, avec ses sessions et ses jetons."""
    _accounts().remove(name)
    say(labels.USER_REMOVED)


@users.command()
def token(name: Name) -> None:
    """Donner un jeton à un programme : il n’est montré qu’une fois."""
    say(_accounts().new_token(name))


@users.command()
def revoke(
    name: Name,
    token: Annotated[str, typer.Argument(help="Le numéro du jeton, dans la liste.")],
) -> None:
    """Retirer un jeton."""
    _accounts().revoke(name, token)
    say(labels.REVOKED)


def account_text(name: str, account: Account) -> str:
    """One account in a line, without anything to sign in with."""
    tokens = [labels.token(token.id, f"{token.created:%d/%m/%Y}") for token in account.tokens]
    return " · ".join([name, labels.PERSON if account.password else labels.PROGRAM, *tokens])


def _accounts() -> Accounts:
    return Accounts(load_settings().data)


def _new_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"{labels.PASSWORD} : ")
    if getpass.getpass(f"{labels.SECOND_TIME} : ") != first:
        raise UsageError(labels.NOT_THE_SAME)
    return first
