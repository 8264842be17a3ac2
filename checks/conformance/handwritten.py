#!/usr/bin/env python3
"""Prints programs written by hand, one a line: what the generator never does.

    handwritten.py --tools DIR > programs.jsonl
    record.py --vet programs.jsonl --later ... --out handwritten.jsonl.gz

Functions that call themselves, empty and repeated operands, deadlines that
have passed, objects used twice or after their end, and each state of a
coroutine driven by hand.  The helpers are those of the generator (build.py).
"""

import argparse
import json
import pathlib
import sys

DEFAULT_TOOLS = (pathlib.Path(__file__).resolve().parents[2].parent
                 / "shared" / "conformance")
parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--tools", type=pathlib.Path, default=DEFAULT_TOOLS)
sys.path.insert(0, str(parser.parse_args().tools))
sys.dont_write_bytecode = True

from build import (async_for, async_with, aw, break_, continue_, ev, except_,
                   for_, if_, let, log, number, raise_, repeat, reraise,
                   return_, try_, yield_)

ANY = ["BaseException"]
PROGRAMS = []


def function(kind, params, body):
    return {"kind": kind, "params": params.split(), "body": list(body)}


def co(params, *body):
    return function("coroutine", params, body)


def gen(params, *body):
    return function("asyncgen", params, body)


def fn(params, *body):
    return function("function", params, body)


def program(name, *main, **functions):
    # a copy, so that a statement that is used twice gets two numbers
    PROGRAMS.append(number(json.loads(json.dumps({
        "format": 1, "name": f"hand-{name}", "profile": "handwritten",
        "sets": "insertion", "flags": [], "main": "main",
        "functions": {"main": co("", *main), **functions}}))))


def caught(*body):
    """The statements; whatever they raise is logged with its cause."""
    return try_(body, [except_(ANY, [log("caught", ["kind", "$e"],
                                         ["cause", "$e"])], "e")])


def spawn(name, *call):
    return let(name.upper(), ["create_task", ["call", *call], name])


def noted(*body):
    """The statements; a cancellation is logged and goes on."""
    return try_(body, [except_(["CancelledError"],
                               [log("cancelled", "$e"), reraise()], "e")],
                [log("finally")])


PAUSE = aw(["sleep", 0])

# --- recursion

program("recursive-tasks", aw(["call", "tree", 3], "r"), return_("$r"),
        tree=co("n", if_(["le", "$n", 0], [PAUSE, return_(1)]),
                let("a", ["create_task", ["call", "tree", ["sub", "$n", 1]]]),
                let("b", ["create_task", ["call", "tree", ["sub", "$n", 2]]]),
                aw("$a", "x"), aw("$b", "y"), return_(["add", "$x", "$y"])))

program("recursive-await-cancelled", spawn("t", "deep", 40), PAUSE, PAUSE,
        ev(["Future.cancel", "$T", "stop"]), caught(aw("$T")),
        return_(["Future.cancelled", "$T"]),
        deep=co("n", if_(["eq", "$n", 0], [aw(["sleep", 50])]),
                try_([aw(["call", "deep", ["sub", "$n", 1]])],
                     finally_=[if_(["le", "$n", 3],
                                   [log("unwound", "$n"), PAUSE])])))

program("recursive-gather", aw(["call", "even", 5], "r"), return_("$r"),
        even=co("n", if_(["eq", "$n", 0], [PAUSE, return_([ "list", True])]),
                aw(["gather", ["list", ["call", "odd", ["sub", "$n", 1]],
                               ["sleep", 0, "$n"]]], "r"), return_("$r")),
        odd=co("n", if_(["eq", "$n", 0], [return_(False)]),
               aw(["shield", ["call", "even", ["sub", "$n", 1]]], "r"),
               return_("$r")))

program("recursive-generator",
        async_for("x", ["call", "walk", 3], [log("$x")]), return_("end"),
        walk=gen("n", if_(["lt", "$n", 1], [return_()]), yield_("$n"),
                 async_for("x", ["call", "walk", ["sub", "$n", 1]],
                           [PAUSE, yield_(["list", "$n", "$x"])]),
                 async_for("x", ["call", "walk", ["sub", "$n", 2]],
                           [yield_("$x")])))

