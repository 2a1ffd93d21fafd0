"""Values which other libraries computed, and the scripts that asked them."""
