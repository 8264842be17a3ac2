package io.asyncio4j.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which works a run measures. Immutable.
record Selection(List<Work> tasks, List<NetworkWork> network, List<Work> files, boolean start) {

    /// Everything, or what a quick run has.
    static Selection all(boolean quick) {
        return new Selection(TaskWorks.ALL,
                NetworkWork.ALL.stream().filter(work -> !quick || work.quick()).toList(), FileSuite.WORKS,
                true);
    }

    /// What the names mean: a group, a work, or the works that begin with the name.
    ///
    /// @return nothing when one of them means nothing; [#unknown] finds it
    static Selection of(List<String> names) {
        List<Work> tasks = TaskWorks.ALL.stream().filter(work -> named(work, names)).toList();
        List<NetworkWork> network = NetworkWork.ALL.stream().filter(work -> named(work.work(), names)).toList();
        List<Work> files = FileSuite.WORKS.stream().filter(work -> named(work, names)).toList();
        return new Selection(tasks, network, files, named(StartSuite.HELLO, names));
    }

    /// The first name that means nothing.
    static Optional<String> unknown(List<String> names) {
        return names.stream().filter(name -> everything().noneMatch(work -> means(work, name))).findFirst();
    }

    private static boolean named(Work work, List<String> names) {
        return names.stream().anyMatch(name -> means(work, name));
    }

    private static boolean means(Work work, String name) {
        boolean exact = everything().anyMatch(each -> each.name().equals(name));
        return exact ? work.name().equals(name) : work.group().equals(name) || work.name().startsWith(name + "-");
    }

    /// All works there are, in the order of the tables.
    static Stream<Work> everything() {
        return Stream.of(TaskWorks.ALL.stream(), NetworkWork.ALL.stream().map(NetworkWork::work),
                FileSuite.WORKS.stream(), Stream.of(StartSuite.HELLO)).flatMap(works -> works);
    }

    /// The names there are, a line for each group, at most 80 characters wide.
    static String names() {
        return everything().collect(Collectors.groupingBy(Work::group, LinkedHashMap::new,
                Collectors.mapping(Work::name, Collectors.toList()))).entrySet().stream()
                .map(group -> "  " + group.getKey() + ": " + wrap(group.getValue(), 4 + group.getKey().length()))
                .collect(Collectors.joining("\n"));
    }

    private static String wrap(List<String> words, int indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            if (indent + line.length() + word.length() > 78) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().stripTrailing());
        return String.join("\n" + " ".repeat(indent), lines);
    }
}