program("recursive-groups", caught(aw(["call", "nest", 4])), return_("end"),
        nest=co("n", async_with(["TaskGroup"], [
            ev(["TaskGroup.create_task", "$g", ["call", "leaf", "$n"]]),
            if_(["eq", "$n", 0], [PAUSE, raise_(["exc", "ValueError", "x"])]),
            ev(["TaskGroup.create_task", "$g",
                ["call", "nest", ["sub", "$n", 1]]]),
            aw(["sleep", ["add", 20, "$n"]])], "g")),
        leaf=co("n", noted(aw(["sleep", ["add", 90, "$n"]]))))

# --- generators one in the other

program("generator-pipeline",
        async_with(["aclosing", ["call", "twice", ["call", "count", 9]]], [
            async_for("x", "$g", [
                if_(["eq", "$x", 2], [continue_()]),
                log("$x"), if_(["eq", "$x", 6], [break_()])])], "g"),
        log("left"), return_("end"),
        count=gen("n", try_([repeat("$n" and 9, [yield_("$i"), PAUSE], "i")],
                            finally_=[log("count closed"), PAUSE])),
        twice=gen("inner", try_([async_for("x", "$inner", [
            yield_(["add", "$x", "$x"])])], finally_=[
                log("twice closed"),
                aw(["AsyncGenerator.aclose", "$inner"])])))

program("generator-states",
        let("g", ["call", "g"]),
        caught(aw(["AsyncGenerator.asend", "$g", 1])),
        aw(["anext", "$g"]), aw(["AsyncGenerator.asend", "$g", 2]),
        caught(aw(["AsyncGenerator.athrow", "$g", ["exc", "KeyError", "k"]])),
        caught(aw(["AsyncGenerator.athrow", "$g", ["exc", "AppError", "a"]])),
        caught(aw(["anext", "$g"])),
        aw(["AsyncGenerator.aclose", "$g"]),
        aw(["AsyncGenerator.athrow", "$g", ["exc", "ValueError"]]),
        let("h", ["call", "g"]), aw(["AsyncGenerator.aclose", "$h"]),
        caught(aw(["anext", "$h"])),
        let("k", ["call", "g"]),
        caught(aw(["AsyncGenerator.athrow", "$k", ["exc", "AppError", "b"]])),
        caught(aw(["anext", "$k"])), return_("end"),
        g=gen("", try_([yield_(1), yield_(2)], [
            except_(["KeyError"], [yield_("kept", "v"), log("$v")])])))

program("generator-ignores-close",
        let("g", ["call", "g"]), aw(["anext", "$g"]),
        caught(aw(["AsyncGenerator.aclose", "$g"])),
        caught(aw(["AsyncGenerator.aclose", "$g"])),
        caught(aw(["anext", "$g"])), return_("end"),
        g=gen("", try_([yield_(1)], [except_(["GeneratorExit"], [
            yield_("again")])]), yield_("more")))

# --- groups

program("group-used-twice",
        let("g", ["TaskGroup"]),
        caught(ev(["TaskGroup.create_task", "$g", ["call", "w", 1]])),
        async_with("$g", [ev(["TaskGroup.create_task", "$g",
                              ["call", "w", 2]])]),
        caught(async_with("$g", [log("inside")])),
        caught(ev(["TaskGroup.create_task", "$g", ["call", "w", 3]])),
        return_("end"),
        w=co("n", log("$n"), PAUSE, return_("$n")))

program("group-body-and-children-fail",
        caught(async_with(["TaskGroup"], [
            ev(["TaskGroup.create_task", "$g", ["call", "w", "a"], "a"]),
            ev(["TaskGroup.create_task", "$g", ["call", "w", "b"], "b"]),
            PAUSE, raise_(["exc", "AppError", "body"])], "g")),
        return_("end"),
        w=co("n", try_([aw(["sleep", 30])], [except_(["CancelledError"], [
            raise_(["exc", "ValueError", "$n"])])])))

