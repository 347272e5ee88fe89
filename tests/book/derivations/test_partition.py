"""The derivations of `partition`: against other means, and with wrong parts."""

from book.derivations import _moments, partition


def test_a_wrong_sign_of_the_moments_is_noticed() -> None:
    assert partition.derive_derivatives(lambda e: -_moments.rate(e)).holds is False
