/** The upgrade note says of every address what Terraform does with it. */
import * as path from 'node:path';
import * as fc from 'fast-check';
import { FleetStack } from '../../e2e/fleets/fleet-stack';
import type { Synthesis } from '../../e2e/upgrade/survival';
import { addressChanges, upgradeNote } from '../../e2e/upgrade/upgrade-note';
import { SynthesizedApp } from '../../lib/plan/synthesized-app';
import { changelogPart } from '../../scripts/release/changelog-part';
import { releaseNotes } from '../../scripts/release/write-notes';
import { temporaryOutdir } from '../setup/temporary-outdir';

const synthesis = (policies: Readonly<Record<string, unknown>>, more: object = {}): Synthesis => ({
  json: { resource: { kubernetes_network_policy_v1: policies }, ...more } as Synthesis['json'],
  manifests: [],
});
const policy = (name: string, more: object = {}) => ({ metadata: { name, namespace: 'crew' }, ...more });
const at = (id: string) => `kubernetes_network_policy_v1.${id}`;

describe('addresses', () => {
  test('that come, go, change and stay', () => {
    const before = synthesis({ stays: policy('stays'), changes: policy('changes'), goes: policy('goes') });
    const after = synthesis({ stays: policy('stays'), changes: policy('changes', { spec: {} }), comes: policy('comes') });
    expect(addressChanges(before, after)).toEqual({
      added: [at('comes')],
      changed: [at('changes')],
      moved: [],
      removed: [at('goes')],
      forgotten: [],
      problems: [],
    });
  });

  test('that move by a moved block are neither new nor gone', () => {
    const after = synthesis({ later: policy('one') }, { moved: [{ from: at('earlier'), to: at('later') }] });
    expect(addressChanges(synthesis({ earlier: policy('one') }), after)).toEqual({
      added: [],
      changed: [],
      moved: [[at('earlier'), at('later')]],
      removed: [],
      forgotten: [],
      problems: [],
    });
  });

  test('that Terraform is told to forget stay on the cluster', () => {
    const told = { removed: [{ from: at('goes'), lifecycle: { destroy: false } }] };
    expect(addressChanges(synthesis({ goes: policy('goes') }), synthesis({}, told))).toMatchObject({
      removed: [],
      forgotten: [at('goes')],
    });
  });

  test('whose order of keys or metadata of the tool alone differs stay', () => {
    const before = synthesis({ one: { '//': { path: 'a' }, metadata: { name: 'n', namespace: 'crew' } } });
    const after = synthesis({ one: { metadata: { namespace: 'crew', name: 'n' }, '//': { path: 'b' } } });
    expect(addressChanges(before, after).changed).toEqual([]);
  });

  test('of what must last are a problem when they go', () => {
    const pool = { resource: { kubernetes_deployment_v1: { pool: policy('pool') } } } as Synthesis['json'];
    const { problems } = addressChanges({ json: pool, manifests: [] }, synthesis({}));
    expect(problems).toEqual(['kubernetes_deployment_v1.pool is gone: crew/pool would be deleted']);
  });

  test('are each told once, whatever the two releases hold', () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 });
    fc.assert(
      fc.property(names, names, (old, young) => {
        const of = (ids: readonly string[]) => synthesis(Object.fromEntries(ids.map((id) => [id, policy(id)])));
        const { added, removed, changed } = addressChanges(of(old), of(young));
        expect(changed).toEqual([]);
        expect([...added].sort()).toEqual(
          young
            .filter((id) => !old.includes(id))
            .map(at)
            .sort(),
        );
        expect([...removed].sort()).toEqual(
          old
            .filter((id) => !young.includes(id))
            .map(at)
            .sort(),
        );
      }),
    );
  });
});

test('the note names every change, and says where there is none', () => {
  const nothing = { added: [], changed: [], moved: [], removed: [], forgotten: [], problems: [] };
  const note = upgradeNote('0.1.0', [
    { name: 'f13/research', changes: { ...nothing, added: ['a.b'], moved: [['c.d', 'c.e']] } },
    { name: 'f06/five', changes: nothing },
  ]);
  expect(note).toContain('fleets that 0.1.0 deployed');
  expect(note).toContain('- Moved, nothing is made anew (1): `c.d → c.e`\n- Added (1): `a.b`');
  expect(note).toContain('### f06/five\n\nNothing changes.');
});

test('the notes of the first release compare with what is stored', async () => {
  const notes = await releaseNotes('0.1.0', async (example) => {
    const outdir = temporaryOutdir();
    process.env['CDKTF_OUTDIR'] = outdir;
    jest.requireActual(path.join('../../examples', example, 'main'));
    return SynthesizedApp.read(outdir)
      .stacks()
      .map((stack) => FleetStack.of(stack));
  });
  expect(notes).toMatch(/^(?!## ).+?(?:^### \w+\n\n#### \w|^All \d+ changes: \[CHANGELOG\.md\])/ms);
  for (const name of ['f13-reference-fleet/research', 'f06-parallel-five/parallel-five']) expect(notes).toContain(`### ${name}`);
  expect(notes).toContain('fleets that 0.0.0 deployed');
});

describe('the part of the changelog', () => {
  const text = '# Changelog\n\nIntro.\n\n## Unreleased\n\n### Added\n\n- one\n\n## 0.1.0 - 2026-12-01\n\n- first\n';
  test('is that of its name', () => {
    expect(changelogPart(text, 'Unreleased')).toBe('### Added\n\n- one');
    expect(changelogPart(text, '0.1.0')).toBe('- first');
  });
  test.each(['0.2.0', 'Added', ''])('%p is none', (name) =>
    expect(() => changelogPart(text, name)).toThrow(`says nothing under "${name}"`),
  );
  test('that is empty is none', () => expect(() => changelogPart('## Unreleased\n\n## 0.1.0\n', 'Unreleased')).toThrow('says nothing'));
});