program("group-child-spawns-while-leaving",
        async_with(["TaskGroup"], [let("G", "$g"), ev(
            ["TaskGroup.create_task", "$g", ["call", "w", 4], "first"])], "g"),
        return_("end"),
        w=co("n", PAUSE, log("$n"), if_(["lt", 0, "$n"], [
            ev(["TaskGroup.create_task", "$G",
                ["call", "w", ["sub", "$n", 1]]])]), return_("$n")))

program("group-cancelled-while-failing",
        spawn("t", "outer"), PAUSE, PAUSE,
        ev(["Future.cancel", "$T", "outside"]), caught(aw("$T")),
        log(["Future.cancelled", "$T"], ["Task.cancelling", "$T"]),
        return_("end"),
        outer=co("", caught(async_with(["TaskGroup"], [
            ev(["TaskGroup.create_task", "$g", ["call", "w"]]),
            aw(["sleep", 40])], "g")),
            log(["Task.cancelling", ["current_task"]]), PAUSE, log("went on")),
        w=co("", PAUSE, raise_(["exc", "ValueError", "child"])))

program("group-with-interrupts",
        caught(async_with(["TaskGroup"], [
            ev(["TaskGroup.create_task", "$g", ["call", "w"]]),
            noted(aw(["sleep", 40]))], "g")), log("not reached"),
        w=co("", PAUSE, raise_(["exc", "SystemExit", "out"])))

# --- timeouts and waiting

program("timeouts-at-the-edge",
        *[caught(async_with(["timeout", delay], [
            log(["Timeout.when", "$t"], ["Timeout.expired", "$t"]), PAUSE,
            aw(["sleep", 3])], "t")) for delay in (0, -5, None, 4)],
        caught(async_with(["timeout", 5], [ev(["busy", 9])], "t")),
        caught(async_with(["timeout_at", 1], [log("past"), PAUSE, PAUSE])),
        return_(["loop.time"]))

program("timeouts-nested",
        *[caught(async_with(["timeout", outer], [
            caught(async_with(["timeout", inner], [
                ev(["busy", busy]), aw(["sleep", 30])], "i")),
            log(["Timeout.expired", "$o"]), PAUSE, log("in outer")], "o"))
          for outer, inner, busy in ((5, 9, 0), (9, 5, 0), (5, 9, 12),
                                     (9, 5, 12))],
        return_(["loop.time"]))

program("timeout-used-oddly",
        let("t", ["timeout", 7]),
        caught(ev(["Timeout.reschedule", "$t", 9])),
        caught(async_with("$t", [ev(["Timeout.reschedule", "$t", 2]),
                                 aw(["sleep", 5])])),
        caught(ev(["Timeout.reschedule", "$t", 50])),
        caught(async_with("$t", [log("again")])),
        caught(async_with(["timeout", 3], [
            ev(["Timeout.reschedule", "$u", None]), aw(["sleep", 6])], "u")),
        caught(async_with(["timeout", None], [
            ev(["Timeout.reschedule", "$v", 1]), PAUSE, PAUSE], "v")),
        return_(["loop.time"]))

program("timeout-and-cancellation-at-once",
        spawn("t", "w"), aw(["sleep", 2]), ev(["busy", 5]),
        ev(["Future.cancel", "$T", "mine"]), caught(aw("$T")),
        return_(["Task.cancelling", "$T"]),
        w=co("", async_with(["timeout", 4], [aw(["sleep", 50])])))

program("wait-for-at-the-edge",
        let("d", ["loop.create_future", "d"]),
        ev(["Future.set_result", "$d", 1]),
        *[caught(aw(["wait_for", what, timeout]))
          for timeout in (0, -3, None)
          for what in ("$d", ["sleep", 0, "slept"])],
        let("p", ["loop.create_future", "p"]),
        caught(aw(["wait_for", "$p", 0])), log(["Future.cancelled", "$p"]),
        caught(aw(["wait_for", ["call", "stubborn"], 2])),
        return_(["loop.time"]),
        stubborn=co("", try_([aw(["sleep", 40])], [
            except_(["CancelledError"], [aw(["sleep", 3]), return_("late")])])))

