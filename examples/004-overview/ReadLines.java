// A file, line by line, while other tasks run. A line keeps its end, as in Python; file.lines() gives lines without.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.file.AsyncFiles;
import java.nio.charset.Charset;

void main(String[] args) throws Exception {
    Path filename = Path.of(args[0]);
    Charset encoding = Charset.forName(args.length > 1 ? args[1] : "UTF-8");
    run(() -> {
        asyncWith(AsyncFiles.open(filename, encoding), f -> {
            for (String line : asyncFor(f)) {
                IO.print(line);
            }
        });
    });
}
