"""Texts as their authors keep them, and the displayed formulas that stand in them."""

from pycheck.texts.displayed import Displayed, Remark

__all__ = ["Displayed", "Remark"]
