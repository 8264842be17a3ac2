package io.asyncio4j.ports;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Immutable. Says that a test checks what a test case of CPython checks, so that a reader can compare the two and a
/// report can count what is covered: `@CPythonTest("test_locks.LockTests.test_acquire_cancel")`.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface CPythonTest {

    /// The CPython cases, each as `module.Class.method` below `Lib/test/test_asyncio` or `Lib/test`.
    String[] value();
}
