"""Settings: one TOML file, read once at start-up, checked whole."""

import os
import tomllib
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from curriculum.video_sources import is_host_pattern

CONFIG_VARIABLE = "RECIPROCAL_CONFIG"
SECRET_LENGTH = 32
MAKE_A_SECRET = "python3 -c 'import secrets; print(secrets.token_hex())'"  # noqa: S105  a command


class SettingsError(ValueError):
    """The configuration cannot be used. The message says which line and what to write."""


class LtiSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table `[lti]`."""

    allow_loopback: bool = False
    """Let platforms on loopback, over http, be registered and read. Demonstration and tests."""

    clock_leeway: int = 30
    """Seconds by which a platform's clock may be off. At most 60."""

    contact: str = ""
    """An address for platform administrators, sent in our User-Agent."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Read once at start-up and never changed."""

    public_url: str
    """Scheme and host that browsers and platforms reach us at. Every link is built from it."""

    secret_key: str
    """Encrypts our signing keys and tokens, signs launch states and draft tickets."""

    previous_secret_keys: tuple[str, ...] = ()
    """Secrets that were replaced: what they sealed or signed is still read. Nothing new is."""

    database_url: str
    """`sqlite:////absolute/path.sqlite` or `postgresql://user:password@host/name`."""

    course_timezone: str = "UTC"
    """An IANA name, for courses whose platform does not say. Decides what "today" is."""

    video_hosts: tuple[str, ...] = ()
    """Hosts besides YouTube and Vimeo whose players a page may frame, e.g. "*.kaltura.com"."""

    program_units: dict[str, str] = msgspec.field(default_factory=dict)
    """Folders whose units take the place of ours, by the name of the program they are for."""

    log_level: str = "info"

    lti: LtiSettings = msgspec.field(default_factory=LtiSettings)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret that may have signed or sealed what comes back; the present one first."""
        return (self.secret_key, *self.previous_secret_keys)

    def __post_init__(self) -> None:
        """Refuse what would only fail later, in front of a person."""
        check_public_url(self.public_url)
        if len(self.secret_key) < SECRET_LENGTH:
            raise SettingsError(
                f"secret_key is shorter than {SECRET_LENGTH} characters. "
                f"Make one with: {MAKE_A_SECRET}"
            )
        if not self.database_url.startswith(("sqlite:///", "postgresql://")):
            raise SettingsError(
                "database_url must begin with sqlite:/// or postgresql://, "
                f"not {self.database_url.split(':')[0]}:"
            )
        try:
            ZoneInfo(self.course_timezone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise SettingsError(
                f"course_timezone {self.course_timezone!r} is not an IANA zone, "
                'for example "America/New_York".'
            ) from error
        if self.log_level not in {"debug", "info", "warning", "error"}:
            raise SettingsError("log_level must be one of debug, info, warning, error.")
        if not 0 <= self.lti.clock_leeway <= 60:
            raise SettingsError("lti.clock_leeway must lie between 0 and 60 seconds.")
        for host in self.video_hosts:
            check_video_host(host)
        for program, folder in self.program_units.items():
            check_units_folder(program, folder)


def check_video_host(host: str) -> None:
    """Refuse what a page's policy could not name."""
    if not is_host_pattern(host):
        raise SettingsError(
            f"video_hosts: {host!r} is not the name of a host, for example "
            '"video.school.edu", or "*.kaltura.com" for every host below one.'
        )


def check_units_folder(program: str, folder: str) -> None:
    """Refuse a folder that is not there, or would be another one elsewhere."""
    if not Path(folder).is_absolute() or not Path(folder).is_dir():
        raise SettingsError(
            f"program_units: {folder!r} of {program!r} is not the full path of a folder."
        )


def check_public_url(address: str) -> None:
    """Refuse an address that links cannot be built from."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError("public_url must be a full address, like https://reciprocal.school.edu")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise SettingsError("public_url must end after the host: it may hold no path.")


def load_settings(path: Path | None = None) -> Settings:
    """Read the configuration file.

    :param path: the file; `RECIPROCAL_CONFIG` names it where none is given.
    :raises SettingsError: there is no file, or something in it cannot be used.
    """
    chosen = path or _path_from_environment()
    try:
        written = tomllib.loads(chosen.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(f"There is no configuration file {chosen}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{chosen} is not valid TOML: {error}") from error
    if "secret_key" not in written:
        raise SettingsError(
            f"{chosen} has no secret_key, and there is no default. Make one with: {MAKE_A_SECRET}"
        )
    try:
        return msgspec.convert(written, Settings)
    except SettingsError:
        raise
    except msgspec.ValidationError as error:
        raise SettingsError(f"{chosen}: {error}") from error


def _path_from_environment() -> Path:
    named = os.environ.get(CONFIG_VARIABLE)
    if not named:
        raise SettingsError(
            f"Say where the configuration is: --config FILE, or {CONFIG_VARIABLE}=FILE. "
            "config.example.toml shows what goes into it."
        )
    return Path(named)
