"""A Celery program that knows nothing but the environment of its queue: one task that ends, and one whose worker dies."""
import os
import signal

from celery import Celery
from kombu import Exchange, Queue

name = os.environ["TASK_QUEUE_NAME"]

app = Celery("crew")
app.conf.update(
    # The queue is declared already, with its type; what is written here must agree with it.
    task_queues=[Queue(name, Exchange(""), routing_key=name, queue_arguments={"x-queue-type": "quorum"})],
    task_default_queue=name,
    task_default_exchange="",
    task_default_routing_key=name,
    # At least once: a task is done when it has ended, and comes again when its worker is lost.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    broker_transport_options={"confirm_publish": True},
)


@app.task(name="crew.write")
def write(path):
    with open(path, "a") as file:
        file.write("done\n")


@app.task(name="crew.die")
def die(path):
    with open(path, "a") as file:
        file.write("tried\n")
    os.kill(os.getpid(), signal.SIGKILL)