program("wait-for-of-wait-for",
        caught(aw(["wait_for", ["wait_for", ["sleep", 30], 9], 4])),
        caught(aw(["wait_for", ["wait_for", ["sleep", 30], 4], 9])),
        caught(aw(["wait_for", ["shield", ["sleep", 6, "s"]], 2])),
        return_(["loop.time"]))

program("wait-edge",
        caught(aw(["wait", ["list"]])),
        let("f", ["loop.create_future", "f"]),
        spawn("t", "w", 3), spawn("u", "w", 5),
        aw(["wait", ["list", "$T", "$T", "$f"], 0]),
        aw(["wait", ["list", "$T", "$U", "$T"], None, "FIRST_COMPLETED"]),
        caught(aw(["wait", ["list", "$U"], 1, "NEVER"])),
        aw(["wait", ["list", "$T", "$U", "$f"], 9, "FIRST_EXCEPTION"]),
        ev(["Future.cancel", "$f"]), aw(["wait", ["list", "$f", "$U"]]),
        return_(["loop.time"]),
        w=co("n", aw(["sleep", "$n"]), if_(["eq", "$n", 5], [
            raise_(["exc", "KeyError", "w"])]), return_("$n")))

program("gather-edge",
        aw(["gather", ["list"]]),
        spawn("t", "w", 2), aw(["gather", ["list", "$T", "$T", "$T"]]),
        let("f", ["loop.create_future", "f"]),
        let("inner", ["gather", ["list", "$f", ["sleep", 9]], True]),
        let("outer", ["gather", ["list", "$inner", "$inner"]]),
        ev(["Future.cancel", "$f", "f"]), PAUSE, PAUSE,
        ev(["Future.cancel", "$outer", "o"]), caught(aw("$outer")),
        caught(aw("$inner")),
        caught(aw(["gather", ["list", ["foreign_future", "x"],
                              ["sleep", 1]]])),
        let("n", ["gather", ["list", ["call", "fails"], ["sleep", 4, 4]]]),
        caught(aw("$n")), return_(["loop.time"]),
        w=co("n", aw(["sleep", "$n"]), return_("$n")),
        fails=co("", raise_(["exc", "AppError", "f"])))

program("shield-edge",
        spawn("t", "w"), let("s", ["shield", ["shield", "$T"]]), PAUSE,
        ev(["Future.cancel", "$s", "outer"]), caught(aw("$s")),
        log(["Future.done", "$T"]), aw("$T"), aw(["shield", "$T"]),
        spawn("u", "w"), let("r", ["shield", "$U"]), PAUSE,
        ev(["Future.cancel", "$U", "inner"]), caught(aw("$r")),
        log(["Future.cancelled", "$U"]),
        let("q", ["shield", ["call", "fails"]]),
        ev(["Future.cancel", "$q"]), PAUSE, PAUSE, PAUSE, return_("end"),
        w=co("", aw(["sleep", 4]), return_("w")),
        fails=co("", PAUSE, raise_(["exc", "AppError", "unseen"])))

program("as-completed-edge",
        for_("c", ["as_completed", ["list"]], [log("never")]),
        spawn("t", "w", 6), spawn("u", "w", 3),
        for_("c", ["as_completed", ["list", "$T", "$U", "$T"]], [
            aw("$c"), if_(["eq", ["loop.time"], 6], [break_()])]),
        for_("c", ["as_completed", ["list", ["sleep", 9], "$T"], 2], [
            caught(aw("$c"))]),
        return_(["loop.time"]),
        w=co("n", aw(["sleep", "$n"]), return_("$n")))

program("staggered-edge",
        caught(aw(["staggered_race", ["list"], 3])),
        aw(["staggered_race", ["list", ["starter", "bad"],
                               ["starter", "bad"]], 2]),
        aw(["staggered_race", ["list", ["starter", "slow"],
                               ["starter", "quick"]], 4]),
        aw(["staggered_race", ["list", ["starter", "bad"],
                               ["starter", "slow"]], None]),
        spawn("t", "race"), aw(["sleep", 3]), ev(["Future.cancel", "$T"]),
        caught(aw("$T")), return_(["loop.time"]),
        race=co("", aw(["staggered_race", ["list", ["starter", "slow"],
                                           ["starter", "slow"]], 1])),
        bad=co("", PAUSE, raise_(["exc", "ValueError", "bad"])),
        quick=co("", PAUSE, return_("quick")),
        slow=co("", noted(aw(["sleep", 20])), return_("slow")))

