package io.asyncio4j.crawler.site;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The quotations and their authors, all in the public domain. Immutable.
///
/// @param quotations in the order of the pages
/// @param authors by the name their page has in its address
public record Anthology(List<Quotation> quotations, Map<String, Author> authors) {

    /// A quotation.
    ///
    /// @param author the author's name
    /// @param work where it stands
    /// @param tags what it is about
    /// @param text its words
    public record Quotation(String author, String work, List<String> tags, String text) {
    }

    /// An author.
    ///
    /// @param name the name
    /// @param born the year
    /// @param birthplace the place
    /// @param died the year
    /// @param description one sentence
    public record Author(String name, String born, String birthplace, String died, String description) {
    }

    /// {@return the collection this application carries}
    public static Anthology load() {
        List<Quotation> quotations = new ArrayList<>();
        for (String[] row : rows("quotes.tsv", 4)) {
            quotations.add(new Quotation(row[0], row[1], List.of(row[2].split(",", -1)), row[3]));
        }
        Map<String, Author> authors = new LinkedHashMap<>();
        for (String[] row : rows("authors.tsv", 5)) {
            authors.put(slug(row[0]), new Author(row[0], row[1], row[2], row[3], row[4]));
        }
        return new Anthology(List.copyOf(quotations), authors);
    }

    /// {@return the name as it stands in addresses, such as `Charlotte-Bronte`}
    ///
    /// @param name an author's name
    public static String slug(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        return plain.replaceAll("[^A-Za-z0-9]+", "-");
    }

    private static List<String[]> rows(String resource, int columns) {
        InputStream found = Objects.requireNonNull(Anthology.class.getResourceAsStream(resource), resource);
        List<String[]> rows = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(found, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] row = line.split("\t", -1);
                if (row.length != columns) {
                    throw new IllegalStateException(
                            resource + " has a bad row: " + row.length + " columns; it needs " + columns);
                }
                rows.add(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
