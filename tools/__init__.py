"""Setup, build and checks of the site; no page imports anything from here."""
