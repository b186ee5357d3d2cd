/** Engines that stay at one minor release for years bring and remove flags with patches: their releases are told apart by patch. */
import fc from 'fast-check';
import { Engine, Gpu } from '../../lib/catalog';
import type { EngineDefinition } from '../../lib/catalog/engines/engine-definition';
import { EngineVersion } from '../../lib/catalog/engines/engine-version';
import { FlagTable } from '../../lib/catalog/engines/flag-table';
import { FleetSpecError } from '../../lib/core/fleet-error';
import { TOY } from '../support/toy-engine';

const READS = ['0.5.20', '0.5.23'];

const BY_PATCH: EngineDefinition = {
  ...TOY,
  defaultVersion: '0.5.23',
  releaseStep: 'patch',
  flags: new FlagTable({
    flags: [
      ['--old', 'int', '0.5.20', '0.5.20'],
      ['--new', 'int', '0.5.23'],
      ['--always', 'int', '0.5.20'],
    ],
    aliases: [['-n', '--new', '0.5.23']],
    choices: [['--always', '1 2', '0.5.23']],
    retired: [['--older', '0.5.21', '--always']],
    reads: READS,
  }),
  alwaysOwned: [],
  propOfFlag: {},
  flagEffects: [],
  retiredEnvironment: [['TOY_OLD', '0.5.22', 'leave it out']],
  values: { reads: READS, toolParsers: [['plain', '0.5.23']], reasoningParsers: [], kvCacheDtypes: [], quantizations: [] },
  images: TOY.images.map((image) => ({ ...image, since: '0.5.10', userSince: '0.5.22', withoutUser: 'does not start' as const })),
};

const at = (version: string) => Engine.of(BY_PATCH, { version });

test.each([
  ['--old', '0.5.20', 'present'],
  ['--old', '0.5.22', 'uncertain'],
  ['--old', '0.5.23', 'gone'],
  ['--new', '0.5.20', 'not yet'],
  ['--new', '0.5.22', 'uncertain'],
  ['--new', '0.5.23', 'present'],
  ['-n', '0.5.20', 'not yet'],
  ['--always', 'v0.5.21.post1', 'present'],
] as const)('%s of %s is %s', (flag, version, presence) => {
  expect(at(version).knowsFlag(flag)).toBe(presence);
});

test('parsers, images, users and retired variables go by patch', () => {
  expect(at('0.5.20').knowsToolParser('plain')).toBe('not yet');
  expect(at('0.5.23').knowsToolParser('plain')).toBe('present');
  expect(at('0.5.9').publishedImage(Gpu.H100_SXM)).toBeUndefined();
  expect(at('0.5.10').publishedImage(Gpu.H100_SXM)).toBeDefined();
  expect(at('0.5.21').runsAsUser(Gpu.H100_SXM)).toBe('no');
  expect(at('0.5.22').runsAsUser(Gpu.H100_SXM)).toBe('yes');
  expect(at('0.5.20').releaseWithParser('tool-call', 'plain', Gpu.H100_SXM)).toBe('0.5.23');
});

test.each([
  ['0.5.20', []],
  ['0.5.22', ['info']],
  ['0.5.24', ['warning']],
  ['0.5.19', ['warning']],
  ['0.5.99', ['error']],
  ['0.6.0', ['warning']],
])('of release %s is said %j', (version, severities) => {
  expect(
    at(version)
      .checkRelease()
      .map(({ severity }) => severity),
  ).toEqual(severities);
});

test('the repair of an unread release is written as the engine itself is', () => {
  expect(at('0.5.99').checkRelease()[0]?.repairs).toEqual(["engine: toyEngine({ version: '0.5.23' })"]);
});

test('without a step patches are the same release', () => {
  const { releaseStep: _, ...plain } = BY_PATCH;
  const minor = Engine.of(plain, { version: '0.5.20' });
  expect(minor.knowsFlag('--new')).toBe('present');
  expect(minor.checkRelease()).toEqual([]);
});

test('a step that is none is refused by name', () => {
  const wrong = { ...BY_PATCH, releaseStep: 'patches' } as unknown as EngineDefinition;
  expect(() => Engine.of(wrong)).toThrow(FleetSpecError);
  expect(() => Engine.of(wrong)).toThrow(/definition\.releaseStep.*'minor', 'patch'/s);
});

test('releases are ordered as their numbers are, and a plain version is compared as far as the other side is', () => {
  const part = fc.nat({ max: 40 });
  fc.assert(
    fc.property(fc.tuple(part, part, part), fc.tuple(part, part, part), (one, other) => {
      const byPatch = EngineVersion.of(one.join('.'), 'patch').compare(EngineVersion.of(other.join('.')));
      const first = one.map((value, index) => value - (other[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
      expect(Math.sign(byPatch)).toBe(Math.sign(first));
      const byMinor = EngineVersion.of(one.join('.')).compare(EngineVersion.of(other.join('.')));
      const coarse = [0, 1].map((index) => (one[index] ?? 0) - (other[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
      expect(Math.sign(byMinor)).toBe(Math.sign(coarse));
    }),
  );
});
