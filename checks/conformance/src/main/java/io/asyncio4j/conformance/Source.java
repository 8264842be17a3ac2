package io.asyncio4j.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Typed access to the JSON of a program; what is missing or of another type is a bad program. Stateless. */
final class Source {
    private Source() {
    }

    static JsonNode object(JsonNode node, String key) throws BadProgram {
        JsonNode value = node.path(key);
        if (!value.isObject()) {
            throw missing(node, key, "an object");
        }
        return value;
    }

    static JsonNode array(JsonNode node, String key) throws BadProgram {
        JsonNode value = node.path(key);
        if (!value.isArray()) {
            throw missing(node, key, "an array");
        }
        return value;
    }

    static JsonNode value(JsonNode node, String key) throws BadProgram {
        JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            throw missing(node, key, "an expression");
        }
        return value;
    }

    static String text(JsonNode node, String key) throws BadProgram {
        JsonNode value = node.path(key);
        if (!value.isTextual()) {
            throw missing(node, key, "a string");
        }
        return value.textValue();
    }

    static int integer(JsonNode node, String key) throws BadProgram {
        JsonNode value = node.path(key);
        if (!value.isIntegralNumber()) {
            throw missing(node, key, "an integer");
        }
        return value.intValue();
    }

    private static BadProgram missing(JsonNode node, String key, String wanted) {
        String text = node.toString();
        String shown = text.length() <= 60 ? text : text.substring(0, 60) + "...";
        return new BadProgram("'" + key + "' is not " + wanted + " in " + shown);
    }

    /** The values of an array, in order. */
    static List<JsonNode> items(JsonNode array) {
        return array.valueStream().toList();
    }
}
