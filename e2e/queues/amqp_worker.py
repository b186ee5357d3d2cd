"""Takes one task from the queue that the environment names, and never finishes it: its process is killed meanwhile."""
import os
import sys
import time

import pika

channel = pika.BlockingConnection(pika.URLParameters(os.environ["TASK_QUEUE_URL"])).channel()
channel.basic_qos(prefetch_count=1)
for method, properties, body in channel.consume(os.environ["TASK_QUEUE_NAME"], inactivity_timeout=10):
    if method is None:
        sys.exit("no task came")
    print((properties.headers or {}).get("x-delivery-count", 0), body.decode(), flush=True)
    time.sleep(60)
