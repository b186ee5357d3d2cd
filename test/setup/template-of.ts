/** A synthesized stack whose Terraform is written when a test first asks for it: many ask for the plan alone, and Terraform takes half of a synthesis. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { isPlainObject } from '../../lib/core/plain-object';
import { type App, TerraformStack } from '../../lib/terraform/engine';
import { FleetTemplate } from '../../lib/testing';
import { checkedAlone } from './checked-alone';

/** What is known without Terraform. */
const OF_THE_PLAN: ReadonlySet<string | symbol> = new Set(['plan', 'hasPool', 'stackName']);

/** The same as `FleetTemplate.synth`: every check is made now. @throws FleetError where the app is refused */
export function templateOf(app: App, stackName: string): FleetTemplate {
  const planned = FleetTemplate.synth(checkedAlone(app), stackName);
  const [stack] = app.node.findAll().filter(TerraformStack.isStack);
  if (stack === undefined || !Object.hasOwn(stack, 'prepareStack')) return planned;
  let written: FleetTemplate | undefined;
  const withTerraform = (): FleetTemplate => {
    written ??= FleetTemplate.synth(writing(app, stack), stackName);
    return written;
  };
  return new Proxy(planned, {
    get: (_, key) => {
      const from = typeof key === 'symbol' || OF_THE_PLAN.has(key) ? planned : withTerraform();
      const value: unknown = Reflect.get(from, key, from);
      return typeof value === 'function' ? value.bind(from) : value;
    },
  });
}

/** The app with its plan and files in its folder, to which it adds its Terraform: nothing is checked or planned a second time. */
function writing({ outdir, manifest }: App, stack: TerraformStack): App {
  const synth = () => {
    Reflect.deleteProperty(stack, 'prepareStack');
    Reflect.deleteProperty(stack, 'toTerraform');
    stack.ensureBackendExists();
    // Another app may have written its own into the folder since.
    manifest.writeToFile();
    const file = path.join(outdir, manifest.forStack(stack).synthesizedStackPath);
    fs.writeFileSync(file, JSON.stringify(stack.toTerraform(), inOrder));
  };
  return { outdir, synth } as App;
}

/** Keys as cdktf sorts them: the order of resources. */
const inOrder = (_: string, value: unknown): unknown =>
  isPlainObject(value) ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))) : value;
