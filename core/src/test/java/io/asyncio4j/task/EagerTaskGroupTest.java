package io.asyncio4j.task;

import io.asyncio4j.ports.CPythonTest;

/// Groups of tasks that run at once.
@CPythonTest("test_taskgroups.TestEagerTaskTaskGroup")
class EagerTaskGroupTest extends TaskGroupTest {
    @Override
    TaskFactory factory() {
        return TaskFactory.EAGER;
    }
}
