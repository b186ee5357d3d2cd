/** The fleet of docs/guides/air-gapped.md asks for nothing outside of its cluster. */
import { airGapped } from '../../examples/guides/air-gapped';
import { App, Testing } from '../../lib/terraform/engine';
import { templateOf } from '../setup/template-of';
import { temporaryOutdir } from '../setup/temporary-outdir';

const app = new App({ outdir: temporaryOutdir() });
airGapped(app);
const assistant = templateOf(app, 'assistant');

test('every image comes from the registry inside', () => {
  const images = assistant.plan().images ?? [];
  expect(images.length).toBeGreaterThan(4);
  expect(images.map(({ image }) => image).filter((image) => !image.startsWith('registry.internal/'))).toEqual([]);
});

test('no policy opens a public address', () => {
  const policies = assistant.manifests().filter(({ kind }) => kind === 'NetworkPolicy');
  expect(policies.length).toBeGreaterThan(5);
  expect(policies.filter((policy) => /0\.0\.0\.0\/0|"::\/0"/.test(JSON.stringify(policy))).map(({ metadata }) => metadata.name)).toEqual(
    [],
  );
});

test('nothing downloads weights', () => {
  expect(
    assistant
      .manifests()
      .filter(({ kind }) => kind === 'Job')
      .map(({ metadata }) => metadata.name),
  ).toEqual([]);
});

test('every chart comes from the mirror', () => {
  const platform = app.node.findChild('platform');
  const releases = Object.values(
    (JSON.parse(Testing.synth(platform as never)) as { resource: { helm_release: Record<string, { chart: string; repository?: string }> } })
      .resource.helm_release,
  ).filter(({ repository, chart }) => repository !== undefined || chart.startsWith('oci:'));
  expect(releases.length).toBeGreaterThan(3);
  for (const release of releases) expect(`${release.repository ?? ''}/${release.chart}`).toContain('oci://registry.internal/charts');
});
