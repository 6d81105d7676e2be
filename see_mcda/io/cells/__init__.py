"""What single cells say: scores, quantities, levels, judgments, marks for what is missing."""
