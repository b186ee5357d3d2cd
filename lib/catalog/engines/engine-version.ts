import { brand, hasBrand } from '../../core/brand';
import { FleetSpecError } from '../../core/fleet-error';
import { checkMethods, textRule, thingRule } from '../../core/method-arguments';
import { describeValue, shownValue } from '../../core/shown-value';

/**
 * How far two versions are compared. `minor`: patches of one minor release have the same flags; `patch`: every patch may bring and remove
 * some, as with an engine that stays at one minor release for years.
 */
export type ReleaseStep = 'minor' | 'patch';

/** Release of an engine, down to what its flags and defaults change with: the minor release, or each patch where the engine says so. */
export class EngineVersion {
  private static readonly seen = new Map<string, EngineVersion>();

  /**
   * Parses `0.30.0`, `v0.30.0`, `0.31.0rc1`; null when the text is not a version.
   *
   * @param step how far versions of the engine are compared
   */
  static parse(text: string, step: ReleaseStep = 'minor'): EngineVersion | null {
    if (typeof text !== 'string') return null;
    const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?(?:[.-]?(?:rc|post|a|b|dev)\d*)?$/.exec(text);
    if (match === null) return null;
    return new EngineVersion(Number(match[1]), Number(match[2]), Number(match[3] ?? 0), step);
  }

  /**
   * For the catalog's own tables, whose rows repeat a handful of releases hundreds of times.
   * @throws FleetSpecError AF-SPEC-001 when the text is no version.
   */
  static of(text: string, step: ReleaseStep = 'minor'): EngineVersion {
    if (typeof text !== 'string') throw noVersion(text);
    if (step !== 'minor' && step !== 'patch') throw noVersion(step, 'step');
    const key = `${step} ${text}`;
    const seen = EngineVersion.seen.get(key);
    if (seen !== undefined) return seen;
    const version = EngineVersion.parse(text, step);
    if (version === null) throw noVersion(text);
    EngineVersion.seen.set(key, version);
    return version;
  }

  private constructor(
    readonly major: number,
    readonly minor: number,
    readonly patch: number,
    private readonly step: ReleaseStep,
  ) {
    brand(this, 'EngineVersion');
  }

  /** A row of the same engine's tables, compared as far as this version is. */
  peer(text: string): EngineVersion {
    return EngineVersion.of(text, this.step);
  }

  /** Negative when this release is older than the other, 0 for the same release; patches count when they do for either. */
  compare(other: EngineVersion): number {
    return this.from(other);
  }

  /** `0.30`, or `0.5.20` where patches count: what decides about flags and defaults. */
  get release(): string {
    const minor = `${this.major}.${this.minor}`;
    return this.step === 'patch' ? `${minor}.${this.patch}` : minor;
  }

  /** This release or a later one. */
  atLeast(other: EngineVersion): boolean {
    return this.from(other) >= 0;
  }

  /** By how many releases this one is ahead of another of the same major; 0 when it is not. */
  stepsAhead(other: EngineVersion): number {
    return Math.max(0, this.minor - other.minor || this.from(other));
  }

  /** Arguments are looked at where they come in, thousands of times in one synthesis, and not once more here. */
  private from(other: EngineVersion): number {
    const byPatch = this.step === 'patch' || other.step === 'patch';
    return this.major - other.major || this.minor - other.minor || (byPatch ? this.patch - other.patch : 0);
  }
}

const other = thingRule('other', (value) => hasBrand(value, 'EngineVersion'), 'a release of an engine', "EngineVersion.of('0.30.0')");

checkMethods(EngineVersion, { peer: [textRule('text', "'0.30.0'")], compare: [other], atLeast: [other], stepsAhead: [other] });

function noVersion(value: unknown, prop: 'text' | 'step' = 'text'): FleetSpecError {
  return new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: 'EngineVersion.of',
      prop,
      value: shownValue(value),
      allowed: prop === 'text' ? 'a release, e.g. 0.30.0' : "'minor', 'patch'",
      message:
        value === undefined ? `${prop} is missing` : `${prop} is ${describeValue(value)}, not a ${prop === 'text' ? 'version' : 'step'}`,
      repairs: [prop === 'text' ? "EngineVersion.of('0.30.0')" : "EngineVersion.of('0.30.0', 'minor')"],
    },
  ]);
}
