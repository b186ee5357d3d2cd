/** AF-SPEC-024: what the plan has computed is what is started. */
import type { Rule } from '../../core/rule';

/** A resource of a construct, and what an override sets on it. */
export interface OverriddenResource {
  readonly path: string;
  /** Fields that are set, each as a path with dots. */
  readonly fields: readonly string[];
}

/** How many pods there are, how large they are, where they run, what they start, and the names and ports by which others find them. */
const COUNTED =
  /^(count|for_each|provider|metadata\.(name|namespace|generate_name)|spec\.(selector|port))(\.|$)|(^|\.)(replicas|node_selector|node_affinity|runtime_class_name|(init_)?container\.\d+\.(image|command|args|resources))(\.|$)/;

export const overrideCounted: Rule<OverriddenResource> = {
  id: 'override-counted',
  code: 'AF-SPEC-024',
  title: 'An override sets what the plan has computed, or a name by which others find the object.',
  why: 'The plan says what fits and what it costs; with other pods than the planned ones neither holds. Routes, network policies and scaling refer to objects by their names.',
  fix: 'Remove the override, and set the prop of the construct.',
  severity: 'warning',
  uncertain: true,
  check({ path, fields }) {
    if (fields.length === 0) return 'not-applicable';
    const counted = fields.filter((field) => COUNTED.test(field));
    if (counted.length === 0) return 'compliant';
    return [
      {
        prop: 'addOverride',
        value: counted.join(', '),
        allowed: 'fields that the plan does not count: annotations, volumes, tolerations, containers beside those of the library',
        message: `an override of ${path} sets ${counted.join(', ')}, so the plan no longer says what runs`,
        repairs: ['no addOverride of it; replicas, scaling, engine, extraArgs and resources are props'],
      },
    ];
  },
};
