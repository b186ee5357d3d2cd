/** A mark beside the plans of an app: its last synthesis was refused, so that they are those of an earlier one. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { z } from 'zod';
import type { Finding } from '../core/finding';
import { renderRepair } from '../core/render-finding';
import { jsonIn } from '../core/text-file';
import { withoutTokensIn } from '../core/token';

export const REFUSED_FILE = 'fleet.refused.json';

const refusalSchema = z.object({
  refusedAt: z.string(),
  problems: z.array(
    z.object({
      code: z.string(),
      path: z.string(),
      /** Absent in marks of older releases. */
      message: z.string().optional(),
      repairs: z.array(z.string()).optional(),
    }),
  ),
});

export interface Refusal extends z.output<typeof refusalSchema> {}

/** Marks a folder that holds an earlier synthesis; a folder without one needs no mark. */
export function markRefused(outdir: string, problems: readonly Finding[], now = new Date()): void {
  if (!fs.existsSync(path.join(outdir, 'manifest.json'))) return;
  const refusal: Refusal = { refusedAt: now.toISOString(), problems: withoutTokensIn(problems.map(told)) };
  try {
    fs.writeFileSync(path.join(outdir, REFUSED_FILE), `${JSON.stringify(refusal, null, 2)}\n`);
  } catch {
    // The problems themselves are thrown next; a mark that cannot be written must not hide them.
  }
}

const told = ({ code, path: at, message, repairs }: Finding): Refusal['problems'][number] => ({
  code,
  path: at,
  message,
  repairs: repairs.map(renderRepair),
});

export function clearRefused(outdir: string): void {
  fs.rmSync(path.join(outdir, REFUSED_FILE), { force: true });
}

/** Null where the last synthesis was not refused, or the mark cannot be read. */
export function refusalIn(outdir: string): Refusal | null {
  try {
    return refusalSchema.parse(
      jsonIn({ file: path.join(outdir, REFUSED_FILE), path: outdir, prop: 'file', allowed: 'a mark', repairs: [] }),
    );
  } catch {
    return null;
  }
}
