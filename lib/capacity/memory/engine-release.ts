/** The engine's version as the laws need it: they change at releases, and a plan is only as good as the release it was made for. */

export class EngineRelease {
  /** Parses `0.30.0`, `v0.9.2rc1`; null when the text holds no version. */
  static parse(text: string): EngineRelease | null {
    const match = /(\d+)\.(\d+)/.exec(text);
    return match === null ? null : new EngineRelease(Number(match[1]), Number(match[2]));
  }

  constructor(
    readonly major: number,
    readonly minor: number,
  ) {}

  atLeast(major: number, minor: number): boolean {
    return this.major > major || (this.major === major && this.minor >= minor);
  }

  toString(): string {
    return `${this.major}.${this.minor}`;
  }
}
