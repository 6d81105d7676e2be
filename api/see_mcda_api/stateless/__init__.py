"""Everything that the engine offers, for tools that embed it: nothing is kept."""
