/** What becomes of a random app: the problems with which it is refused, or what it writes. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'cdktf';
import { type FleetError, isFleetError } from 'cdktf-agent-fleet';
import type { KubernetesObject } from 'cdktf-agent-fleet/testing';
import { type StackJson, SynthesizedApp } from '../../lib/plan/synthesized-app';
import { kubernetesView } from '../../lib/testing/kubernetes-view/kubernetes-view';
import { build, type FleetCase } from './any-fleet';

/** A stack as it is written. */
export interface WrittenStack {
  readonly name: string;
  /** `cdk.tf.json` byte for byte. */
  readonly terraform: string;
  readonly json: StackJson;
  /** Undefined for a stack without a construct of the library. */
  readonly plan: unknown;
  readonly objects: readonly KubernetesObject[];
}

export interface Outcome {
  readonly refusal: FleetError | undefined;
  readonly stacks: readonly WrittenStack[];
}

/** @throws whatever is no error of the library */
export function outcomeOf(fleet: FleetCase): Outcome {
  return synthesized(() => {
    const app = build(fleet);
    if (fleet.tried.validatedFirst) for (const { node } of app.node.findAll()) node.validate();
    return app;
  });
}

/**
 * What becomes of an app.
 * @param around what is done while it is synthesized
 * @throws whatever is no error of the library
 */
export function synthesized(make: () => App, around: (synth: () => void) => void = (synth) => synth()): Outcome {
  try {
    const app = make();
    around(() => app.synth());
    return { refusal: undefined, stacks: SynthesizedApp.read(app.outdir).stacks().map(written) };
  } catch (error) {
    if (isFleetError(error)) return { refusal: error, stacks: [] };
    throw error;
  }
}

function written({ name, folder }: { readonly name: string; readonly folder: string }): WrittenStack {
  const terraform = readFileSync(join(folder, 'cdk.tf.json'), 'utf8');
  const json = JSON.parse(terraform) as StackJson;
  const file = join(folder, 'fleet.plan.json');
  const plan: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  return { name, terraform, json, plan, objects: kubernetesView(json, folder).objects };
}
