/** A pack that lies in a module of the user: `--pack ./policies/acme.js`, or a package as `--pack @acme/fleet-rules`. */
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { FleetSpecError, isFleetError } from '../core/fleet-error';
import { PolicyPack } from '../policies/policy-pack';

/** Names of packs are letters, digits and dashes. */
export const isModule = (pack: string): boolean => /[./\\@]/.test(pack);

/** @throws FleetSpecError AF-SPEC-001 when the module cannot be loaded, or exports no pack or several. */
export function packOfModule(name: string): PolicyPack {
  const packs = packsIn(load(name));
  const [pack] = packs;
  if (pack !== undefined && packs.length === 1) return pack;
  const found = packs.length === 0 ? 'no PolicyPack' : `several: ${packs.map(({ id }) => id).join(', ')}`;
  throw refused(name, `the module ${name} exports ${found}`, ['module.exports = new PolicyPack({ … })']);
}

/** What is wrong with the pack itself is told as the pack tells it. */
function load(name: string): unknown {
  try {
    return createRequire(path.join(process.cwd(), 'package.json'))(name);
  } catch (error) {
    if (isFleetError(error)) throw error;
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw refused(name, `the module ${name} cannot be loaded: ${why}`, [
      'compile it to JavaScript (CommonJS), and name the file from here: --pack ./policies/acme.js',
    ]);
  }
}

/** The module itself, its default, or what it exports by name; each pack once. */
function packsIn(loaded: unknown): PolicyPack[] {
  const exported = typeof loaded === 'object' && loaded !== null ? [loaded, ...Object.values(loaded)] : [loaded];
  return [...new Set(exported.filter((one) => PolicyPack.isPolicyPack(one)))];
}

const refused = (name: string, message: string, repairs: readonly string[]): FleetSpecError =>
  new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: name,
      prop: '--pack',
      value: name,
      allowed: 'a module of JavaScript that exports one PolicyPack',
      message,
      repairs: [...repairs],
    },
  ]);
