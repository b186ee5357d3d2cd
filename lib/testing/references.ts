import { describeValue } from '../core/shown-value';
import type { StackJson } from '../plan/synthesized-app';
import { splitTemplate } from './kubernetes-view/expression';
import { FleetTemplateError } from './template-error';

/**
 * Every `${type.name…}` of a stack must be declared in it. cdktf does not check that: a reference across stacks that appears
 * too late, or a typing slip in an override, shows only at `terraform plan`.
 */
export interface DanglingReference {
  /** Where the reference stands, e.g. `resource.kubernetes_service_v1.a.metadata.name`. */
  readonly at: string;
  /** What it names, e.g. `kubernetes_namespace_v1.gone`. */
  readonly reference: string;
}

/** Words that Terraform itself defines, and names that only live inside an expression. */
const BUILT_IN = new Set(['var', 'local', 'data', 'module', 'path', 'terraform', 'each', 'count', 'self']);
const ADDRESS = /(?<![\w.$"'/-])(data\.)?([a-z][a-z0-9_]*)\.([A-Za-z_][A-Za-z0-9_-]*)/g;
const BARE_ADDRESS = /^(data\.)?([a-z][a-z0-9_]*)\.([A-Za-z_][A-Za-z0-9_-]*)$/;

/**
 * References of a stack that lead nowhere, in the order in which they stand.
 *
 * @throws FleetTemplateError when it is no stack, e.g. a text that was not parsed.
 */
export function danglingReferences(stack: StackJson): DanglingReference[] {
  try {
    const declared = declaredAddresses(stack);
    return referencesOf(stack, '').filter(({ reference }) => !declared.has(reference));
  } catch {
    const heading = `danglingReferences(${describeValue(stack)}) needs the content of a cdk.tf.json`;
    throw new FleetTemplateError(heading, ['danglingReferences(FleetTemplate.synth(app, stackName).json)']);
  }
}

function declaredAddresses(stack: StackJson): Set<string> {
  const addresses = (block: string, prefix: string) =>
    Object.entries((stack[block] ?? {}) as Record<string, object>).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${prefix}${type}.${name}`),
    );
  const single = (block: string, prefix: string) => Object.keys((stack[block] ?? {}) as object).map((name) => `${prefix}.${name}`);
  return new Set([
    ...addresses('resource', ''),
    ...addresses('data', 'data.'),
    ...single('variable', 'var'),
    ...single('locals', 'local'),
    ...single('module', 'module'),
  ]);
}

function referencesOf(value: unknown, at: string): DanglingReference[] {
  if (typeof value === 'string') return /(^|\.)depends_on\[/.test(at) ? bare(value, at) : inTemplate(value, at);
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => referencesOf(item, `${at}[${index}]`));
  return Object.entries(value)
    .filter(([key]) => key !== '//')
    .flatMap(([key, item]) => [...inTemplate(key, at), ...referencesOf(item, at === '' ? key : `${at}.${key}`)]);
}

/** `depends_on` holds addresses without `${}`. */
function bare(value: string, at: string): DanglingReference[] {
  return BARE_ADDRESS.test(value) ? [{ at, reference: value }] : inTemplate(value, at);
}

function inTemplate(template: string, at: string): DanglingReference[] {
  return splitTemplate(template).flatMap(({ expression }) => (expression === undefined ? [] : inExpression(expression, at)));
}

function inExpression(expression: string, at: string): DanglingReference[] {
  const withoutText = expression.replace(/"(?:[^"\\$]|\\.|\$(?!\{))*"/g, '""');
  return [...withoutText.matchAll(ADDRESS)]
    .filter(([, data, type = '']) => data !== undefined || !BUILT_IN.has(type) || ['var', 'local', 'module'].includes(type))
    .map(([, data = '', type = '', name = '']) => ({ at, reference: `${data}${type}.${name}` }));
}
