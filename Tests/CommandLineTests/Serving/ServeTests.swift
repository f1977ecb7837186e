import AnnalsTesting
import Foundation
import Testing

/// `annals serve`, as other programs meet it.
@Suite(.storesChecked) struct ServeTests {
    private func serve(
        _ store: StoreFolder
    ) async throws -> (command: RunningCommand, port: Int) {
        let command = try store.start("serve", "--port", "0", "--by", "keeper")
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let log = command.errorSoFar
            if let found = log.firstMatch(of: /http:\/\/127\.0\.0\.1:(\d+)/),
                let port = Int(found.output.1)
            {
                return (command, port)
            }
            try #require(ContinuousClock.now < deadline && !command.hasEnded, "\(log)")
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test func itServesUntilItIsAskedToEnd() async throws {
        let store = try await StoreFolder()
        let (command, _) = try await serve(store)
        // Others go on with the same file.
        try await store.succeed("append", "--stream", "task/A", "--type", "task.created")
        kill(command.processIdentifier, SIGTERM)
        let result = try await command.result()
        #expect(result.status == 0 && result.output.isEmpty, "\(result.error)")
        for line in result.error.split(separator: "\n") {
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(object["level"] != nil && object["message"] != nil && object["time"] != nil)
        }
        try await store.succeed("verify")
    }

    /// Who follows is let go of, and does not keep the server from ending.
    @Test func itEndsWhileSomebodyFollows() async throws {
        let store = try await StoreFolder()
        let (command, port) = try await serve(store)
        let script = """
            curl -sN -m 120 -H 'Accept: text/event-stream' \
                http://127.0.0.1:\(port)/v1/events > live.txt &
            follower=$!
            until grep -q caught-up live.txt; do sleep 0.05; done
            kill -TERM \(command.processIdentifier)
            wait $follower
            echo "curl ended with $?"
            """
        let bash = CommandLineTool(executable: URL(filePath: "/bin/bash"))
        let result = try await bash.run("-c", script, in: store.folder)
        // 28 is its own end, after the time that it was given.
        #expect(result.output == "curl ended with 0\n", "\(result.output) \(result.error)")
        #expect(try await command.result().status == 0)
    }

    /// A store that is restored in the place of the one that is served is served then.
    @Test func aStoreThatTakesItsPlaceIsServed() async throws {
        let store = try await StoreFolder()
        let (command, port) = try await serve(store)
        try await store.succeed("append", "--stream", "task/A", "--type", "task.created")
        let script = """
            annals=$1
            "$annals" restore --at start --empty --output new.db --by keeper >/dev/null
            "$annals" --store new.db append --stream gauge/L --type gauge.read \
                --data '{"x":1}' >/dev/null
            mv new.db annals.db; rm -f annals.db-wal annals.db-shm
            for _ in $(seq 600); do
                sleep 0.1
                said=$(curl -s -m 5 http://127.0.0.1:\(port)/v1/streams/gauge/L) || continue
                case $said in *'"x":1'*) echo served; exit ;; esac
            done
            echo "$said"
            """
        let bash = CommandLineTool(executable: URL(filePath: "/bin/bash"))
        let annals = try CommandLineTool.built().executable.path(percentEncoded: false)
        let result = try await bash.run("-c", script, "bash", annals, in: store.folder)
        #expect(result.output == "served\n", "\(result.output) \(result.error)")
        command.interrupt()
        let ended = try await command.result()
        #expect(ended.status == 0 && ended.error.contains("Another store has the name"))
    }

    /// A token that is revoked ends what it began: lines that still come are not stored.
    @Test func aRevokedTokenEndsItsUpload() async throws {
        let store = try await StoreFolder()
        let (command, port) = try await serve(store)
        let annals = try CommandLineTool.built().executable.path(percentEncoded: false)
        try store.folder.write(Self.upload, to: "upload.py")
        let python = CommandLineTool(executable: URL(filePath: "/usr/bin/python3"))
        let result = try await python.run("upload.py", "\(port)", annals, in: store.folder)
        #expect(result.output == "ended\n", "\(result.output) \(result.error)")
        command.interrupt()
        _ = try await command.result()
    }

    /// Appends a line each twentieth of a second until an answer says no, with the token revoked.
    private static let upload = """
        import json, socket, subprocess, sys, time
        port, annals = int(sys.argv[1]), sys.argv[2]
        def run(*words):
            done = subprocess.run([annals, *words], check=True, capture_output=True, text=True)
            return done.stdout
        token = run("access", "grant", "gauges", "--may", "append", "--actor", "Plover",
                    "--columns", "token", "--format", "value", "--by", "keeper").strip()
        link = socket.create_connection(("127.0.0.1", port))
        link.sendall((f"POST /v1/events HTTP/1.1\\r\\nHost: 127.0.0.1:{port}\\r\\n"
                      f"Authorization: Bearer {token}\\r\\nContent-Type: application/x-ndjson\\r\\n"
                      "Transfer-Encoding: chunked\\r\\n\\r\\n").encode())
        link.settimeout(0.05)
        said, isRevoked, end = "", False, time.time() + 60
        line = json.dumps({"stream": "gauge/L", "type": "gauge.read"}).encode() + b"\\n"
        while time.time() < end:
            try:
                link.sendall(b"%x\\r\\n%s\\r\\n" % (len(line), line))
                said += link.recv(65536).decode()
            except TimeoutError:
                pass
            except OSError:
                break
            if "not_allowed" in said:
                break
            if '"position"' in said and not isRevoked:
                run("access", "revoke", "gauges", "--by", "keeper")
                isRevoked = True
        print("ended" if isRevoked and "not_allowed" in said else said)
        """

    @Test func aPortThatIsTakenIsSaid() async throws {
        let store = try await StoreFolder()
        let (command, port) = try await serve(store)
        let second = try await store.refuse(["serve", "--port", "\(port)"])
        #expect(second.contains("\(port)"), "\(second)")
        command.interrupt()
        _ = try await command.result()
    }

    /// The lines of the page do what it says.
    @Test func thePageIsTrue() async throws {
        let store = try await StoreFolder()
        let (command, port) = try await serve(store)
        let blocks = try Self.blocks("sh")
            // What serves other machines needs a certificate, and has a test of its own.
            .filter { !$0.contains("--host") }
        #expect(blocks.count == 6)
        let script = blocks.joined()
            .replacing(/annals serve .*/, with: "")
            .replacing("7711", with: "\(port)")
            .replacing("curl -sN", with: "curl -sN -m 1")
        let bash = CommandLineTool(executable: URL(filePath: "/bin/bash"))
        let result = try await bash.run("-c", script, in: store.folder)
        let output = result.output
        #expect(output.contains(#""events":["#), "\(output)")
        #expect(output.contains(#"{"position":6,"version":1"#), "\(output)")
        #expect(output.contains("event: caught-up"), "\(output)")
        #expect(output.contains(#""actor":"Plover""#), "\(output)")
        #expect(output.contains(#""agent_id":"Tern""#), "\(output)")
        #expect(output.contains(#""priority":"high""#), "\(output)")
        #expect(output.contains(#""expect_head":"#), "\(output)")
        #expect(output.contains(#""type":"wave.wave-measured""#), "\(output)")
        command.interrupt()
        _ = try await command.result()
    }

    /// The clients of the page do what it says.
    @Test(arguments: [
        ("python", "/usr/bin/python3", "client.py", "ebb\n"),
        ("js", "/usr/bin/node", "client.mjs", "task/J1 Tern\n"),
    ]) func theClientsWork(
        language: String, program: String, file: String, said: String
    ) async throws {
        let store = try await StoreFolder()
        let (command, port) = try await serve(store)
        let block = try #require(Self.blocks(language).first)
        _ = try store.folder.write(block.replacing("7711", with: "\(port)"), to: file)
        let tool = CommandLineTool(executable: URL(filePath: program))
        let result = try await tool.run(file, in: store.folder)
        #expect(result.status == 0 && result.output == said, "\(result.output) \(result.error)")
        command.interrupt()
        _ = try await command.result()
    }

    /// What the page of the server shows in a language.
    private static func blocks(_ language: String) throws -> [String] {
        let page = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
            url.deletingLastPathComponent()
        }.appending(path: "Sources/Annals/Annals.docc/Server.md")
        return try String(contentsOf: page, encoding: .utf8)
            .components(separatedBy: "```\(language)\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
    }

    /// A client that is cut off again and again while others append sees each event once.
    @Test func liveEventsGoOnExactly() async throws {
        let store = try await StoreFolder()
        let (command, port) = try await serve(store)
        let annals = try CommandLineTool.built().executable.path(percentEncoded: false)
        try store.folder.write(Self.follower, to: "follow.py")
        let python = CommandLineTool(executable: URL(filePath: "/usr/bin/python3"))
        let result = try await python.run("follow.py", "\(port)", annals, in: store.folder)
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output == "each once\n", "\(result.output)")
        command.interrupt()
        _ = try await command.result()
    }

