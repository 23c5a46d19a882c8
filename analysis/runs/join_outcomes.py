"""What may become of a row when speeds and accuracies are joined, on either side."""

MATCHED = "matched"
RENAMED = "matched under a newer name"
MEDIAN = "matched, as the median of repeats"
REPEAT = "another row of the same architecture and size counts"
EMPTY = "no measurement in the row"
REFUSED = "rename refused: the parameter counts differ"
OTHER_SIZE = "the other side has only other image sizes"
ABSENT = "the other side lacks the architecture"
NO_SCORE = "no accuracy on this test set"

MATCHING = (MATCHED, RENAMED, MEDIAN)
