/** `fleet.lock.json`: which GPU each pool that chooses one has been given. People commit it; a synthesis that is accepted adds to it. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { z } from 'zod';
import { FleetSpecError } from '../core/fleet-error';
import { freeText } from '../core/notion';
import { own } from '../core/own';
import { parseData } from '../core/schema';
import { jsonIn } from '../core/text-file';

/** One pool in the lock file. */
export interface LockedGpu {
  /** Catalog id. */
  readonly gpu: string;
  /** Price at which it was chosen, USD per hour; null where none was known. */
  readonly usdPerHour: number | null;
  /** Day on which it was chosen, ISO. */
  readonly chosenOn: string;
}

const lockSchema = z.looseObject({
  pools: z.record(
    freeText('the path of a pool'),
    z.looseObject({ gpu: freeText('a GPU'), usdPerHour: z.number().nullable(), chosenOn: freeText('a date') }),
  ),
});

type Lock = z.output<typeof lockSchema>;

/**
 * @param at path of the pool in the app
 * @returns undefined where the file, or the pool in it, is not there
 * @throws FleetSpecError AF-SPEC-001 for a file that is no lock file.
 */
export const lockedGpu = (file: string, at: string): LockedGpu | undefined => own(read(file).pools, at);

/** Adds a pool; what stands there for it stays. */
export function lockGpu(file: string, at: string, locked: LockedGpu): void {
  const lock = read(file);
  if (own(lock.pools, at) !== undefined) return;
  const pools = Object.entries({ ...lock.pools, [at]: locked }).sort(([a], [b]) => (a < b ? -1 : 1));
  write(file, `${JSON.stringify({ ...lock, pools: Object.fromEntries(pools) }, null, 2)}\n`);
}

/** As a whole or not at all. A link stays one: apps may share the file behind it. */
function write(file: string, text: string): void {
  try {
    const target = fs.existsSync(file) ? fs.realpathSync(file) : file;
    const beside = `${target}.${process.pid}.tmp`;
    fs.writeFileSync(beside, text);
    fs.renameSync(beside, target);
  } catch (error) {
    throw refused(file, `${file} cannot be written: ${(error as Error).message}`, 'a file in a folder that exists and can be written', [
      `make the folder of ${file}, or let it be written`,
      "lockFile: 'fleet.lock.json'",
    ]);
  }
}

function read(file: string): Lock {
  // A link that leads nowhere is a file that cannot be read.
  if (fs.lstatSync(file, { throwIfNoEntry: false }) === undefined) return { pools: {} };
  return parseData(lockSchema, jsonIn(lockFile(file)), { path: path.basename(file), className: 'fleet.lock.json' });
}

const lockFile = (file: string) => ({
  file,
  path: path.basename(file),
  prop: 'lockFile',
  allowed: 'a file that an earlier synthesis wrote',
  repairs: [`restore ${file} from version control, or delete it to choose the GPUs anew`],
});

const refused = (file: string, message: string, allowed: string, repairs: readonly string[]): FleetSpecError =>
  new FleetSpecError([
    { code: 'AF-SPEC-001', severity: 'error', path: path.basename(file), prop: 'lockFile', value: file, allowed, message, repairs },
  ]);
