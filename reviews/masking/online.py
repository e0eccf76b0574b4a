"""E-mail addresses, profiles, handles, and addresses of devices."""

import re
from typing import Final

from reviews.masking.kinds import Hidden, Kind
from reviews.masking.number_shapes import is_of_a_device
from reviews.masking.words import (
    ACCOUNT_ONLINE,
    MAIL_HOSTS,
    NO_HANDLE,
    NO_MAILBOX,
    NO_NAME,
    NUMBERED,
    PLACES_ONLINE,
    TOP_DOMAINS,
    is_medical,
)

_AT: Final = r"(?:\s?[@＠]\s?|\s?[(\[{]\s?at\s?[)\]}]\s?)"
_DOT: Final = r"(?:\s\.\s|\s?\.|\s?[(\[{]\s?dot\s?[)\]}]\s?|\s{1,2}dot\s{1,2})"
_HOST: Final = r"[^\s@<>().\[\]{}]{1,63}"
_EMAIL: Final = re.compile(
    # ann@example.org, ann (at) mail dot example dot org
    rf"[^\s@<>()\[\]]{{1,64}}{_AT}(?:{_HOST}\s?\.){{0,4}}{_HOST}{_DOT}[^\W\d_]{{2,24}}"
    # m.jones at nhs.net
    rf"|(?<![\w.])[a-z][\w+-]{{0,30}}[._][a-z]{{2,30}}[\w.]{{0,30}}\s{{1,2}}at\s{{1,2}}(?:[\w-]{{1,63}}\.){{1,3}}(?:{TOP_DOMAINS})\b"
    # jane at gmail dot com, jane at gmail.com, john dot smith at mail dot example dot org
    rf"|(?<![\w.+-])(?!(?:{NO_MAILBOX})\s)(?:[\w+-]{{1,40}}\s{{1,2}}dot\s{{1,2}}){{0,2}}[\w.+-]{{1,64}}\s{{1,2}}at\s{{1,2}}"
    r"(?:(?!(?:the|an?|each|this|that|every|my|your)\s)"
    rf"(?:[\w-]{{1,63}}\s{{1,2}}dot\s{{1,2}}){{1,3}}(?:{TOP_DOMAINS})"
    rf"|(?:{MAIL_HOSTS})\s?\.\s?(?:co\.)?(?:{TOP_DOMAINS}))\b",
    re.IGNORECASE,
)


def emails_masked(comment: str, hidden: Hidden) -> str:
    return _EMAIL.sub(lambda _found: hidden(Kind.EMAIL), comment)


_ACCOUNT_ONLINE: Final = re.compile(ACCOUNT_ONLINE, re.IGNORECASE)
_NO_NAME: Final = re.compile(NO_NAME, re.IGNORECASE)
_PLACE_ONLINE: Final = re.compile(PLACES_ONLINE, re.IGNORECASE)
# @johnsmith, but not "50 mg @bedtime"
_HANDLE: Final = re.compile(rf"(?<![\w@.])@(?!(?i:{NO_HANDLE})\b)[A-Za-z_]\w{{2,29}}(?:\.\w{{1,29}}){{0,3}}")
_DEVICE: Final = re.compile(
    r"(?P<said>\bip(?:v[46])?(?:\s?address)?(?:\s?(?:is|was|:|=))?\s{1,2})?"
    r"(?<![\w.:])(?P<device>\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})(?![\w:]|\.\d)",
    re.IGNORECASE,
)


def online_masked(comment: str, hidden: Hidden) -> str:
    """Profiles, handles, and addresses of devices."""

    def device(found: re.Match[str]) -> str:
        doubted = NUMBERED.search(comment[max(0, found.start() - 30) : found.start()])
        if doubted or not is_of_a_device(found["device"], said=bool(found["said"])):
            return found[0]
        return f"{found['said'] or ''}{hidden(Kind.NUMBER)}"

    def account(found: re.Match[str]) -> str:
        handle = found["handle"] or ""
        # "My Instagram is jane" says whose; "Facebook is wrong" doesn't.
        own = (found["mark"] or "").strip() != "is" or comment[
            max(0, found.start() - 3) : found.start()
        ].casefold() == "my "
        doubted = _NO_NAME.fullmatch(handle) or is_medical(handle) or not own
        return found[0] if doubted else f"{found['said']}{found['mark'] or ' '}{hidden(Kind.NAME)}"

    comment = _ACCOUNT_ONLINE.sub(account, comment)
    comment = _PLACE_ONLINE.sub(lambda _found: hidden(Kind.NAME), comment)
    comment = _HANDLE.sub(lambda _found: hidden(Kind.NAME), comment)
    return _DEVICE.sub(device, comment)