# --- locks and queues

program("lock-handed-over",
        let("Lock0", ["Lock"]), aw(["Lock.acquire", "$Lock0"]),
        *[spawn(name, "w", name) for name in "abcde"], PAUSE,
        ev(["Lock.release", "$Lock0"]), log(["Lock.locked", "$Lock0"]),
        spawn("f", "w", "f"), ev(["Future.cancel", "$A"]),
        ev(["Future.cancel", "$C"]), caught(ev(["Lock.release", "$Lock0"])),
        aw(["gather", ["list", "$A", "$B", "$C", "$D", "$E", "$F"], True]),
        return_(["Lock.locked", "$Lock0"]),
        w=co("n", async_with("$Lock0", [log("$n"), PAUSE])))

program("semaphore-edge",
        caught(ev(["Semaphore", -1])), let("S", ["Semaphore", 0]),
        *[spawn(name, "w", name) for name in "abc"], PAUSE,
        repeat(2, [ev(["Lock.release", "$S"])]),
        ev(["Future.cancel", "$A"]), PAUSE, PAUSE,
        log(["Lock.locked", "$S"]), ev(["Lock.release", "$S"]),
        aw(["gather", ["list", "$A", "$B", "$C"], True]),
        let("b", ["BoundedSemaphore", 1]),
        caught(ev(["Lock.release", "$b"])), return_(["Lock.locked", "$S"]),
        w=co("n", aw(["Lock.acquire", "$S"]), log("$n")))

program("condition-edge",
        let("L", ["Lock"]), let("C1", ["Condition", "$L"]),
        let("C2", ["Condition", "$L"]),
        caught(ev(["Condition.notify", "$C1", 1])),
        caught(aw(["Condition.wait", "$C1"])),
        spawn("a", "w", "$C1", "a"), spawn("b", "w", "$C2", "b"),
        spawn("c", "w", "$C1", "c"), spawn("d", "p"), PAUSE, PAUSE,
        async_with("$L", [ev(["Condition.notify", "$C1", 9]),
                          ev(["Future.cancel", "$A"])]),
        PAUSE, PAUSE, PAUSE,
        async_with("$C2", [ev(["Condition.notify_all", "$C2"])]),
        aw(["gather", ["list", "$A", "$B", "$C", "$D"], True]),
        return_(["Lock.locked", "$L"]),
        w=co("c n", async_with("$c", [noted(aw(["Condition.wait", "$c"])),
                                      log("$n"), PAUSE])),
        p=co("", async_with("$C1", [aw(["Condition.wait_for", "$C1",
                                        "raises", 1])])),
        raises=fn("x", raise_(["exc", "KeyError", "predicate"])))

program("event-set-and-cleared",
        let("E", ["Event"]), *[spawn(name, "w", name) for name in "abc"],
        PAUSE, ev(["Event.set", "$E"]), ev(["Event.clear", "$E"]),
        ev(["Future.cancel", "$B"]), log(["Event.is_set", "$E"]), PAUSE,
        spawn("d", "w", "d"), PAUSE, ev(["Event.set", "$E"]),
        aw(["Event.wait", "$E"]),
        aw(["gather", ["list", "$A", "$B", "$C", "$D"], True]),
        w=co("n", aw(["Event.wait", "$E"]), log("$n")))

program("barrier-edge",
        caught(ev(["Barrier", 0])), let("one", ["Barrier", 1]),
        aw(["Barrier.wait", "$one"]), let("Gate", ["Barrier", 3]),
        *[spawn(name, "w", name) for name in "abcd"], PAUSE,
        log(["Barrier.n_waiting", "$Gate"]), aw(["Barrier.reset", "$Gate"]),
        log(["Barrier.n_waiting", "$Gate"], ["Barrier.broken", "$Gate"]),
        PAUSE, PAUSE, spawn("e", "w", "e"), PAUSE,
        ev(["Future.cancel", "$E"]), PAUSE, aw(["Barrier.abort", "$Gate"]),
        caught(aw(["Barrier.wait", "$Gate"])),
        aw(["gather", ["list", "$A", "$B", "$C", "$D", "$E"], True], "r"),
        return_("end"),
        w=co("n", caught(async_with("$Gate", [log("$n")], "i"))))

