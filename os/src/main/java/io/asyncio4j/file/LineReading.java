package io.asyncio4j.file;

/// Finds the next line of a file in its window. Loop-confined; the answer holds until the window changes.
final class LineReading {
    private final OpenFile file;
    private final LineEnds ends;
    private final int limit;
    private int content;
    private int length;

    LineReading(OpenFile file, LineEnds ends, int limit) {
        this.file = file;
        this.ends = ends;
        this.limit = limit;
    }

    /// How many bytes the line has without its end.
    int content() {
        return content;
    }

    /// How many bytes it has in all.
    int length() {
        return length;
    }

    /// Whether a whole line is in the window.
    boolean isThere() throws LineTooLongException {
        return find(0, false);
    }

    /// Reads until a line is in the window; the caller has the turn.
    ///
    /// @return false at the end of the file
    boolean next() throws Exception {
        ByteWindow window = file.window;
        int searched = 0;
        boolean more = true;
        while (!find(searched, !more)) {
            if (window.size() > limit) {
                throw tooLong();
            }
            if (!more) {
                content = window.size();
                length = content;
                return content > 0;
            }
            searched = Math.max(0, window.size() / ends.width - 1) * ends.width;
            more = file.fill(window.size() + 1);
        }
        return true;
    }

    private boolean find(int searched, boolean last) throws LineTooLongException {
        ByteWindow window = file.window;
        int end = window.end;
        int at = ends.find(window.bytes, window.start + searched, end);
        if (at < 0) {
            return false;
        }
        int ending = ends.length(window.bytes, at, end, last);
        if (ending == 0) {
            return false;
        }
        content = at - window.start;
        length = content + ending;
        if (content > limit) {
            throw tooLong();
        }
        return true;
    }

    private LineTooLongException tooLong() {
        return new LineTooLongException(file.name, limit, file.position());
    }

}
