package io.asyncio4j.task;

import io.asyncio4j.ports.CPythonTest;

/// Failures in groups of tasks that run at once.
@CPythonTest("test_taskgroups.TestEagerTaskTaskGroup")
class EagerTaskGroupFailureTest extends TaskGroupFailureTest {
    @Override
    TaskFactory factory() {
        return TaskFactory.EAGER;
    }
}
