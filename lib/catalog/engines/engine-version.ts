/** Release of an engine. Flags and defaults change at minor releases, so two patch releases of one minor compare as equal. */

export class EngineVersion {
  private static readonly seen = new Map<string, EngineVersion>();

  /** Parses `0.30.0`, `v0.30.0`, `0.31.0rc1`; null when the text is no version. */
  static parse(text: string): EngineVersion | null {
    const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?(?:[.-]?(?:rc|post|a|b|dev)\d*)?$/.exec(text);
    return match === null ? null : new EngineVersion(Number(match[1]), Number(match[2]));
  }

  /** For the catalog's own tables, whose rows repeat a handful of releases hundreds of times. */
  static of(text: string): EngineVersion {
    const seen = EngineVersion.seen.get(text);
    if (seen !== undefined) return seen;
    const version = EngineVersion.parse(text);
    if (version === null) throw new Error(`not a version: ${text}`);
    EngineVersion.seen.set(text, version);
    return version;
  }

  private constructor(
    readonly major: number,
    readonly minor: number,
  ) {}

  /** Negative when this release is older than the other, 0 for the same minor release. */
  compare(other: EngineVersion): number {
    return this.major - other.major || this.minor - other.minor;
  }

  /** `0.30`: what decides about flags and defaults. */
  get release(): string {
    return `${this.major}.${this.minor}`;
  }

  /** This release or a later one. */
  atLeast(other: EngineVersion): boolean {
    return this.compare(other) >= 0;
  }
}
