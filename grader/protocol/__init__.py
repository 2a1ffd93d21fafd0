"""What crosses between the trusted side and the guest: messages, and values as plain data."""
