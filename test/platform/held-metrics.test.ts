/** Metrics are data: a finding names the namespace that holds them, and what would delete it. */

import { Cluster, FleetPlatform, type FleetPlatformProps } from '../../lib';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { FleetTemplate } from '../../lib/testing';
import { temporaryOutdir } from '../setup/temporary-outdir';

function findingsOf(props: Partial<FleetPlatformProps>, monitoringNamespace?: string) {
  const app = new App({ outdir: temporaryOutdir() });
  const stack = new TerraformStack(app, 'platform');
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', ...(monitoringNamespace === undefined ? {} : { monitoringNamespace }) });
  new FleetPlatform(stack, 'operators', { cluster, ...props });
  return FleetTemplate.synth(app, 'platform')
    .plan()
    .findings.filter(({ code }) => code.startsWith('AF-STO-'));
}

test('protected metrics are named with what Terraform refuses', () => {
  expect(findingsOf({}, 'observability')).toEqual([
    expect.objectContaining({
      code: 'AF-STO-001',
      severity: 'info',
      path: 'platform/operators',
      prop: 'prometheus.deletionProtection',
      message:
        'namespace observability holds data: it is not destroyed for another monitoringNamespace of the cluster, and stays on the cluster without its construct',
      repairs: ['prometheus.deletionProtection: false, deployed before'],
    }),
  ]);
});

test('metrics that nothing protects are a warning', () => {
  expect(findingsOf({ prometheus: { deletionProtection: false } })).toEqual([
    expect.objectContaining({ code: 'AF-STO-002', severity: 'warning', repairs: ['prometheus.deletionProtection: true'] }),
  ]);
});

test.each([[false], ['existing']] as const)('somebody else keeps the metrics (%s): nothing is said', (prometheus) => {
  expect(findingsOf({ prometheus })).toEqual([]);
});
