// The same as TitlesInAnotherThread with one thread: the loop itself awaits the keyboard, and fetches the pages meanwhile.
// "q" ends it.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.file.AsyncFiles;
import io.asyncio4j.http.client.HttpClient;
import io.asyncio4j.http.client.HttpResponse;
import io.asyncio4j.task.TaskGroup;

Coroutine<Void> getTitle(HttpClient session, String url) {
    return async(() -> {
        try {
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
    run(() -> {
        try (HttpClient session = HttpClient.create()) {
            asyncWith(new TaskGroup(), titles -> {
                IO.println("请输入完整url如https://t.com");
                for (String input : asyncFor(AsyncFiles.stdin().lines())) {
                    if (input.equals("q")) break;
                    titles.createTask(getTitle(session, input));
                    IO.println("请输入完整url如https://t.com");
                }
            });
        }
    });
}
