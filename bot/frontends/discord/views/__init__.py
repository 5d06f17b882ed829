"""What people tap: panels of Components V2 whose every control outlives a restart."""
