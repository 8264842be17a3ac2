package io.asyncio4j.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {

    private final Headers headers = Headers.of("Accept", "a", "X-Tag", "1", "accept", "b");

    @Test
    void namesAreComparedWithoutCase() {
        assertThat(headers.first("ACCEPT")).contains("a");
        assertThat(headers.all("Accept")).containsExactly("a", "b");
        assertThat(headers.contains("x-tag")).isTrue();
        assertThat(headers.names()).containsExactly("accept", "x-tag");
    }

    @Test
    void fieldsKeepTheirOrderAndSpelling() {
        assertThat(headers.fields()).extracting(Headers.Field::name).containsExactly("Accept", "X-Tag", "accept");
        assertThat(headers.size()).isEqualTo(3);
    }

    @Test
    void withReplacesAllFieldsOfTheNameInTheFirstPlace() {
        assertThat(headers.with("ACCEPT", "c").fields()).containsExactly(new Headers.Field("ACCEPT", "c"),
                new Headers.Field("X-Tag", "1"));
        assertThat(headers.with("New", "n").all("new")).containsExactly("n");
    }

    @Test
    void addingKeepsEarlierFields() {
        assertThat(headers.adding("Accept", "c").all("accept")).containsExactly("a", "b", "c");
    }

    @Test
    void withoutRemovesAllFieldsOfTheName() {
        assertThat(headers.without("accept")).isEqualTo(Headers.of("X-Tag", "1"));
        assertThat(headers.without("absent")).isSameAs(headers);
    }

    @Test
    void changedCopiesLeaveTheOriginalAlone() {
        headers.with("Accept", "z").adding("A", "b").without("X-Tag");
        assertThat(headers.all("accept")).containsExactly("a", "b");
    }

    @Test
    void getOfAnAbsentNameNamesIt() {
        assertThatThrownBy(() -> headers.get("Nope")).isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("Nope");
        assertThat(headers.get("accept")).isEqualTo("a");
    }

    @Test
    void listsFindsTokensInCommaSeparatedFields() {
        Headers connection = Headers.of("Connection", "foo, Close", "connection", "bar");
        assertThat(connection.lists("Connection", "close")).isTrue();
        assertThat(connection.lists("Connection", "bar")).isTrue();
        assertThat(connection.lists("Connection", "clos")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\r\nSet-Cookie: x", "a\u0000b", "a\u0001b", "a\u007fb", "\r"})
    void controlCharactersInValuesAreRefused(String value) {
        assertThatThrownBy(() -> Headers.of("Name", value)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("header Name").hasMessageContaining("illegal character: U+00");
        assertThatThrownBy(() -> headers.with("Name", value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> headers.adding("Name", value)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r", "a\n", "a\u0000", "(a)", "\u00e4", "a\u010d"})
    void namesThatAreNoTokensAreRefused(String name) {
        assertThatThrownBy(() -> Headers.of(name, "v")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("header name");
    }

    @Test
    void valuesOutsideLatin1AreRefused() {
        assertThatThrownBy(() -> Headers.of("Name", "\u010d")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("U+010D").hasMessageContaining("ISO-8859-1");
        assertThat(Headers.of("Name", "\u00e4\tb").get("name")).isEqualTo("\u00e4\tb");
    }

    @Test
    void surroundingWhiteSpaceIsDropped() {
        assertThat(Headers.of("Name", " \tv ").get("name")).isEqualTo("v");
    }

    @Test
    void oddNumberOfStringsIsRefused() {
        assertThatThrownBy(() -> Headers.of("a")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("odd number of strings: 1");
    }

    @Test
    void toStringHidesSecrets() {
        assertThat(Headers.of("Authorization", "Basic abc", "Cookie", "s=1", "A", "b").toString())
                .doesNotContain("abc").doesNotContain("s=1").contains("A: b");
    }

    @Test
    void builderCollectsInOrder() {
        Headers built = Headers.builder().add("A", "1").addAll(headers).add("a", "2").build();
        assertThat(built.all("a")).isEqualTo(List.of("1", "2"));
        assertThat(Headers.builder().build()).isSameAs(Headers.empty());
    }
}
