"""
Plays the runner that Ollama starts for a model (`llama-server` of llama.cpp, which is no Go module): writes down its arguments into the file that PLAYED_RUNNER
names, is busy loading for some seconds, and answers every chat with one word.
"""
import http.server
import json
import os
import sys
import time

LOADS_SECONDS = 5
args = sys.argv[1:]
with open(os.environ["PLAYED_RUNNER"], "a") as file:
    file.write(json.dumps(args) + "\n")
# Asked for its devices, it has none.
if "--model" not in args:
    raise SystemExit(0)
loaded = time.monotonic() + LOADS_SECONDS


class Runner(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        is_loaded = time.monotonic() > loaded
        self.answer(200 if is_loaded else 503, {"status": "ok"} if is_loaded else {"error": {"code": 503, "message": "Loading model"}})

    def do_POST(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        choice = {"delta": {"role": "assistant", "content": "done"}, "finish_reason": "stop"}
        self.answer(200, {"content": "done", "stop": True, "stop_type": "eos", "choices": [choice]}, "data: ")

    def answer(self, status, body, before=""):
        self.send_response(status)
        self.send_header("content-type", "text/event-stream" if before else "application/json")
        self.end_headers()
        self.wfile.write(f"{before}{json.dumps(body)}\n\n".encode())

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(args[args.index("--port") + 1])), Runner).serve_forever()
