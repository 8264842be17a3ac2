#!/usr/bin/env python3
"""Records corpora: random programs with the traces that CPython gave them.

    record.py --seeds A:B [--profile NAME|all] [--size S[,S...]] [--jobs J]
              [--later PYTHON[,PYTHON...]] [--tools DIR]
              --out FILE.jsonl[.gz]
    record.py --fast --seeds A:B [--profile ...] [--size ...] [--jobs J]
              [--tools DIR] --out DIRECTORY
    record.py --vet FILE.jsonl[.gz] [--later ...] [--tools DIR] --out FILE

The generator and the oracle (corpus.py and what it uses) are not part of this
repository; --tools says where they are.  The first and the third form must be
run by the Python the tools ask for, 3.11.7.

Each line is {"program": ..., "trace": [event, ...], "version": "3.13.0"}.
A program's trace is that of the newest interpreter given by --later, oldest
first, if it differs there ("differs_in" names all where it does).  Programs
are left out when the C and the Python implementation of a later version give
different traces, or when the trace does not come to its end there or has
exceptions that no program can expect (a slip of that version).

--fast is for corpora of many thousands: every program is run once, by the
interpreter that runs this script (take the newest), and nothing is left out
for what other versions or other implementations of tasks do.  A program that
does the same on asyncio4j needs no such look; those that diverge are given
to --vet, which keeps what the first form would have kept.  A seed gives one
program of every profile; the sizes take turns.  Each file holds CHUNK seeds of
a profile; files that are already there are not made again.
"""

import argparse
import collections
import gzip
import json
import multiprocessing
import pathlib
import platform
import shutil
import signal
import sys
import time

DEFAULT_TOOLS = (pathlib.Path(__file__).resolve().parents[2].parent
                 / "shared" / "conformance")
CHUNK = 500
PROCESSOR_SECONDS = 5       # a program takes some milliseconds

#: A later interpreter runs this with the tools' directory and oracle.py's
#: arguments.  In 3.14 the competitors of a staggered race are in a set too; it
#: gets an order like those that the tools replace.
SERVER = """
import sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv.pop(1))
import implementation, oracle, runtime
for name in ("c", "py"):
    asyncio = implementation.load(name)
    runtime.loop_class(asyncio)
    asyncio.staggered.set = asyncio.tasks.set
oracle.main()
"""


class Later:
    """A later interpreter: its C and its Python implementation of tasks."""

    def __init__(self, python, tools):
        import corpus
        import servers
        self.version = corpus.version_of(python)
        self._failure = servers.Failure
        self._c, self._py = (
            servers.LineServer([python, "-c", SERVER, str(tools), "--server",
                                "--impl", impl]) for impl in ("c", "py"))

    def _run(self, server, program):
        try:
            return without_private_names(server.run(program))
        except self._failure:
            return None

    def trace(self, program):
        return self._run(self._c, program)

    def agrees(self, program, trace):
        return self._run(self._py, program) == trace


def start_worker(tools, pythons):
    global _laters
    sys.path.insert(0, str(tools))
    sys.dont_write_bytecode = True
    import implementation
    import oracle
    import runtime
    oracle.setup()
    oracle.RUNS_BETWEEN_COLLECTIONS = 100
    for name in ("c", "py"):
        asyncio = implementation.load(name)
        runtime.loop_class(asyncio)
        asyncio.staggered.set = asyncio.tasks.set
    _laters = [Later(python, tools) for python in pythons]


def counts_references(program, trace):
    """Whether CPython does something else when nothing is dropped.

    Where a coroutine that was driven by hand is dropped while it is suspended,
    CPython's reference count closes it at once, and what it waits for with it.
    The tools keep what a program makes, but not the coroutines of asyncio
    itself: a sleep, a wait_for.
    """
    import oracle
    import runtime
    given = runtime.Runtime.coroutine
    runtime.Runtime.coroutine = lambda self, value: self.keep(given(self, value))
    try:
        return oracle.run(program).trace != trace
    finally:
        runtime.Runtime.coroutine = given


def unfinished(trace):
    return not trace or trace[-1][2] != "outcome"


