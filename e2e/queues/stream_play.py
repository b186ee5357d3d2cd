"""A producer, workers that die, and the keeper's script on a real server: what was seen is printed as one JSON object."""
import json
import os
import sys
import time

import redis

r = redis.Redis(port=int(os.environ["TASK_QUEUE_PORT"]), decode_responses=True)
script = open(os.environ["KEEPER"]).read()
name, dead, group = "stream", "{stream}:dead", "workers"
attempts = int(os.environ["TASK_QUEUE_MAX_ATTEMPTS"])
# The time until a task comes again, shortened.
idle = 300


def keep():
    return r.eval(script, 2, name, dead, group, idle, attempts, 100)


def worker(me):
    """A worker that takes one task and is killed: it writes to the server from a process of its own."""
    pid = os.fork()
    if pid == 0:
        own = redis.Redis(port=int(os.environ["TASK_QUEUE_PORT"]), decode_responses=True)
        if not own.xautoclaim(name, group, me, idle, count=1)[1]:
            own.xreadgroup(group, me, {name: ">"}, count=1)
        os.kill(os.getpid(), 9)
    os.waitpid(pid, 0)
    time.sleep(idle / 1000 + 0.1)


def deliveries():
    return [entry["times_delivered"] for entry in r.xpending_range(name, group, "-", "+", 10)]


seen = {}
keep()
seen["group"] = [info["name"] for info in r.xinfo_groups(name)]
r.xadd(name, {"key": "poison"})
seen["deliveries"] = []
for number in range(attempts):
    worker(f"worker-{number}")
    seen["deliveries"].append(deliveries()[0])
    seen["lengthWhileWorkedOn"] = r.xlen(name)
    moved = keep()
seen["moved"] = moved
seen["deadLetters"] = [fields for _, fields in r.xrange(dead)]
seen["lengthAfter"] = r.xlen(name)
done = r.xadd(name, {"key": "good"})
r.xreadgroup(group, "last", {name: ">"}, count=1)
r.xack(name, group, done)
keep()
seen["lengthDone"] = r.xlen(name)
r.flushall()
keep()
seen["groupAfterLoss"] = [info["name"] for info in r.xinfo_groups(name)]
print(json.dumps(seen))
sys.exit(0)
