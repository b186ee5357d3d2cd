/** AF-SPEC-024: what the plan has computed is what is started. */
import { type Rule, type Violation, violations } from '../../core/rule';

/** A resource of a construct, and what users have set on it since it was made. */
export interface OverriddenResource {
  readonly path: string;
  /** Fields that overrides set, each as a path with dots. */
  readonly fields: readonly string[];
  /** Fields that its properties and blocks set, e.g. in an aspect; of each whether the library had set it before. */
  readonly set: readonly { readonly field: string; readonly wasThere: boolean }[];
}

/** How many pods there are, how large they are, where they run, what they start, and the names and ports by which others find them. */
const COUNTED =
  /^(count|for_each|provider|metadata\.(\d+\.)?(name|namespace|generate_name)|spec\.(\d+\.)?(selector|port)|version|repository|chart|values|set(_list|_sensitive|_wo)?)(\.|$)|(^|\.)(replicas|node_selector|node_affinity|runtime_class_name|priority_class_name|(init_)?container\.\d+\.(image|command|args|resources|env|env_from))(\.|$)/;

/** Classes write `nodeSelector` where Terraform writes `node_selector`. */
const inTerraform = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Of a long list nobody reads all. */
const MOST_NAMED = 8;

export const overrideCounted: Rule<OverriddenResource> = {
  id: 'override-counted',
  code: 'AF-SPEC-024',
  title: 'An override, or a property that is set later, changes what the plan has computed, or a name by which others find the object.',
  why: 'The plan says what fits and what it costs; with other pods than the planned ones neither holds. Routes, network policies and scaling refer to objects by their names.',
  fix: 'Remove the override, and set the prop of the construct.',
  severity: 'warning',
  uncertain: true,
  check({ path, fields, set }) {
    if (fields.length + set.length === 0) return 'not-applicable';
    const overridden = fields.filter((field) => COUNTED.test(field));
    // A block that is set replaces all that the library had in it.
    const replaced = set.filter(({ field, wasThere }) => wasThere || COUNTED.test(inTerraform(field))).map(({ field }) => field);
    return violations([
      ...(overridden.length === 0 ? [] : [violation('addOverride', named(overridden), `an override of ${path} sets`)]),
      ...(replaced.length === 0 ? [] : [violation(setterOf(replaced), named(replaced), `after ${path} was made something set`)]),
    ]);
  },
};

function violation(prop: string, fields: string, what: string): Violation {
  const instead =
    prop === 'addOverride'
      ? 'no addOverride of it'
      : `${prop} left as the construct has set it: no setter, put method or aspect that changes it`;
  return {
    prop,
    value: fields,
    allowed: 'fields that the plan does not count: annotations, volumes, tolerations, containers beside those of the library',
    message: `${what} ${fields}, so the plan no longer says what runs`,
    repairs: [`${instead}; replicas, scaling, engine, extraArgs, env and resources are props`],
  };
}

/** What of the class was set, e.g. `spec`. */
const setterOf = ([first = '']: readonly string[]): string => first.split('.')[0] ?? '';

const named = (fields: readonly string[]): string =>
  fields.length <= MOST_NAMED ? fields.join(', ') : `${fields.slice(0, MOST_NAMED).join(', ')} and ${fields.length - MOST_NAMED} more`;
