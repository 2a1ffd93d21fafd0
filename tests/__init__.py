"""Tests of the course kit, and the simulated class that they and the demo share."""
