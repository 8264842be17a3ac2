package io.asyncio4j.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Immutable. The table of rooms in `rooms.txt`: which package may use which.
final class Rooms {
    private static final String ROOT = "io.asyncio4j";

    private record Room(String name, boolean hidden, List<String> uses) {}

    private final Map<String, Room> rooms = new LinkedHashMap<>();

    private Rooms(List<String> lines) {
        for (String line : lines) {
            String text = line.replaceFirst("#.*", "").strip();
            if (text.isEmpty()) continue;
            List<String> words = new ArrayList<>(List.of(text.split("\\s+")));
            String name = words.removeFirst().replace("*", "");
            boolean hidden = words.remove("hidden");
            if (!words.remove("uses")) throw new IllegalStateException("no 'uses' in rooms.txt: " + line);
            rooms.put(name, new Room(name, hidden, List.copyOf(words)));
        }
    }

    static Rooms read() {
        try (var in = Rooms.class.getResourceAsStream("rooms.txt")) {
            return new Rooms(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The name of the room a package belongs to.
    String roomOf(String packageName) {
        return room(packageName).name;
    }

    boolean isHidden(String packageName) {
        return room(packageName).hidden;
    }

    /// Whether code of one package may use code of another.
    boolean allows(String from, String to) {
        Room room = room(from);
        String target = roomOf(to);
        return room.name.equals(target) || room.uses.stream().anyMatch(pattern -> matches(pattern, target));
    }

    private static boolean matches(String pattern, String room) {
        if (pattern.equals("*")) return true;
        if (!pattern.endsWith("*")) return pattern.equals(room);
        String base = pattern.substring(0, pattern.length() - 1);
        return room.equals(base) || room.startsWith(base + ".");
    }

    private Room room(String packageName) {
        if (packageName.equals(ROOT)) return rooms.get(".");
        for (String name = packageName.substring(ROOT.length() + 1);; name = name.substring(0, name.lastIndexOf('.'))) {
            Room room = rooms.get(name);
            if (room != null) return room;
            if (name.indexOf('.') < 0) {
                throw new IllegalStateException("package in no room: " + packageName + "; add it to rooms.txt");
            }
        }
    }
}
