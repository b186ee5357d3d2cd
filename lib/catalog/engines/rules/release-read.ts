/** AF-ENG-034: what is said of the flags of a release is as good as the releases that were read around it. */
import type { Rule } from '../../../core/rule';
import type { EngineVersion } from '../engine-version';

/** One release beside those whose flags were read. */
export interface GivenRelease {
  readonly version: EngineVersion;
  /** Name and version of the engine for messages. */
  readonly name: string;
  /** How a user writes the engine, for the repair. */
  readonly factory: string;
  /** Version as it was given. */
  readonly given: string;
  /** Releases whose parser was run, oldest first. */
  readonly reads: readonly string[];
}

/** Releases after the newest one that was read that can be out by now; later ones are mistyped. */
const FURTHEST_AHEAD = 20;

export const releaseRead: Rule<GivenRelease> = {
  id: 'release-read',
  code: 'AF-ENG-034',
  title:
    'This library did not read the flags of this release of the engine: the release does not exist (error), or lies outside (warning) or between (info) the releases that it read.',
  why: 'Flags and parsers are known only for releases that were read.',
  fix: 'Choose a release that was read.',
  severity: ['error', 'warning', 'info'],
  check({ version, name, factory, given, reads }) {
    const [oldest, newest] = [reads[0], reads.at(-1)];
    if (oldest === undefined || newest === undefined) return 'not-applicable';
    if (reads.some((read) => version.peer(read).compare(version) === 0)) return 'compliant';
    const last = version.peer(newest);
    const severity = severityOf(version, version.peer(oldest), last);
    const message = {
      error: `there is no ${name}: the newest release that this library knows is ${newest}`,
      warning: `this library did not read the flags of ${name}; it is ${version.compare(last) > 0 ? 'newer' : 'older'} than every release that was read (${oldest} to ${newest})`,
      info: `this library did not read the flags of ${name}: they are taken from the releases before and after it`,
    }[severity];
    return [
      {
        severity,
        ...(severity === 'warning' ? { uncertain: true } : {}),
        prop: 'engine',
        value: given,
        allowed: `flags were read of ${reads.join(', ')}`,
        message,
        repairs: [`engine: ${factory}({ version: '${newest}' })`],
      },
    ];
  },
};

function severityOf(version: EngineVersion, oldest: EngineVersion, newest: EngineVersion): 'error' | 'warning' | 'info' {
  if (version.major !== newest.major || version.stepsAhead(newest) > FURTHEST_AHEAD) return 'error';
  return version.compare(newest) > 0 || version.compare(oldest) < 0 ? 'warning' : 'info';
}
