#!/usr/bin/env python3
"""Records a corpus: random programs with the traces that CPython gave them.

    record.py --seeds A:B [--profile NAME|all] [--size S[,S...]] [--jobs J]
              [--later PYTHON[,PYTHON...]] [--tools DIR]
              --out FILE.jsonl[.gz]

The generator and the oracle (corpus.py and what it uses) are not part of this
repository; --tools says where they are.  Must be run by the Python they ask
for, 3.11.7.

Each line is {"program": ..., "trace": [event, ...], "version": "3.13.0"}.
A program's trace is that of the newest interpreter given by --later, oldest
first, if it differs there ("differs_in" names all where it does).  Programs
are left out when the C and the Python implementation of a later version give
different traces, or when the trace does not come to its end there or has
exceptions that no program can expect (a slip of that version).
"""

import argparse
import collections
import gzip
import json
import multiprocessing
import pathlib
import sys
import time

DEFAULT_TOOLS = (pathlib.Path(__file__).resolve().parents[2].parent
                 / "shared" / "conformance")


class Later:
    """A later interpreter: its C and its Python implementation of tasks."""

    def __init__(self, python):
        import corpus
        import oracle
        import servers
        self.version = corpus.version_of(python)
        self._failure = servers.Failure
        self._c, self._py = (
            servers.LineServer([python, oracle.__file__, "--server",
                                "--impl", impl]) for impl in ("c", "py"))

    def _run(self, server, program):
        try:
            return server.run(program)
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
    import oracle
    oracle.setup()
    _laters = [Later(python) for python in pythons]


def unfinished(trace):
    return not trace or trace[-1][2] != "outcome"


def expected(program, trace, rejected):
    """(trace, version) to expect; None to leave the program out."""
    import gen
    later = [(l, l.trace(program)) for l in _laters]
    program["differs_in"] = [l.version for l, t in later if t != trace]
    if not program["differs_in"]:
        return trace, later[-1][0].version if later else "3.11.7"
    if any(unfinished(t) for _, t in later):
        rejected["does not end in a later version"] += 1
        return None
    if not all(l.agrees(program, t) for l, t in later):
        rejected["implementations of a later version differ"] += 1
        return None
    if any(gen.fault_of(t) for _, t in later):
        rejected["foreign exception in a later version"] += 1
        return None
    return later[-1][1], later[-1][0].version


def make_lines(job):
    import gen
    profile, seeds, size = job
    rejected = collections.Counter()
    lines = []
    for seed in seeds:
        program, checked = gen.generate(seed, profile, size, rejected)
        found = expected(program, checked.trace, rejected)
        if found:
            lines.append(json.dumps({"program": program, "trace": found[0],
                                     "version": found[1]},
                                    separators=(",", ":")))
    return lines, rejected


def open_for_writing(path):
    if path.endswith(".gz"):
        # no time and no name, so that the same corpus is the same file
        return gzip.GzipFile(path, "wb", mtime=0)
    return open(path, "wb")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", default="0:100", metavar="A:B")
    parser.add_argument("--profile", default="all")
    parser.add_argument("--size", default="3", help="3, or several: 1,3,5")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--later", default="",
                        help="interpreters, oldest first, comma-separated")
    parser.add_argument("--tools", type=pathlib.Path, default=DEFAULT_TOOLS)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    if not (options.tools / "corpus.py").exists():
        parser.error(f"no corpus.py in {options.tools}; see --tools")
    sys.path.insert(0, str(options.tools))
    sys.dont_write_bytecode = True
    import corpus
    from grammar import PROFILES
    if options.profile not in ("all", *PROFILES):
        parser.error(f"no profile {options.profile}; there are "
                     + ", ".join(PROFILES))
    profiles = list(PROFILES) if options.profile == "all" else [options.profile]
    first, _, last = options.seeds.partition(":")
    sizes = [int(size) for size in options.size.split(",")]
    pythons = [python for python in options.later.split(",") if python]
    seeds = range(int(first), int(last))
    started = time.monotonic()
    written = 0
    rejected = collections.Counter()
    with (open_for_writing(options.out) as out,
          multiprocessing.Pool(options.jobs, start_worker,
                               (options.tools, pythons)) as pool):
        jobs = [job for size in sizes
                for job in corpus.jobs_for(seeds, profiles, size)]
        for lines, some_rejected in pool.imap(make_lines, jobs):
            out.writelines(line.encode() + b"\n" for line in lines)
            written += len(lines)
            rejected.update(some_rejected)
    elapsed = time.monotonic() - started
    print(f"{written} programs in {elapsed:.0f} s; attempts rejected:",
          file=sys.stderr)
    for reason, count in rejected.most_common():
        print(f"{count:7} {reason}", file=sys.stderr)


if __name__ == "__main__":
    main()