    /// Four writers over HTTP and one by the command; one who follows, with its connection cut.
    private static let follower = """
        import http.client, json, random, subprocess, sys, threading
        port, annals = int(sys.argv[1]), sys.argv[2]
        COUNT, WRITERS = 60, 4
        def write(n):
            http_ = http.client.HTTPConnection("127.0.0.1", port)
            for i in range(COUNT):
                body = json.dumps({"stream": f"w/{n}", "type": "w.done", "data": {"i": i}})
                http_.request("POST", "/v1/events", body, {"Content-Type": "application/json"})
                answer = http_.getresponse()
                assert answer.status == 201, answer.read()
                answer.read()
        def write_by_command():
            lines = "".join(
                json.dumps({"stream": "w/c", "type": "w.done", "data": {"i": i}}) + "\\n"
                for i in range(COUNT))
            subprocess.run(
                [annals, "append", "--batch", "-", "--batch-size", "7", "--by", "c"],
                input=lines.encode(), check=True, stdout=subprocess.DEVNULL)
        threads = [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)]
        threads.append(threading.Thread(target=write_by_command))
        for thread in threads: thread.start()
        seen, last, cuts = [], None, random.Random(7)
        while len(seen) < COUNT * (WRITERS + 1):
            http_ = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            headers = {"Accept": "text/event-stream"}
            if last: headers["Last-Event-ID"] = last
            http_.request("GET", "/v1/events?category=w", headers=headers)
            answer = http_.getresponse()
            left, event = cuts.randint(1, 20), None
            for line in answer:
                text = line.decode().rstrip("\\n")
                if text.startswith("id: "): last = text[4:]
                elif text.startswith("event: "): event = text[7:]
                elif text.startswith("data: "):
                    assert event in (None, "caught-up"), text
                    if event is None: seen.append(json.loads(text[6:])["position"])
                    event, left = None, left - 1
                # Only at the end of an event: what was read of half a one is nothing yet.
                elif text == "" and left <= 0: break
                if len(seen) == COUNT * (WRITERS + 1): break
            http_.close()
        for thread in threads: thread.join()
        assert seen == sorted(set(seen)), "not each once"
        ahead = last.rsplit("-", 1)[0] + "-999999"
        http_ = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        http_.request("GET", "/v1/events", headers={
            "Accept": "text/event-stream", "Last-Event-ID": ahead})
        answer = http_.getresponse()
        lines = [answer.readline().decode() for _ in range(3)]
        assert "event: reset\\n" in lines, lines
        print("each once")
        """
}
