"""Work through unanswered questions and suggestions."""
