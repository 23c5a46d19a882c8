"""Texts that would be markup, script or a fence where they are not escaped."""

HOSTILE = ("<img src=x onerror=alert(1)>", '"};alert(1)//', "</script><b>", "```\n:::", "a\u2028b&")
