"""`python -m data stories …`: moderate, export and purge without a browser."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Mapping, Sequence

from data.settings import Settings, SettingsError
from data.stories.codes import new_secret, token_hash
from data.stories.database import StoriesDown, StoriesError
from data.stories.model import Actor, KeptStory, Reason, State, Story, Use
from data.stories.store import GoneError, Store
from data.stories.text import clean_text

_WRONG, _AWAY = 2, 1
# A spreadsheet takes what begins so for a formula.
_FORMULA = ("=", "+", "-", "@")
_OFF = "Shared stories are off: set STORIES_DATABASE_URL (docs/how-to/share-stories.md)."

Printer = Callable[[str], object]


def add_to(parser: argparse.ArgumentParser) -> None:
    """The commands and what each takes."""
    commands = parser.add_subparsers(dest="do", required=True)
    listed = commands.add_parser("list", help="stories with all that is kept of them")
    listed.add_argument("--state", choices=[state.value for state in State])
    approve = commands.add_parser("approve", help="publish a story")
    approve.add_argument("id", type=int)
    approve.add_argument("--text", help="shortened words; what was told is kept beside them")
    refuse = commands.add_parser("refuse", help="say no to a story; its teller may read why")
    refuse.add_argument("id", type=int)
    refuse.add_argument("--reason", required=True, choices=[reason.value for reason in Reason])
    withdraw = commands.add_parser("withdraw", help="delete a story, also from the disk")
    withdraw.add_argument("id", type=int)
    export = commands.add_parser("export", help="published stories that may be put to a use")
    export.add_argument("--use", required=True, choices=[use.value for use in Use])
    export.add_argument("--format", choices=["json", "csv"], default="json")
    commands.add_parser("log", help="what happened to which story, never to whom")
    commands.add_parser("purge", help="delete what has ended, also from the disk")
    commands.add_parser("token", help="a new token for the moderator page")


def run(options: argparse.Namespace, out: Printer = print) -> int:
    """Exit code 0; 1 where the stories cannot be reached; 2 for a wrong question."""
    if options.do == "token":
        return _token(out)
    try:
        settings = Settings.from_environment()
        if not settings.stories_database_url:
            return _refused(_OFF)
        store = Store(settings.stories_database_url)
        try:
            store.prepare()
            return _COMMANDS[options.do](store, options, out)
        finally:
            store.close()
    except (SettingsError, StoriesError) as error:
        return _refused(str(error))
    except StoriesDown as error:
        return _refused(f"The database of stories does not answer ({error}).", code=_AWAY)
    except GoneError:
        return _refused(f"There is no story {options.id}: see `python -m data stories list`.")


def _refused(words: str, *, code: int = _WRONG) -> int:
    sys.stderr.write(f"{words}\n")
    return code


def _token(out: Printer) -> int:
    token = new_secret()
    out(f"Token of the moderator page, shown this once:\n  {token}")
    out(f"For the environment of the server:\n  STORIES_TOKEN_HASH={token_hash(token)}")
    return 0


def _list(store: Store, options: argparse.Namespace, out: Printer) -> int:
    state = State(options.state) if options.state else None
    out(_json([_all_of(story) for story in store.kept(state)]))
    return 0


def _approve(store: Store, options: argparse.Namespace, out: Printer) -> int:
    edited = clean_text(options.text or "")
    store.approve(options.id, edited=edited, actor=Actor.COMMAND_LINE)
    out(f"Story {options.id} is published for what its teller agreed to.")
    return 0


def _refuse(store: Store, options: argparse.Namespace, out: Printer) -> int:
    store.refuse(options.id, Reason(options.reason), actor=Actor.COMMAND_LINE)
    out(f"Story {options.id} is refused; its teller may read why for a month.")
    return 0


def _withdraw(store: Store, options: argparse.Namespace, out: Printer) -> int:
    store.withdraw(options.id, actor=Actor.COMMAND_LINE)
    out(f"Story {options.id} is deleted.")
    return 0


def _export(store: Store, options: argparse.Namespace, out: Printer) -> int:
    rows = [_shown(story) for story in store.published((Use(options.use),))]
    if options.format == "json":
        out(_json(rows))
        return 0
    writer = csv.DictWriter(sys.stdout, ["text", "signed", "place", "lang", "ends_on"])
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return 0


def _log(store: Store, _options: argparse.Namespace, out: Printer) -> int:
    rows = [
        {
            "at": event.at,
            "story": event.story_id,
            "action": event.action.value,
            "by": event.actor.value,
            "reason": event.reason.value if event.reason else None,
        }
        for event in store.events()
    ]
    out(_json(rows))
    return 0


def _purge(store: Store, _options: argparse.Namespace, out: Printer) -> int:
    store.purge()
    out("What has ended is deleted.")
    return 0


_COMMANDS: Mapping[str, Callable[[Store, argparse.Namespace, Printer], int]] = {
    "list": _list,
    "approve": _approve,
    "refuse": _refuse,
    "withdraw": _withdraw,
    "export": _export,
    "log": _log,
    "purge": _purge,
}


def _json(rows: Sequence[Mapping[str, object]]) -> str:
    return json.dumps(list(rows), ensure_ascii=False, indent=1)


def _shown(story: Story) -> dict[str, str]:
    return {
        "text": story.text,
        "signed": story.signed,
        "place": story.place,
        "lang": story.lang,
        "ends_on": story.ends_on.isoformat(),
    }


def _all_of(story: KeptStory) -> dict[str, object]:
    return {
        "id": story.id,
        "state": story.state.value,
        "reason": story.reason.value if story.reason else None,
        "told_on": story.told_on.isoformat(),
        "uses": [use.value for use in Use if use in story.consent.uses],
        "is_minor": story.consent.is_minor,
        "has_guardian": story.consent.has_guardian,
        "told": story.told,
        **_shown(story.as_shown),
    }


def _cell(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
