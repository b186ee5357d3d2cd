"""Tasks on a Redis stream or in RabbitMQ: `declare` makes what holds them, `send` puts some in, `work` loses one worker in the middle of a task and does them all. Prints one JSON object."""
import json
import os
import sys
import time

KIND, ACT = sys.argv[1:3]
COUNT = int(os.environ["TASKS"])


class Stream:
    name, dead, group, idle = "documents", "{documents}:dead", "workers", 500

    def __init__(self):
        import redis

        self.server = redis.Redis(port=int(os.environ["E2E_REDIS_PORT"]), decode_responses=True)
        self.script = open(os.environ["KEEPER"]).read()

    def keep(self):
        self.server.eval(self.script, 2, self.name, self.dead, self.group, self.idle, 3, 100)

    def send(self, body):
        self.keep()
        self.server.xadd(self.name, {"key": body})

    def take(self):
        claimed = self.server.xautoclaim(self.name, self.group, f"worker-{os.getpid()}", self.idle, count=1)[1]
        if claimed:
            return claimed[0][0], claimed[0][1]["key"]
        fresh = self.server.xreadgroup(self.group, f"worker-{os.getpid()}", {self.name: ">"}, count=1)
        return (fresh[0][1][0][0], fresh[0][1][0][1]["key"]) if fresh else None

    def done(self, mark):
        self.server.xack(self.name, self.group, mark)
        self.keep()

    def left(self):
        self.keep()
        return {"queue": self.server.xlen(self.name), "dead": self.server.xlen(self.dead)}


class Broker:
    def __init__(self):
        import pika

        self.pika = pika
        self.channel = pika.BlockingConnection(pika.URLParameters(os.environ["E2E_AMQP_URL"])).channel()
        self.channel.queue_declare("tasks", durable=True, arguments={"x-queue-type": "quorum"})
        self.channel.basic_qos(prefetch_count=1)
        self.channel.confirm_delivery()

    def send(self, body):
        self.channel.basic_publish("", "tasks", body, properties=self.pika.BasicProperties(delivery_mode=2), mandatory=True)

    def take(self):
        method, _, body = self.channel.basic_get("tasks")
        return None if method is None else (method.delivery_tag, body.decode())

    def done(self, mark):
        self.channel.basic_ack(mark)

    def left(self):
        return {"queue": self.channel.queue_declare("tasks", passive=True).method.message_count, "dead": 0}


def queue():
    return Stream() if KIND == "redis" else Broker()


def killed_in_a_task():
    """A worker takes one task and is killed: a process of its own, with a connection of its own."""
    pid = os.fork()
    if pid == 0:
        for _ in range(50):
            if queue().take() is not None:
                break
            time.sleep(0.1)
        os.kill(os.getpid(), 9)
    os.waitpid(pid, 0)


if ACT == "declare":
    print(json.dumps(queue().left()))
elif ACT == "send":
    own = queue()
    for number in range(COUNT):
        own.send(f"task-{number}")
    print(json.dumps({"sent": COUNT}))
else:
    killed_in_a_task()
    own, done = queue(), []
    deadline = time.time() + 60
    while len(done) < COUNT and time.time() < deadline:
        task = own.take()
        if task is None:
            time.sleep(0.2)
            continue
        own.done(task[0])
        done.append(task[1])
    time.sleep(1)
    print(json.dumps({"done": len(done), "different": len(set(done)), **own.left()}))
