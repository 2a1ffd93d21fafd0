"""Say why a test failed: known misconceptions, hints, the failed call, and general remarks."""
