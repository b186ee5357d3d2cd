/** Names, times and prints the stages of a run. */

export interface Stage {
  readonly name: string;
  readonly seconds: number;
  /** Part of the run that it belongs to. */
  readonly part?: string;
}

export class Stopwatch {
  readonly stages: Stage[] = [];

  async stage<T>(name: string, work: () => Promise<T>, part?: string): Promise<T> {
    const start = Date.now();
    console.log(`== ${name}`);
    try {
      return await work();
    } finally {
      const seconds = (Date.now() - start) / 1000;
      this.stages.push({ name, seconds, ...(part === undefined ? {} : { part }) });
      console.log(`== ${name}: ${seconds.toFixed(1)} s`);
    }
  }
}
