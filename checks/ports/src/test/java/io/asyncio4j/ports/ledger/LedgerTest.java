package io.asyncio4j.ports.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the ledger makes of a checkout with two classes of cases, and what it refuses.
class LedgerTest {
    @TempDir
    Path root;

    @BeforeEach
    void checklist() throws IOException {
        write("checks/ports/cases/cases.tsv", """
                test_a.Base.test_one\t3.11
                test_a.Base.test_two\t3.13
                test_b.Other.test_three\t3.11
                """);
        write("checks/ports/cases/variants.tsv", "test_a.Fast\tBase\n");
        write("checks/ports/cases/language.tsv", "test_language.Generators.test_close\t3.11\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void test(String members) throws IOException {
        write("core/src/test/java/SomeTest.java", "class SomeTest {\n" + members + "\n}\n");
    }

    private void verdicts(String lines) throws IOException {
        write("checks/ports/ledger/test_a.tsv", lines);
    }

    private Verdict verdict(String name) throws IOException {
        Ledger ledger = Ledger.of(root);
        assertThat(ledger.problems()).isEmpty();
        return ledger.verdicts().get(ledger.checklist().find(name));
    }

    private List<String> problems() throws IOException {
        return Ledger.of(root).problems();
    }

    @Test
    void aCaseIsPassedByEveryTestThatNamesIt() throws IOException {
        test("""
                static final String BASE = "test_a.Base.";
                @Test @CPythonTest({BASE + "test_one", "test_b.Other." + "test_three"}) void first() {}
                @Test @CPythonTest("test_a.Base.test_one") void again() {}
                """);
        assertThat(verdict("test_a.Base.test_one")).isInstanceOfSatisfying(Verdict.Passed.class,
                passed -> assertThat(passed.by()).extracting(Port::test)
                        .containsExactly("SomeTest.again", "SomeTest.first"));
        assertThat(verdict("test_b.Other.test_three")).isInstanceOf(Verdict.Passed.class);
        assertThat(verdict("test_a.Base.test_two")).isInstanceOf(Verdict.Open.class);
    }

    @Test
    void aCaseMayBeNamedByAClassThatInheritsIt() throws IOException {
        test("@Test @CPythonTest(\"test_a.Fast.test_two\") void inherited() {}");
        assertThat(verdict("test_a.Base.test_two")).isInstanceOf(Verdict.Passed.class);
    }

    @Test
    void anotherAnnotationThatBearsATestsMarkMakesATestToo() throws IOException {
        write("net/src/test/java/OnEveryIo.java", "@ParameterizedTest @interface OnEveryIo {}");
        test("@OnEveryIo @CPythonTest(\"test_a.Base.test_one\") void everywhere(int io) {}");
        assertThat(verdict("test_a.Base.test_one")).isInstanceOf(Verdict.Passed.class);
    }

    @Test
    void aLineSpeaksForACaseOrForWhatIsLeftOfItsClass() throws IOException {
        verdicts("Base.test_two\tdeviates\tit is better so\nBase.*\tnot applicable\tno such thing\n");
        assertThat(verdict("test_a.Base.test_two")).isEqualTo(new Verdict.Deviates("it is better so"));
        assertThat(verdict("test_a.Base.test_one")).isEqualTo(new Verdict.NotApplicable("no such thing"));
    }

    @Test
    void casesOfTheLanguageAreCountedApart() throws IOException {
        test("@Test @CPythonTest(\"test_language.Generators.test_close\") void closes() {}");
        assertThat(verdict("test_language.Generators.test_close")).isInstanceOf(Verdict.Passed.class);
        assertThat(Page.of(Ledger.of(root))).contains(
                "| [test_language](#test_language-language) | 1 | 1 | 0 | 0 | 0 |",
                "## test_language language", "| all | 3 | 0 | 0 | 0 | 3 |", "| all | 1 | 1 | 0 | 0 | 0 |");
    }

    @Test
    void anUnknownNameIsAProblemThatNamesItsPlace() throws IOException {
        test("@Test @CPythonTest(\"test_a.Base.test_four\") void four() {}");
        verdicts("Base.test_five\tdeviates\twhy not\n");
        assertThat(problems()).containsExactly("test_a.tsv:1 names an unknown case: test_a.Base.test_five",
                Path.of("core/src/test/java/SomeTest.java") + ":2 names an unknown case: test_a.Base.test_four");
    }

    @Test
    void twoVerdictsAreAProblem() throws IOException {
        test("@Test @CPythonTest(\"test_a.Base.test_one\") void one() {}");
        verdicts("""
                Base.test_one\tdeviates\twhy not
                Fast.test_two\tdeviates\twhy not
                Base.test_two\tnot applicable\tas said
                """);
        assertThat(problems()).anyMatch(each -> each.startsWith("test_a.Base.test_one has two verdicts"))
                .anyMatch(each -> each.equals("test_a.tsv:3 gives a second verdict: test_a.Base.test_two"));
    }

    @Test
    void aLineThatIsMalformedOrSpeaksForNothingIsAProblem() throws IOException {
        verdicts("Base.test_one deviates why\nBase.test_two\tpassed\tsurely\nNone.*\tdeviates\twhy not\n");
        assertThat(problems()).hasSize(3).anyMatch(each -> each.startsWith("test_a.tsv:1 is malformed"))
                .anyMatch(each -> each.startsWith("test_a.tsv:2 is malformed"))
                .anyMatch(each -> each.equals("test_a.tsv:3 speaks for no case: test_a.None.*"));
    }

    @Test
    void aMethodThatIsNoTestCannotPassACase() throws IOException {
        test("@CPythonTest(\"test_a.Base.test_one\") void forgotten() {}");
        assertThat(problems()).singleElement().asString().contains("SomeTest.forgotten names a case");
    }

    @Test
    void aNameThatCannotBeReadIsAProblem() throws IOException {
        test("@Test @CPythonTest(Elsewhere.NAME) void one() {}");
        assertThat(problems()).singleElement().asString().contains("cannot tell the name of a case: Elsewhere.NAME");
    }

    @Test
    void whatABuildHasMadeIsNotRead() throws IOException {
        write("core/target/src/test/java/OldTest.java",
                "class OldTest { @Test @CPythonTest(\"test_a.Base.test_gone\") void gone() {} }");
        assertThat(problems()).isEmpty();
    }

    @Test
    void thePageCountsByFileAndListsEveryCase() throws IOException {
        test("@Test @CPythonTest(\"test_a.Base.test_one\") void first() {}");
        verdicts("Base.test_two\tdeviates\ta | b\n");
        assertThat(Page.of(Ledger.of(root))).contains("**2 of 4 cases have no verdict yet.**",
                "| [test_a](#test_a) | 2 | 1 | 1 | 0 | 0 |", "| all | 3 | 1 | 1 | 0 | 1 |",
                "| `Base.test_one` | passed | `SomeTest.first` |", "| `Base.test_two` (3.13) | deviates | a \\| b |",
                "Ports: [SomeTest](../core/src/test/java/SomeTest.java).");
    }
}
