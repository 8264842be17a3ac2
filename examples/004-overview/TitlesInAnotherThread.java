// The main thread reads addresses from the keyboard, and a loop in another thread fetches the pages meanwhile and prints
// their titles. "q" ends it.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.http.client.HttpClient;
import io.asyncio4j.http.client.HttpResponse;
import io.asyncio4j.loop.EventLoop;

void startLoop(EventLoop loop) {
    setEventLoop(loop);
    loop.runForever();
    loop.close();
}

Coroutine<Void> endLoop() {
    return async(() -> getEventLoop().stop());
}

Coroutine<Void> getTitle(String url) {
    return async(() -> {
        try (HttpClient session = HttpClient.create()) {
            HttpResponse response = await(session.get(url).header("User-Agent", "Mozilla/5.0"));
            Matcher title = Pattern.compile("(?<=<title>).*?(?=</title>)").matcher(response.text());
            if (title.find()) {
                IO.println(url + ": 解析网页标题为 " + title.group());
            } else {
                IO.println(url + ": 解析不到网页标题");
            }
        } catch (Exception e) {
            IO.println(url + ": " + e.getMessage());
        }
    });
}

void main() throws Exception {
    EventLoop newLoop = newEventLoop();
    Thread t = new Thread(() -> startLoop(newLoop));
    t.start();
    List<CompletableFuture<Void>> titles = new ArrayList<>();
    while (true) {
        newLoop.callSoonThreadsafe(() -> IO.println("请输入完整url如https://t.com"));
        String input = IO.readln();
        if (input == null || input.equals("q")) {
            titles.forEach(CompletableFuture::join);
            runCoroutineThreadsafe(endLoop(), newLoop);
            break;
        }
        titles.add(runCoroutineThreadsafe(getTitle(input), newLoop));
    }
    t.join();
}
