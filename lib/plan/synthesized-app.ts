/** The folder that a synthesis leaves behind (`cdktf.out`): which stacks there are, their Terraform and their plans. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { z } from 'zod';
import { closest } from '../core/closest';
import { FleetSpecError } from '../core/fleet-error';
import { parseData } from '../core/schema';
import { jsonIn } from '../core/text-file';
import { readPlan } from './read-plan';
import { type FleetPlan, PLAN_FILE } from './schema';

/** The parts of `cdk.tf.json` that we read. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly variable?: Readonly<Record<string, unknown>>;
  readonly locals?: Readonly<Record<string, unknown>>;
  readonly [block: string]: unknown;
}

const manifestSchema = z.object({
  stacks: z.record(z.string(), z.object({ name: z.string(), synthesizedStackPath: z.string() })),
});

const blocks = z.record(z.string(), z.unknown());
const terraformSchema = z.looseObject({
  resource: z.record(z.string(), blocks).optional(),
  variable: blocks.optional(),
  locals: blocks.optional(),
});

const TERRAFORM_FILE = 'cdk.tf.json';

export class SynthesizedStack {
  constructor(
    readonly name: string,
    /** Absolute path of the folder of the stack. */
    readonly folder: string,
  ) {}

  terraform(): StackJson {
    const file = path.join(this.folder, TERRAFORM_FILE);
    return parseData(terraformSchema, readJson(file), { path: file, className: 'the Terraform of the stack' }) as StackJson;
  }

  /** Whether the stack holds a construct of this library. */
  hasPlan(): boolean {
    // A link that leads nowhere is a plan that cannot be read.
    return fs.lstatSync(path.join(this.folder, PLAN_FILE), { throwIfNoEntry: false }) !== undefined;
  }

  /** When the plan was written. */
  writtenAt(): Date {
    return fs.statSync(path.join(this.folder, PLAN_FILE)).mtime;
  }

  /** @throws FleetSpecError when there is no plan or when it has another version. */
  plan(): FleetPlan {
    const file = path.join(this.folder, PLAN_FILE);
    if (!this.hasPlan()) {
      throw outOfPlace(file, this.name, `stack "${this.name}" has no ${PLAN_FILE}: it holds no construct of cdktf-agent-fleet`, []);
    }
    return readPlan(readJson(file), file);
  }
}

export class SynthesizedApp {
  /**
   * @param elsewhere what to do where the app lies in another folder
   * @throws FleetSpecError when the folder holds no synthesized app.
   */
  static read(outdir: string, elsewhere = 'or name its folder: --app-dir <folder>'): SynthesizedApp {
    const file = path.join(outdir, 'manifest.json');
    if (!fs.existsSync(file)) {
      throw outOfPlace(file, outdir, `no synthesized app in ${outdir}`, ['run `cdktf synth` first', elsewhere]);
    }
    return new SynthesizedApp(outdir, Object.entries(readManifest(file).stacks));
  }

  /** Names of the stacks, in the order of their creation. */
  readonly stackNames: readonly string[];

  private constructor(
    private readonly outdir: string,
    private readonly entries: readonly (readonly [string, { readonly synthesizedStackPath: string }])[],
  ) {
    this.stackNames = entries.map(([name]) => name);
  }

  /** @throws FleetSpecError when there is no stack of this name; the message names the closest. */
  stack(name: string): SynthesizedStack {
    const entry = this.entries.find(([candidate]) => candidate === name)?.[1];
    if (entry !== undefined) return new SynthesizedStack(name, this.folderOf(entry.synthesizedStackPath));
    const suggestion = closest(name, this.stackNames);
    throw outOfPlace(
      this.outdir,
      name,
      `there is no stack "${name}"`,
      suggestion === undefined ? [`one of ${this.stackNames.join(', ') || 'the stacks that you make'}`] : [`did you mean ${suggestion}?`],
      this.stackNames.length === 0 ? 'none: the app has no stack' : this.stackNames.join(', '),
      'stackName',
    );
  }

  /** A stack lies below the folder of its app; a manifest that says otherwise was not written by cdktf. */
  private folderOf(stackPath: string): string {
    const folder = path.resolve(this.outdir, path.dirname(stackPath));
    const below = path.relative(path.resolve(this.outdir), folder);
    if (below.split(path.sep)[0] !== '..' && !path.isAbsolute(below)) return folder;
    throw outOfPlace(this.outdir, stackPath, `the manifest places a stack outside of ${this.outdir}: ${stackPath}`, [
      'run `cdktf synth` again',
    ]);
  }

  /** Every stack, in the order of creation. */
  stacks(): SynthesizedStack[] {
    return this.stackNames.map((name) => this.stack(name));
  }
}

function readManifest(file: string) {
  return parseData(manifestSchema, readJson(file), { path: file, className: 'the manifest of the app' });
}

const readJson = (file: string): unknown =>
  jsonIn({ file, path: file, prop: 'file', allowed: 'a file that `cdktf synth` wrote', repairs: ['run `cdktf synth` again'] });

function outOfPlace(
  at: string,
  value: string,
  message: string,
  repairs: readonly string[],
  allowed?: string,
  prop?: string,
): FleetSpecError {
  return new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: at,
      ...(prop === undefined ? {} : { prop }),
      value,
      message,
      ...(allowed === undefined ? {} : { allowed }),
      repairs,
    },
  ]);
}
