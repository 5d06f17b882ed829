"""Keep no more about people and servers than documented, show it to them, and delete it."""
