package io.asyncio4j.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.http.Headers;
import io.asyncio4j.http.Method;
import io.asyncio4j.http.codec.IncomingRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

    private final Routes routes = new Routes().get("/", request -> Response.text("home"))
            .get("/users/{id}", request -> Response.text("user " + request.pathValue("id")))
            .get("/users/me", request -> Response.text("me"))
            .get("/users/{id}/posts/{post}",
                    request -> Response.text(request.pathValue("id") + "/" + request.pathValue("post")))
            .get("/page/{n}/", request -> Response.text("page " + request.pathValue("n")))
            .post("/users/{id}", request -> Response.text("posted"))
            .get("/a%20b", request -> Response.text("spaced"));

    private String answer(Method method, String path) throws Exception {
        IncomingRequest message = new IncomingRequest(method, path, "x", Headers.empty(), new byte[0], true, false);
        Routes.Match match = routes.match(method, path);
        Response response = match.handler().handle(new Request(message, match.values(), "peer"));
        String allow = response.headers().first("Allow").map(names -> " " + names).orElse("");
        return response.status().isSuccess() && response.bytes().length > 0
                ? new String(response.bytes())
                : response.status().code() + allow;
    }

    @Test
    void pathsFindTheirHandlers() throws Exception {
        assertThat(answer(Method.GET, "/")).isEqualTo("home");
        assertThat(answer(Method.GET, "/users/7")).isEqualTo("user 7");
        assertThat(answer(Method.GET, "/users/7/posts/8")).isEqualTo("7/8");
        assertThat(answer(Method.GET, "/page/3/")).isEqualTo("page 3");
        assertThat(answer(Method.POST, "/users/7")).isEqualTo("posted");
    }

    @Test
    void textWinsOverAName() throws Exception {
        assertThat(answer(Method.GET, "/users/me")).isEqualTo("me");
    }

    @Test
    void aNameIsTriedWhereTextLeadsNowhere() throws Exception {
        assertThat(answer(Method.GET, "/users/me/posts/1")).isEqualTo("me/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nix", "/users", "/users/", "//", "/page/3", "/page//", "/users/7/", "//users/7",
            "/Users/7"})
    void otherPathsAreNotFound(String path) throws Exception {
        assertThat(answer(Method.GET, path)).isEqualTo("404");
    }

    @Test
    void pathsAreSplitBeforeTheyAreDecoded() throws Exception {
        assertThat(answer(Method.GET, "/users/a%2Fb%20c")).isEqualTo("user a/b c");
        assertThat(answer(Method.GET, "/users/..%2f..")).isEqualTo("user ../..");
        assertThat(answer(Method.GET, "/a%20b")).isEqualTo("spaced");
        assertThat(answer(Method.GET, "/%75sers/7")).isEqualTo("user 7");
    }

    @Test
    void headGoesWhereGetGoes() throws Exception {
        assertThat(answer(Method.HEAD, "/users/7")).isEqualTo("user 7");
    }

    @Test
    void anotherMethodIsToldWhatIsAllowed() throws Exception {
        assertThat(answer(Method.DELETE, "/users/7")).isEqualTo("405 GET, HEAD, OPTIONS, POST");
        assertThat(answer(Method.HEAD, "/")).isEqualTo("home");
        assertThat(answer(Method.PUT, "/")).isEqualTo("405 GET, HEAD, OPTIONS");
    }

    @Test
    void optionsAreAnsweredFromTheTable() throws Exception {
        assertThat(answer(Method.OPTIONS, "/users/7")).isEqualTo("204 GET, HEAD, OPTIONS, POST");
        assertThat(answer(Method.OPTIONS, "*")).isEqualTo("204");
        assertThat(answer(Method.OPTIONS, "/nix")).isEqualTo("404");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "users", "/{", "/a{b}", "/{a}b", "/{a b}", "/{}", "/{a}/{a}", "/a?b", "/#"})
    void malformedPatternsAreRefused(String pattern) {
        assertThatThrownBy(() -> routes.get(pattern, request -> Response.text("")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("route pattern");
    }

    @Test
    void theSameRouteTwiceIsRefused() {
        assertThatThrownBy(() -> routes.get("/users/{name}", request -> Response.text("")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("route GET /users/{name} is taken: by /users/{id}; remove one");
    }

    @Test
    void aServerFreezesItsRoutes() {
        HttpServer server = new HttpServer(routes);
        assertThat(server.connections()).isZero();
        assertThatThrownBy(() -> routes.get("/late", request -> Response.text("")))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("/late comes too late");
    }

    @Test
    void anUnknownPathValueIsNamed() {
        Request request = new Request(
                new IncomingRequest(Method.GET, "/?a=1&b=%C3%A4+x&a=2&c", "x", Headers.empty(), new byte[0], true,
                        false),
                Map.of("id", "1"), "peer");
        assertThatThrownBy(() -> request.pathValue("ID")).hasMessageContaining("{ID}").hasMessageContaining("[id]");
        assertThat(request.queryValue("a")).contains("1");
        assertThat(request.queryValue("b")).contains("\u00e4 x");
        assertThat(request.queryValue("c")).contains("");
        assertThat(request.queryValue("d")).isEmpty();
    }
}
