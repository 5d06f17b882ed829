"""Put values, tenses and differences into words."""
