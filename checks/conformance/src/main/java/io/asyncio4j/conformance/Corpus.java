package io.asyncio4j.conformance;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Recorded programs with their expected traces, read one by one from a file of JSON lines, gzipped if its name ends in
 * .gz. Owner-confined.
 */
final class Corpus implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern CORPUS = Pattern.compile("\\.jsonl(\\.gz)?$");

    private final String name;
    private final BufferedReader reader;
    private int line;

    private Corpus(String name, InputStream in) {
        this.name = name;
        this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
    }

    /**
     * A program and what it should do.
     *
     * @param line     the line of the corpus
     * @param source   its JSON
     * @param program  compiled
     * @param expected the events, each a line of JSON
     */
    record Entry(String line, JsonNode source, Program program, List<String> expected) {
        String profile() {
            return source.path("profile").asText("(no profile)");
        }
    }

    /** The corpora that a path stands for: itself, or the files of lines in a directory, in the order of their names. */
    static List<Path> files(Path path) throws IOException, BadProgram {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> inside = Files.list(path)) {
            List<Path> files = inside.filter(file -> CORPUS.matcher(file.toString()).find()).sorted().toList();
            if (files.isEmpty()) {
                throw new BadProgram("no .jsonl or .jsonl.gz file in directory " + path);
            }
            return files;
        }
    }

    static Corpus open(Path file) throws IOException, BadProgram {
        InputStream in = Files.newInputStream(file);
        try {
            return of(file.toString(), in);
        } catch (ZipException | EOFException bad) {
            in.close();
            throw new BadProgram(file + ": " + (bad instanceof EOFException ? "ends too early" : bad.getMessage()));
        }
    }

    /** Reads from a stream; the name tells whether it is gzipped. */
    static Corpus of(String name, InputStream in) throws IOException {
        return new Corpus(name, name.endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in);
    }

    /** The next program, or null at the end. */
    @Nullable Entry next() throws IOException, BadProgram {
        String text;
        try {
            text = reader.readLine();
        } catch (ZipException | EOFException bad) {
            throw new BadProgram(name + ": " + (bad instanceof EOFException ? "ends too early" : bad.getMessage())
                    + ", after line " + line);
        }
        if (text == null) {
            return null;
        }
        line++;
        try {
            return entry(text);
        } catch (IOException | BadProgram bad) {
            throw new BadProgram(name + ", line " + line + ": " + Report.firstLine(bad));
        }
    }

    private static Entry entry(String text) throws IOException, BadProgram {
        JsonNode source = null;
        List<String> expected = null;
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadProgram("not an object");
            }
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                parser.nextToken();
                switch (key) {
                    case "program" -> source = parser.readValueAsTree();
                    case "trace" -> expected = events(parser, text);
                    default -> parser.skipChildren();
                }
            }
        }
        if (source == null || expected == null) {
            throw new BadProgram("not an object with a program and a trace");
        }
        return new Entry(text, source, Program.compile(source), expected);
    }

    /** Cuts the events out of the line as they stand there. */
    private static List<String> events(JsonParser parser, String text) throws IOException, BadProgram {
        if (!parser.isExpectedStartArrayToken()) {
            throw new BadProgram("the trace is not an array");
        }
        List<String> events = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int start = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            events.add(text.substring(start, (int) parser.currentLocation().getCharOffset()));
        }
        return events;
    }

    /** The same events, each as compact JSON. */
    static List<String> compact(List<String> events) throws BadProgram {
        List<String> compact = new ArrayList<>(events.size());
        for (String event : events) {
            try {
                compact.add(JSON.readTree(event).toString());
            } catch (IOException bad) {
                throw new BadProgram("bad event " + event);
            }
        }
        return compact;
    }

    /** The program of one line of JSON. */
    static Program program(String text) throws BadProgram {
        try {
            return Program.compile(JSON.readTree(text));
        } catch (IOException bad) {
            throw new BadProgram(Report.firstLine(bad));
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
