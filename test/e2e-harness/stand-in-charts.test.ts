/** Charts that lie elsewhere are left out, or played by stand-ins that keep name, version and values of each release. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { FleetStack } from '../../e2e/fleets/fleet-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';

const folder = temporaryOutdir();
const release = (version: string) => ({
  name: 'keda',
  namespace: 'keda',
  chart: 'keda',
  repository: 'https://charts.example.com',
  version,
  values: ['{"a":1}'],
});
const stack = (version: string) =>
  new FleetStack('platform', folder, { resource: { helm_release: { keda: release(version) } } } as never, undefined);
const releaseOf = ({ json }: FleetStack) => (json.resource as Record<string, Record<string, unknown>>)['helm_release']?.['keda'];

test('a chart from elsewhere is left out', () => {
  expect(stack('2.20.1').leftOut).toEqual(['keda (keda 2.20.1)']);
  expect(releaseOf(stack('2.20.1'))).toBeUndefined();
});

test('its stand-in keeps everything but the place, and a version of its own', () => {
  const played = stack('2.20.1').withStandIns();
  const { repository: _repository, ...same } = release('2.20.1');
  expect(played.leftOut).toEqual([]);
  expect(releaseOf(played)).toEqual({ ...same, chart: '${path.module}/stand-ins/keda-2.20.1' });
  expect(fs.readFileSync(path.join(folder, 'stand-ins/keda-2.20.1/Chart.yaml'), 'utf8')).toContain('version: 2.20.1\n');
  expect(releaseOf(stack('2.21.0').withStandIns())).toMatchObject({ version: '2.21.0', chart: '${path.module}/stand-ins/keda-2.21.0' });
});