program("queue-edge",
        let("q", ["Queue", -1]), log(["Queue.full", "$q"],
                                     ["Queue.maxsize", "$q"]),
        aw(["Queue.join", "$q"]), caught(ev(["Queue.task_done", "$q"])),
        caught(ev(["Queue.get_nowait", "$q"])), let("Q", ["LifoQueue", 1]),
        ev(["Queue.put_nowait", "$Q", 0]),
        caught(ev(["Queue.put_nowait", "$Q", 1])),
        *[spawn(name, "p", i) for i, name in enumerate("abc")], PAUSE,
        ev(["Queue.get_nowait", "$Q"]), ev(["Future.cancel", "$A"]), PAUSE,
        repeat(2, [aw(["Queue.get", "$Q"])]),
        aw(["gather", ["list", "$A", "$B", "$C"], True]),
        spawn("d", "j"), PAUSE,
        repeat(3, [ev(["Queue.task_done", "$Q"]), PAUSE]), aw("$D"),
        let("h", ["PriorityQueue", 0]),
        *[ev(["Queue.put_nowait", "$h", n]) for n in (3, 1, 3, 2)],
        repeat(4, [aw(["Queue.get", "$h"])]), return_("end"),
        p=co("n", aw(["Queue.put", "$Q", "$n"]), log("put", "$n")),
        j=co("", aw(["Queue.join", "$Q"]), log("joined")))

# --- tasks, futures, callbacks

program("cancel-before-and-after",
        spawn("a", "w"), ev(["Future.cancel", "$A", "early"]),
        caught(aw("$A")), ev(["Future.cancel", "$A", "late"]),
        spawn("b", "w"), PAUSE, ev(["Future.cancel", "$B", "one"]),
        ev(["Future.cancel", "$B", "two"]), log(["Task.cancelling", "$B"]),
        caught(aw("$B")), spawn("c", "survives"), PAUSE,
        ev(["Future.cancel", "$C"]), aw("$C"), log(["Task.cancelling", "$C"]),
        spawn("d", "itself"), caught(aw("$D")), return_("end"),
        w=co("", noted(aw(["sleep", 9]))),
        survives=co("", try_([aw(["sleep", 9])], [
            except_(["CancelledError"], [
                ev(["Task.uncancel", ["current_task"]])])]), PAUSE,
            return_("survived")),
        itself=co("", ev(["Future.cancel", ["current_task"], "self"]),
                  log("still here"), caught(PAUSE), PAUSE, return_("done")))

program("cancel-in-finally",
        spawn("a", "w"), PAUSE, ev(["Future.cancel", "$A", "one"]), PAUSE,
        ev(["Future.cancel", "$A", "two"]), PAUSE, PAUSE,
        caught(aw("$A")), return_(["Task.cancelling", "$A"]),
        w=co("", try_([aw(["sleep", 40])], finally_=[
            try_([aw(["sleep", 30])], finally_=[PAUSE, log("cleaned")])])))

program("callbacks-of-callbacks",
        let("F", ["loop.create_future", "f"]),
        ev(["Future.add_done_callback", "$F", "first"]),
        ev(["Future.add_done_callback", "$F", "second"]),
        ev(["Future.add_done_callback", "$F", "first"]),
        ev(["Future.set_result", "$F", 1]),
        caught(ev(["Future.set_result", "$F", 2])),
        caught(ev(["Future.set_exception", "$F", ["exc", "KeyError"]])),
        ev(["Future.remove_done_callback", "$F", "second"]),
        PAUSE, PAUSE, let("g", ["loop.create_future", "g"]),
        caught(ev(["Future.set_exception", "$g", ["exc", "StopIteration"]])),
        caught(ev(["Future.result", "$g"])),
        caught(aw("$g")), return_("end"),
        first=fn("f", log("first", ["Future.result", "$f"]),
                 ev(["Future.add_done_callback", "$f", "second"])),
        second=fn("f", log("second"), raise_(["exc", "AppError", "cb"])))

