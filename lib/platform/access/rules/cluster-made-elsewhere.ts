/** AF-CLU-012: a provider is configured before the resources of its stack exist. */
import type { Rule } from '../../../core/rule';
import type { MadeCluster } from '../access-view';

export const clusterMadeElsewhere: Rule<MadeCluster> = {
  id: 'cluster-made-elsewhere',
  code: 'AF-CLU-012',
  title: 'A cluster is made in the stack whose resources are deployed to it.',
  why: 'Terraform configures a provider before it makes resources: a change that replaces the cluster makes every later plan fail, and destroying it leaves objects that Terraform cannot reach.',
  fix: 'Make the cluster in a stack of its own, and let the others depend on it.',
  severity: 'warning',
  check({ name, stack, madeBy }) {
    if (madeBy === undefined) return 'compliant';
    return [
      {
        prop: 'host',
        value: madeBy,
        allowed: 'an address, or an output of another stack',
        message: `the address of cluster ${name} is ${madeBy}, which the stack ${stack} makes itself; Terraform needs it before it makes anything`,
        repairs: [`new TerraformStack(app, 'cluster') for ${madeBy.split('.')[0]}, and pass the same attribute`],
      },
    ];
  },
};