def has_wrapped_exit(payload):
    """Whether a group holds nothing but a GeneratorExit.

    A task group that is closed from outside raised such a group up to 3.14.6,
    and raises the GeneratorExit itself since then.
    """
    if isinstance(payload, dict):
        return any(map(has_wrapped_exit, payload.values()))
    if not isinstance(payload, list):
        return False
    return (len(payload) == 3 and payload[0] == "BaseExceptionGroup"
            and [member[0] for member in payload[2]] == ["GeneratorExit"]
            or any(map(has_wrapped_exit, payload)))


def expected(program, trace, rejected):
    """(trace, version) to expect; None to leave the program out."""
    import gen
    later = [(l, l.trace(program)) for l in _laters]
    program["differs_in"] = [l.version for l, t in later if t != trace]
    if not program["differs_in"] and not has_wrapped_exit(trace):
        return trace, later[-1][0].version if later else "3.11.7"
    if any(unfinished(t) for _, t in later):
        rejected["does not end in a later version"] += 1
        return None
    if not all(l.agrees(program, t) for l, t in later):
        rejected["implementations of a later version differ"] += 1
        return None
    if any(has_wrapped_exit(t) for _, t in later):
        rejected["group of one GeneratorExit"] += 1
        return None
    if any(gen.fault_of(t) for _, t in later):
        rejected["foreign exception in a later version"] += 1
        return None
    return later[-1][1], later[-1][0].version


def without_private_names(trace):
    """Events name the type of a handle; 3.14.2 has a private kind of them."""
    for event in trace:
        if event[4] == {"object": "_ThreadSafeHandle"}:
            event[4] = {"object": "Handle"}
    return trace


def line_of(program, trace, version):
    entry = {"program": program, "trace": trace, "version": version}
    return json.dumps(entry, separators=(",", ":")).encode() + b"\n"


def make_lines(job):
    import gen
    profile, seeds, size = job
    rejected = collections.Counter()
    lines = []
    for seed in seeds:
        program, checked = gen.generate(seed, profile, size, rejected)
        found = expected(program, checked.trace, rejected)
        if found:
            lines.append(line_of(program, *found))
    return lines, rejected


def mentions_quirks(program):
    """Whether gen.uses_quirks has to look: writing a program down is slow."""
    return any(function["kind"] == "asyncgen"
               for function in program["functions"].values())


class Deadline:
    """Ends what the oracle's own limits cannot: a loop inside CPython.

    AsyncExitStack searches the contexts of exceptions without end when they
    form a circle.  The program may catch what is raised here, so it is raised
    again every second until it has left.
    """

    class Passed(BaseException):
        pass

    passed = None

    def __enter__(self):
        def stop(number, frame):
            self.passed = "an endless loop in CPython"
            raise self.Passed
        signal.signal(signal.SIGVTALRM, stop)
        signal.setitimer(signal.ITIMER_VIRTUAL, PROCESSOR_SECONDS, 1)
        return self

    def __exit__(self, kind, error, traceback):
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        return kind is self.Passed


def generate_fast(seed, profile, size, rejected):
    """The first acceptable program of a seed, and its trace on this Python."""
    import compiler
    import gen
    import implementation
    import oracle
    from scenarios import ProgramGenerator
    asyncio = implementation.load("c")
    for attempt in range(gen.MAX_ATTEMPTS):
        program = ProgramGenerator(f"{seed}.{attempt}", profile,
                                   size).program()
        if mentions_quirks(program) and gen.uses_quirks(program):
            rejected["close with async generator"] += 1
            continue
        try:
            code = compiler.compile_program(program)
        except compiler.ProgramError:
            rejected["bad program"] += 1
            continue
        with Deadline() as deadline:
            result = oracle.execute(code, program["main"], asyncio)
        reason = (deadline.passed or result.aborted
                  or gen.fault_of(result.trace) or gen.dullness_of(result.trace))
        if not reason:
            header = {"format": 1, "profile": profile,
                      "name": f"{profile}-{size}-{seed}.{attempt}",
                      "sets": "insertion", "flags": gen.flags_of(program)}
            return {**header, **program}, without_private_names(result.trace)
        rejected[reason] += 1
    raise RuntimeError(f"no acceptable program for seed {seed}, {profile}")


def make_file(job):
    path, profile, seeds, sizes = job
    rejected = collections.Counter()
    unfinished_path = path.with_name(path.name + ".part")
    with open_for_writing(unfinished_path) as out:
        for seed in seeds:
            program, trace = generate_fast(
                seed, profile, sizes[seed % len(sizes)], rejected)
            out.write(line_of(program, trace, platform.python_version()))
    unfinished_path.rename(path)
    return len(seeds), rejected


