/** What happens next: a binary heap by time. Events of one time happen in the order in which they were added, so that a run can be repeated. */

interface Entry {
  readonly time: number;
  readonly order: number;
  readonly happen: () => void;
}

const isBefore = (one: Entry, other: Entry): boolean => one.time < other.time || (one.time === other.time && one.order < other.order);

export class EventQueue {
  private readonly heap: Entry[] = [];
  private added = 0;
  /** Seconds since the start. */
  now = 0;

  /** @param time seconds since the start, not before now */
  at(time: number, happen: () => void): void {
    const entry: Entry = { time, order: this.added++, happen };
    let index = this.heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = this.heap[parent] as Entry;
      if (!isBefore(entry, above)) break;
      this.heap[index] = above;
      index = parent;
    }
    this.heap[index] = entry;
  }

  after(seconds: number, happen: () => void): void {
    this.at(this.now + seconds, happen);
  }

  /** Lets everything happen until `end`; what is later stays. */
  runUntil(end: number): void {
    for (let next = this.heap[0]; next !== undefined && next.time <= end; next = this.heap[0]) {
      this.removeFirst();
      this.now = next.time;
      next.happen();
    }
    this.now = end;
  }

  private removeFirst(): void {
    const last = this.heap.pop() as Entry;
    if (this.heap.length === 0) return;
    let index = 0;
    for (;;) {
      const child = this.childOf(index);
      const below = this.heap[child];
      if (below === undefined || !isBefore(below, last)) break;
      this.heap[index] = below;
      index = child;
    }
    this.heap[index] = last;
  }

  private childOf(index: number): number {
    const [left, right] = [this.heap[2 * index + 1], this.heap[2 * index + 2]];
    return right !== undefined && left !== undefined && isBefore(right, left) ? 2 * index + 2 : 2 * index + 1;
  }
}