program("handles-in-one-iteration",
        let("H1", ["loop.call_soon", "canceller"]),
        let("H2", ["loop.call_soon", "note", 2]),
        let("H3", ["loop.call_later", 0, "note", 3]),
        let("H4", ["loop.call_later", -7, "note", 4]),
        let("H5", ["loop.call_at", 1, "note", 5]),
        log(["TimerHandle.when", "$H4"]), PAUSE, PAUSE, ev(["busy", 3]),
        PAUSE, PAUSE, log(["Handle.cancelled", "$H2"],
                          ["Handle.cancelled", "$H1"]),
        ev(["Handle.cancel", "$H5"]), ev(["Handle.cancel", "$H5"]),
        return_(["Handle.cancelled", "$H5"]),
        canceller=fn("", ev(["Handle.cancel", "$H2"]),
                     ev(["loop.call_soon", "note", 6])),
        note=fn("n", log("$n"), if_(["eq", "$n", 6], [
            raise_(["exc", "ValueError", "cb"])])))

program("stopped-before-the-end",
        spawn("a", "w"), ev(["loop.call_later", 3, "stop"]),
        noted(aw(["sleep", 20])),
        w=co("", try_([aw(["sleep", 9])], finally_=[
            PAUSE, raise_(["exc", "AppError", "in the end"])])),
        stop=fn("", ev(["loop.stop"]), log("stopping")))

program("exit-from-a-callback",
        spawn("a", "w"), ev(["loop.call_soon", "note", 1]),
        ev(["loop.call_soon", "leave"]), ev(["loop.call_soon", "note", 2]),
        noted(aw(["sleep", 20])),
        w=co("", noted(aw(["sleep", 9]))), note=fn("n", log("$n")),
        leave=fn("", raise_(["exc", "KeyboardInterrupt", "now"])))

program("nothing-left-to-do",
        let("f", ["loop.create_future", "f"]), spawn("a", "w", "$f"),
        noted(aw("$f")),
        w=co("f", noted(aw("$f")), return_("w")))

program("futures-of-another-loop",
        let("x", ["foreign_future", "x"]), caught(aw("$x")),
        caught(aw(["wait_for", "$x", 2])), caught(aw(["shield", "$x"])),
        spawn("t", "w", "$x"), caught(aw("$T")), return_("end"),
        w=co("x", try_([aw("$x")], [except_(["RuntimeError"], [
            PAUSE, log("went on")])])))

program("coroutine-states",
        let("c", ["call", "w"]), caught(ev(["Coroutine.send", "$c", 1])),
        ev(["Coroutine.send", "$c"]), caught(aw("$c")),
        ev(["Coroutine.send", "$c", "x"]),
        ev(["Coroutine.throw", "$c", ["exc", "KeyError", "in"]]),
        caught(ev(["Coroutine.throw", "$c", ["exc", "AppError", "out"]])),
        caught(ev(["Coroutine.send", "$c"])), ev(["Coroutine.close", "$c"]),
        let("d", ["call", "w"]), ev(["Coroutine.close", "$d"]),
        caught(aw("$d")), let("e", ["call", "w"]),
        caught(ev(["Coroutine.throw", "$e", ["exc", "AppError", "new"]])),
        let("G1", ["call", "again"]), caught(ev(["Coroutine.send", "$G1"])),
        let("h", ["call", "clings"]), ev(["Coroutine.send", "$h"]),
        caught(ev(["Coroutine.close", "$h"])), ev(["Coroutine.close", "$h"]),
        return_("end"),
        w=co("", try_([aw(["suspend", 1], "v"), log("$v"),
                       aw(["suspend", 2])],
                      [except_(["KeyError"], [aw(["suspend", 3])])])),
        again=co("", caught(ev(["Coroutine.send", "$G1"])), return_("r")),
        clings=co("", try_([aw(["suspend", 1])], [
            except_(["GeneratorExit"], [aw(["suspend", 2])])])))