def vet(line):
    """The line as it belongs into a corpus; None to leave the program out."""
    import gen
    rejected = collections.Counter()
    program = json.loads(line)["program"]
    checked = gen.check(program)
    if checked.reason:
        rejected[checked.reason] += 1
        return [], rejected
    if counts_references(program, checked.trace):
        rejected["drops a suspended coroutine"] += 1
        return [], rejected
    program["sets"] = checked.sets
    found = expected(program, checked.trace, rejected)
    return [line_of(program, *found)] if found else [], rejected


def open_for_writing(path):
    if ".gz" in path.suffixes:
        # no time and no name, so that the same corpus is the same file
        return gzip.GzipFile(path, "wb", compresslevel=6, mtime=0)
    return open(path, "wb")


def open_for_reading(path):
    return gzip.open(path) if path.suffix == ".gz" else open(path, "rb")


def record(options, pool, profiles, seeds, sizes):
    import corpus
    jobs = [job for size in sizes
            for job in corpus.jobs_for(seeds, profiles, size)]
    with open_for_writing(options.out) as out:
        for lines, rejected in pool.imap(make_lines, jobs):
            out.writelines(lines)
            yield len(lines), rejected


def record_fast(options, pool, profiles, seeds, sizes):
    options.out.mkdir(parents=True, exist_ok=True)
    jobs = []
    for start in range(seeds.start, seeds.stop, CHUNK):
        some = range(start, min(start + CHUNK, seeds.stop))
        for profile in profiles:
            path = options.out / (f"{profile}-{some.start:06}-{some.stop:06}"
                                  ".jsonl.gz")
            if not path.exists():
                jobs.append((path, profile, some, sizes))
    return pool.imap_unordered(make_file, jobs)


def vet_all(options, pool):
    with (open_for_reading(options.vet) as lines,
          open_for_writing(options.out) as out):
        for kept, rejected in pool.imap(vet, lines):
            out.writelines(kept)
            yield len(kept), rejected


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", default="0:100", metavar="A:B")
    parser.add_argument("--profile", default="all")
    parser.add_argument("--size", default="3", help="3, or several: 1,3,5")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--later", default="",
                        help="interpreters, oldest first, comma-separated")
    parser.add_argument("--fast", action="store_true",
                        help="run each program once, on this interpreter")
    parser.add_argument("--vet", type=pathlib.Path, metavar="FILE",
                        help="keep the programs that belong into a corpus")
    parser.add_argument("--tools", type=pathlib.Path, default=DEFAULT_TOOLS)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    if not (options.tools / "corpus.py").exists():
        parser.error(f"no corpus.py in {options.tools}; see --tools")
    if options.fast and options.later:
        parser.error("--fast runs this interpreter only; see --vet")
    sys.path.insert(0, str(options.tools))
    sys.dont_write_bytecode = True
    from grammar import PROFILES
    if options.profile not in ("all", *PROFILES):
        parser.error(f"no profile {options.profile}; there are "
                     + ", ".join(PROFILES))
    profiles = list(PROFILES) if options.profile == "all" else [options.profile]
    first, _, last = options.seeds.partition(":")
    sizes = [int(size) for size in options.size.split(",")]
    pythons = [python for python in options.later.split(",") if python]
    seeds = range(int(first), int(last))
    for python in pythons:      # a worker that cannot start is started for ever
        if not shutil.which(python):
            parser.error(f"no such interpreter: {python}")
    started = time.monotonic()
    written = 0
    rejected = collections.Counter()
    with multiprocessing.Pool(options.jobs, start_worker,
                              (options.tools, pythons)) as pool:
        if options.vet:
            done = vet_all(options, pool)
        elif options.fast:
            done = record_fast(options, pool, profiles, seeds, sizes)
        else:
            done = record(options, pool, profiles, seeds, sizes)
        for count, some_rejected in done:
            written += count
            rejected.update(some_rejected)
    elapsed = time.monotonic() - started
    print(f"{written} programs in {elapsed:.0f} s; attempts rejected:",
          file=sys.stderr)
    for reason, count in rejected.most_common():
        print(f"{count:7} {reason}", file=sys.stderr)


if __name__ == "__main__":
    main()
