"""Files that are sent: read in memory, guarded against whatever they may hide."""
