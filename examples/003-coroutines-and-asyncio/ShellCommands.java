// A program and a line for the shell, with the program's own output, and how they ended.

import static io.asyncio4j.Asyncio.*;
import static io.asyncio4j.process.Subprocesses.createSubprocessExec;
import static io.asyncio4j.process.Subprocesses.createSubprocessShell;

import io.asyncio4j.process.Process;
import io.asyncio4j.process.SubprocessOptions;

void main() throws Exception {
    run(() -> {
        Process exec = await(createSubprocessExec(SubprocessOptions.PIPED, "tr", "a-z", "A-Z"));
        Process.Output output = await(exec.communicate("hello from a child\n".getBytes()));
        IO.print(new String(output.stdout()));

        Process shell = await(createSubprocessShell("exit 7"));
        IO.println("the shell ended with " + await(shell.waitFor()));

        Process sleep = await(createSubprocessExec("sleep", "600"));
        sleep.terminate();
        IO.println("sleep ended with " + await(sleep.waitFor()));
    });
}
