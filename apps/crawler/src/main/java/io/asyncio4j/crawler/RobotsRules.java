package io.asyncio4j.crawler;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// What a robots.txt asks of this crawler (RFC 9309). Immutable.
///
/// The longest matching rule wins, `Allow` in a tie. `*` stands for any characters, `$` for the end.
final class RobotsRules {

    /// The crawler's name; a group that names it goes before the group for all.
    static final String AGENT = "asyncio4j-crawler";

    static final RobotsRules ALLOW_ALL = new RobotsRules(List.of(), OptionalDouble.empty());
    static final RobotsRules REFUSE_ALL =
            new RobotsRules(List.of(new Rule(false, "/")), OptionalDouble.empty());

    private static final int MAX_LINES = 10_000;

    private record Rule(boolean allow, String pattern) {
    }

    /// Collects the rules of the groups that apply. Owner-confined.
    private static final class Group {
        private final List<Rule> rules = new ArrayList<>();
        private OptionalDouble delay = OptionalDouble.empty();
        private boolean named;
    }

    private final List<Rule> rules;
    private final OptionalDouble crawlDelay;

    private RobotsRules(List<Rule> rules, OptionalDouble crawlDelay) {
        this.rules = rules;
        this.crawlDelay = crawlDelay;
    }

    /// {@return the rules of a robots.txt; what makes no sense in it is skipped}
    static RobotsRules parse(String text) {
        Group own = new Group();
        Group all = new Group();
        List<Group> current = new ArrayList<>();
        boolean inAgents = false;
        int count = 0;
        for (String raw : text.split("\r\n|\r|\n")) {
            if (++count > MAX_LINES) {
                break;
            }
            int hash = raw.indexOf('#');
            String line = (hash < 0 ? raw : raw.substring(0, hash)).replace("\uFEFF", "").strip();
            int colon = line.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String key = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (key.equals("user-agent")) {
                if (!inAgents) {
                    current.clear();
                }
                inAgents = true;
                Group group = value.equals("*") ? all : isOurs(value) ? own : null;
                if (group != null) {
                    group.named = true;
                    current.add(group);
                }
                continue;
            }
            for (Group group : current) {
                apply(group, key, value);
            }
            // A sitemap or an unknown key between agents does not end the list of agents.
            inAgents =
                    inAgents && !(key.equals("allow") || key.equals("disallow") || key.equals("crawl-delay"));
        }
        Group chosen = own.named ? own : all;
        return new RobotsRules(List.copyOf(chosen.rules), chosen.delay);
    }

    /// {@return whether the crawler may visit}
    ///
    /// @param target path and query
    boolean allows(String target) {
        if (target.equals("/robots.txt")) {
            return true;
        }
        int longest = -1;
        boolean allowed = true;
        for (Rule rule : rules) {
            int length = rule.pattern.length();
            if ((length > longest || (length == longest && rule.allow)) && matches(rule.pattern, target)) {
                longest = length;
                allowed = rule.allow;
            }
        }
        return allowed;
    }

    /// {@return the seconds between two requests, if the site asks for any}
    OptionalDouble crawlDelay() {
        return crawlDelay;
    }

    private static boolean isOurs(String agent) {
        return agent.toLowerCase(Locale.ROOT).startsWith(AGENT);
    }

    private static void apply(Group group, String key, String value) {
        switch (key) {
            case "allow", "disallow" -> {
                if (!value.isEmpty()) {
                    group.rules.add(new Rule(key.equals("allow"),
                            value.startsWith("/") || value.startsWith("*")
                                    ? value
                                    : "/" + value));
                }
            }
            case "crawl-delay" -> {
                if (value.matches("[0-9]{1,6}(\\.[0-9]{1,6})?")) {
                    group.delay = OptionalDouble.of(Double.parseDouble(value));
                }
            }
            default -> {
                // Sitemaps and what others have made up.
            }
        }
    }

    /// Matches in time proportional to pattern times target, without recursion.
    private static boolean matches(String pattern, String target) {
        boolean anchored = pattern.endsWith("$");
        String body = anchored ? pattern.substring(0, pattern.length() - 1) : pattern;
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (true) {
            if (p < body.length() && body.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (p == body.length() && (!anchored || t == target.length())) {
                return true;
            } else if (p < body.length() && t < target.length() && body.charAt(p) == target.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0 && mark < target.length()) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
    }
}
