"""The derivations of `guidance`: against other means, and with wrong parts."""

from book.derivations import guidance


def test_guidance_must_start_from_the_unconditioned_logit() -> None:
    assert not guidance.derive_endpoints(lambda u, c, strength: u + strength * c).holds