program("stack-of-exits",
        caught(async_with(["AsyncExitStack"], [
            ev(["AsyncExitStack.push_async_exit", "$s", "swallows", 1]),
            ev(["AsyncExitStack.callback", "$s", "note", "callback"]),
            ev(["AsyncExitStack.push_async_callback", "$s", "fails"]),
            aw(["AsyncExitStack.enter_async_context", "$s",
                ["acm", "enters", "swallows", 2]]),
            raise_(["exc", "ValueError", "body"])], "s")),
        let("t", ["AsyncExitStack"]),
        ev(["AsyncExitStack.push_async_callback", "$t", "note2", "moved"]),
        let("u", ["AsyncExitStack.pop_all", "$t"]),
        aw(["AsyncExitStack.aclose", "$t"]), log("nothing yet"),
        aw(["AsyncExitStack.aclose", "$u"]),
        aw(["AsyncExitStack.aclose", "$u"]),
        caught(aw(["AsyncExitStack.enter_async_context", "$u", 5])),
        return_("end"),
        enters=co("n", PAUSE, return_("$n")), note=fn("x", log("$x")),
        note2=co("x", PAUSE, log("$x")),
        fails=co("", raise_(["exc", "KeyError", "exit"])),
        swallows=co("e n", log("$n", "$e"), PAUSE, return_(["eq", "$n", 1])))

program("contexts-shared-and-entered",
        ev(["ContextVar.set", "v", "main"], "k"),
        let("x", ["copy_context"]),
        let("A", ["create_task", ["call", "w", "a"], "a", "$x"]),
        let("B", ["create_task", ["call", "w", "b"], "b", "$x"]),
        aw(["gather", ["list", "$A", "$B"]]),
        log(["Context.get", "$x", "v"], ["ContextVar.get", "v"]),
        let("X", "$x"), caught(ev(["Context.run", "$x", "reenter"])),
        ev(["ContextVar.reset", "v", "$k"]),
        caught(ev(["ContextVar.reset", "v", "$k"])),
        caught(ev(["ContextVar.reset", "other", "$k"])),
        async_for("y", ["call", "g"], [ev(["ContextVar.set", "v", "loop"])]),
        return_(["ContextVar.get", "v"]),
        w=co("n", log(["ContextVar.get", "v"]),
             ev(["ContextVar.set", "v", "$n"]), PAUSE,
             return_(["ContextVar.get", "v"])),
        reenter=fn("", ev(["ContextVar.set", "v", "run"]),
                   ev(["Context.run", "$X", "reenter"])),
        g=gen("", repeat(2, [log(["ContextVar.get", "v"]),
                             ev(["ContextVar.set", "v", "gen"]),
                             yield_(1)])))

program("concurrent-futures",
        let("c", ["ConcurrentFuture"]),
        ev(["ConcurrentFuture.set_result", "$c", 1]),
        aw(["wrap_future", "$c"]),
        caught(ev(["ConcurrentFuture.set_result", "$c", 2])),
        let("d", ["ConcurrentFuture"]), let("w", ["wrap_future", "$d"]),
        ev(["Future.cancel", "$w"]), PAUSE, PAUSE,
        log(["ConcurrentFuture.cancelled", "$d"]),
        let("e", ["ConcurrentFuture"]), let("v", ["wrap_future", "$e"]),
        ev(["ConcurrentFuture.cancel", "$e"]), caught(aw("$v")),
        let("r", ["run_coroutine_threadsafe", ["call", "work", 3]]),
        aw(["wrap_future", "$r"]),
        let("s", ["run_coroutine_threadsafe", ["call", "work", 9]]), PAUSE,
        PAUSE, ev(["ConcurrentFuture.cancel", "$s"]), PAUSE, PAUSE,
        log(["ConcurrentFuture.done", "$s"]),
        let("t", ["run_coroutine_threadsafe", ["call", "work", 0]]),
        caught(aw(["wrap_future", "$t"])), return_(["loop.time"]),
        work=co("n", noted(aw(["sleep", "$n"])), if_(["eq", "$n", 0], [
            raise_(["exc", "AppError", "work"])]), return_("$n")))

for each in PROGRAMS:
    print(json.dumps({"program": each, "trace": []}, separators=(",", ":")))
