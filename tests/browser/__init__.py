"""Tests with a real browser. A package, so that its one chromium is over before the tests of other folders begin."""
