"""The catalogue of failures: every code has words, for every network, in every language."""

from __future__ import annotations

import pytest
from django.utils import translation

from calendar_app.words import REASONS
from connections import sentences
from networks import registry
from networks.base import Problem
from tests.architecture import codes

NETWORKS = [network.key for network in registry.all_networks()]
PASSED_ON = {"error.code", "code", "problems[0].problem", "row.problem"}
"""What stands where a code should: another error's code, or a finding's problem."""
ALL = [*sentences.SENTENCES, "something-new"]


def test_every_code_that_anything_can_raise_has_words() -> None:
    found = codes.raised("networks", "connections", "media_library", "calendar_app")
    named = {code.name for code in found if code.name} | set(Problem)

    assert len(named) > 30
    assert {code.otherwise for code in found if not code.name} <= PASSED_ON
    assert {name for name in named if not sentences.knows(name) and name not in REASONS} == set()


def test_a_code_has_its_words_in_one_place() -> None:
    assert set(REASONS) & set(sentences.SENTENCES) == set()
    assert {code for _network, code in sentences.OF_NETWORK} <= set(sentences.SENTENCES)
    assert {network for network, _code in sentences.OF_NETWORK} <= set(NETWORKS)
    assert set(sentences.SENTENCES) >= sentences.CONTENT | sentences.KEYS
    assert set() == sentences.CONTENT & sentences.KEYS


@pytest.mark.parametrize("language", ["en", "tr", "az"])
@pytest.mark.parametrize("network", [*NETWORKS, "gone", ""])
def test_sentences_are_whole(network: str, language: str) -> None:
    with translation.override(language):
        for code in ALL:
            for words in (sentences.of(code, network), sentences.of_post(code, network)):
                assert words.endswith(".")
                assert "%(" not in words
                assert "_" not in words


def test_a_network_may_have_words_of_its_own_and_others_keep_the_common_ones() -> None:
    assert "App passwords" in sentences.of("wrong_password", "bluesky")
    assert "App passwords" not in sentences.of("wrong_password", "sandbox")
    assert "Sandbox" in sentences.of("wrong_password", "sandbox")


def test_the_same_code_says_of_a_post_what_becomes_of_it() -> None:
    assert sentences.of("unreachable", "sandbox").endswith("Try again in a minute.")
    assert sentences.of_post("unreachable", "sandbox").endswith("We try again by ourselves.")
    assert sentences.of_post("refused", "sandbox") == sentences.of("refused", "sandbox")


def test_the_finder_finds_codes_wherever_they_stand() -> None:
    found = {code.name or code.otherwise for code in codes.raised("networks")}

    assert {"handle_unusable", "content_refused", "refused", "unreadable_answer", "error.code"} <= found
