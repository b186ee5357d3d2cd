"""A producer that fills the queue, workers that die, and what is left: printed as one JSON object."""
import json
import os
import subprocess
import sys
import time

import pika
from pika.exceptions import NackError, UnroutableError

url, name, dead = (os.environ[f"TASK_QUEUE_{part}"] for part in ("URL", "NAME", "DEAD_LETTERS"))
worker = os.path.join(os.path.dirname(__file__), "amqp_worker.py")


def channel():
    return pika.BlockingConnection(pika.URLParameters(url)).channel()


def publish(channel, body):
    properties = pika.BasicProperties(delivery_mode=2, message_id=body)
    channel.basic_publish("", name, body, properties=properties, mandatory=True)


def killed_worker():
    """What a worker was given before it was killed."""
    process = subprocess.Popen([sys.executable, worker], stdout=subprocess.PIPE, text=True)
    line = process.stdout.readline().strip()
    process.kill()
    process.wait()
    return line


def dead_letter():
    for _ in range(50):
        method, properties, body = own.basic_get(dead, auto_ack=True)
        if method is not None:
            return {"body": body.decode(), "id": properties.message_id, "reason": (properties.headers or {})["x-death"][0]["reason"]}
        time.sleep(0.2)
    return None


own = channel()
own.confirm_delivery()
publish(own, "poison")
deliveries = [killed_worker() for _ in range(int(os.environ["TASK_QUEUE_MAX_ATTEMPTS"]))]
letter = dead_letter()
accepted = 0
try:
    for number in range(1000):
        publish(own, f"task-{number}")
        accepted += 1
except NackError:
    refused = True
except UnroutableError:
    refused = False
left = own.queue_declare(name, passive=True).method.message_count
own.queue_purge(name)
print(json.dumps({"deliveries": deliveries, "deadLetter": letter, "accepted": accepted, "refused": refused, "left": left}))
