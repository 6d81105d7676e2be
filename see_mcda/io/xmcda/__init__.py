"""XMCDA documents (https://www.decision-deck.org/xmcda/)."""
