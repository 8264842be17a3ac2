// A child prints the date; its standard output is a stream of the program.

import static io.asyncio4j.Asyncio.*;
import static io.asyncio4j.process.Subprocesses.createSubprocessExec;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.process.Process;
import io.asyncio4j.process.Stdio;
import io.asyncio4j.process.SubprocessOptions;

Coroutine<String> getDate() {
    return async(() -> {
        // Create the subprocess; redirect the standard output into a pipe.
        Process proc = await(createSubprocessExec(SubprocessOptions.DEFAULT.withStdout(Stdio.PIPE), "date",
                "+%Y-%m-%d %H:%M:%S.%6N"));

        // Read one line of output.
        byte[] data = await(proc.stdout().readLine());
        String line = new String(data).stripTrailing();

        // Wait for the subprocess exit.
        await(proc.waitFor());
        return line;
    });
}

void main() throws Exception {
    IO.println("Current date: " + run(getDate()));
}
