"""Settings as containers get them."""

import pytest

from coach_platform.config import ConfigError, from_environment


def test_a_secret_may_come_from_a_file(environment, tmp_path):
    (tmp_path / "secret").write_text("another-key-0123456789-abcdefghijklmnop\n")
    env = {**environment, "SECRET_KEY": "", "SECRET_KEY_FILE": str(tmp_path / "secret")}
    assert from_environment(env).secret_keys == ["another-key-0123456789-abcdefghijklmnop"]


def test_a_value_given_directly_wins_over_a_file(environment, tmp_path):
    env = {**environment, "SECRET_KEY_FILE": str(tmp_path / "nothing-is-here")}
    assert from_environment(env).secret_keys == [environment["SECRET_KEY"]]


def test_a_file_that_is_not_there_is_named(environment, tmp_path):
    env = {**environment, "SECRET_KEY": "", "SECRET_KEY_FILE": str(tmp_path / "nothing-is-here")}
    with pytest.raises(ConfigError, match="SECRET_KEY_FILE cannot be read"):
        from_environment(env)


@pytest.mark.parametrize(("given", "required"), [(None, True), ("", True), ("yes", True), ("No ", False)])
def test_two_factors_are_required_unless_somebody_says_no(environment, given, required):
    env = {name: value for name, value in environment.items() if name != "MFA_REQUIRED"}
    assert from_environment(env | ({} if given is None else {"MFA_REQUIRED": given})).mfa_required is required


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("BOUNCE_TOKEN", "short", "BOUNCE_TOKEN is weak"),
        ("BOUNCE_ADDRESS", "Bounces <b@example.org>", "BOUNCE_ADDRESS must be a bare address"),
        ("BOUNCE_ADDRESS", "b+x@example.org", "BOUNCE_ADDRESS must be a bare address"),
        ("DIGEST_BOUNCE_ADDRESS", f"{'b' * 21}@example.org", "20 characters before the @"),
        ("DIGEST_MAIL_FROM", "nobody", "DIGEST_MAIL_FROM must be a bare address"),
        ("MAIL_RATE", "fast", "MAIL_RATE must be a number of letters"),
        ("MAIL_RATE", "0/second", "MAIL_RATE must be a number of letters"),
    ],
)
def test_a_slip_in_what_mail_is_told_is_named_before_any_letter_leaves(environment, name, value, sentence):
    with pytest.raises(ConfigError, match=sentence):
        from_environment(environment | {name: value})


@pytest.mark.parametrize("slip", ["nope", "0", "false", "none"])
def test_a_slip_of_the_hand_does_not_open_the_door(environment, slip):
    with pytest.raises(ConfigError, match="MFA_REQUIRED must be yes or no"):
        from_environment(environment | {"MFA_REQUIRED": slip})
