"""Checks of the course itself: its form, its tests, its release."""
