/**
 * Writes the reference fleet out as a program in cdktf alone: the same resources with the same values, one `new` each. It is the
 * reference of `npm run bench`: what is slower than it is the work of the library, and nothing else. Argument: the program to write.
 */
import { writeFileSync } from 'node:fs';
import { App, type TerraformElement, TerraformResource, TerraformStack } from 'cdktf';
import { resolve } from 'cdktf/lib/_tokens';
import { type RecordedCall, recordCalls } from './recorded-calls';

const recorded = recordCalls();
const { referenceFleet } = require('../../examples/f13-reference-fleet/fleet') as typeof import('../../examples/f13-reference-fleet/fleet');

const app = new App({ outdir: `${process.argv[2]}.out` });
referenceFleet(app);
app.synth();
/** Some are known at synthesis not to be needed, and are not written. */
const calls = recorded.filter(({ made }) => !(made instanceof TerraformResource) || Object.keys(made.toTerraform()).length > 0);
writeFileSync(process.argv[2] ?? 'by-hand.js', programText());

function programText(): string {
  const names = new Map(calls.map(({ made }, index) => [address(made), `made${index}`]));
  return [
    "const { App, TerraformStack } = require('cdktf');",
    ...imports(),
    "const { sampled } = require('./report');",
    'sampled(() => {',
    "const app = new App({ outdir: process.argv[2] ?? 'cdktf.out' });",
    ...stacks().flatMap((stack) => stackText(stack)),
    ...inOrder().map((call) => callText(call, names)),
    'app.synth();',
    '});',
    '',
  ].join('\n');
}

function imports(): string[] {
  const classes = new Map(calls.map(({ module, className }) => [className, module]));
  return [...classes].map(([name, module]) => `const { ${name} } = require('${module}');`);
}

function stacks(): TerraformStack[] {
  return app.node.children.filter((child) => TerraformStack.isStack(child));
}

function variableOf(stack: TerraformStack): string {
  return `${stack.node.id.replaceAll(/\W/g, '_')}Stack`;
}

function stackText(stack: TerraformStack): string[] {
  const before = stack.dependencies.map((other) => `${variableOf(stack)}.addDependency(${variableOf(other)});`);
  return [`const ${variableOf(stack)} = new TerraformStack(app, ${JSON.stringify(stack.node.id)});`, ...before];
}

function callText({ className, made, config }: RecordedCall, names: ReadonlyMap<string, string>): string {
  const stack = TerraformStack.of(made);
  const { dependsOn, provider, ...given } = config;
  const values = { ...given, ...asItIs(made) };
  const links = madeBefore(made).map((first) => names.get(first) ?? unknown(made.node.path, first));
  const written = JSON.stringify(resolve(stack, values));
  const aliased = provider === undefined ? '' : `, provider: ${names.get(address(provider as TerraformElement))}`;
  const ordered = links.length === 0 ? '' : `, dependsOn: [${links.join(', ')}]`;
  const variable = names.get(address(made));
  return [
    `const ${variable} = new ${className}(${variableOf(stack)}, ${JSON.stringify(stack.getLogicalId(made))}, { ...${written}${aliased}${ordered} });`,
    `${variable}.overrideLogicalId(${JSON.stringify(stack.getLogicalId(made))});`,
  ].join('\n');
}

/** A program names what it has made: what another waits for comes first, as deep as that goes, and else all stay where they were. */
function inOrder(): RecordedCall[] {
  const byAddress = new Map(calls.map((call) => [address(call.made), call]));
  const ordered = new Set<RecordedCall>();
  const add = (call: RecordedCall | undefined): void => {
    if (call === undefined || ordered.has(call)) return;
    for (const first of madeBefore(call.made)) add(byAddress.get(first));
    ordered.add(call);
  };
  for (const call of calls) add(call);
  return [...ordered];
}

/** The addresses of what Terraform makes before. What is known at synthesis only may be nothing, as the priority class of a pool that has none. */
function madeBefore(made: TerraformElement): string[] {
  if (!(made instanceof TerraformResource)) return [];
  const stack = TerraformStack.of(made);
  const links = (made.dependsOn ?? []).map((fqn): unknown => resolve(stack, fqn));
  return links.filter((link) => link !== undefined).map((link) => `${stack.node.id} ${link}`);
}

/** What was set after the construct was made: each attribute has a getter for its input. */
function asItIs(made: TerraformElement): Record<string, unknown> {
  const attributes = made as unknown as Readonly<Record<string, unknown>>;
  const getters = Object.keys(Object.getOwnPropertyDescriptors(classOf(made).prototype)).filter((name) => name.endsWith('Input'));
  const inputs = getters.map((name) => [name.slice(0, -'Input'.length), attributes[name]]);
  return Object.fromEntries([...inputs, ['lifecycle', attributes['lifecycle']]].filter(([, value]) => value !== undefined));
}

/** The class of the provider: the first of the line that has a type of Terraform of its own. */
function classOf(made: TerraformElement): { readonly prototype: object } {
  let found = made.constructor;
  while (!Object.hasOwn(found, 'tfResourceType')) found = Object.getPrototypeOf(found);
  return found as unknown as { readonly prototype: object };
}

/** Addresses are unique within a stack. */
function address(made: TerraformElement): string {
  const stack = TerraformStack.of(made);
  return `${stack.node.id} ${String(resolve(stack, made.fqn)).replace(/^\$\{(.*)\}$/, '$1')}`;
}

function unknown(from: string, address: string): never {
  throw new Error(`${from} depends on ${address}, which is no construct of a provider`);
}
