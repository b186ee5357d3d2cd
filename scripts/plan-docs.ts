/** What docs/ says about `fleet.plan.json` comes from its schema: the JSON Schema, and the table of fields in docs/plan.md. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { planJsonSchema } from '../lib/plan/json-schema';

const DOCS = path.join(__dirname, '..', 'docs');
const SCHEMA_FILE = path.join(DOCS, 'fleet-plan.schema.json');
const PAGE = path.join(DOCS, 'plan.md');
const START = '<!-- fields: written by `npm run docs:plan` -->';
const END = '<!-- end of fields -->';

interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** Every file with what should stand in it. */
export function planDocs(): ReadonlyMap<string, string> {
  const page = fs.readFileSync(PAGE, 'utf8');
  const [before = ''] = page.split(START);
  const [, after = ''] = page.split(END);
  return new Map([
    [SCHEMA_FILE, `${JSON.stringify(planJsonSchema(), null, 2)}\n`],
    [PAGE, `${before}${START}\n\n${table()}\n\n${END}${after}`],
  ]);
}

/** Fields that nobody has explained. */
export function undescribed(): string[] {
  return rows(planJsonSchema() as Schema, '')
    .filter(({ schema }) => schema.description === undefined && schema.properties === undefined && schema.items?.properties === undefined)
    .map(({ field }) => field);
}

function table(): string {
  const told = rows(planJsonSchema() as Schema, '').filter(({ schema }) => schema.description !== undefined);
  const lines = told.map(({ field, schema }) => `| \`${field}\` | ${typeOf(schema)} | ${schema.description} |`);
  return ['| field | type | meaning |', '|---|---|---|', ...lines].join('\n');
}

interface Row {
  readonly field: string;
  readonly schema: Schema;
}

function rows(schema: Schema, at: string): Row[] {
  const fields = Object.entries(schema.properties ?? schema.items?.properties ?? nullable(schema)?.properties ?? {});
  return fields.flatMap(([name, inner]) => {
    const field = at === '' ? name : `${at}.${name}`;
    return [{ field, schema: inner }, ...rows(inner, inner.type === 'array' ? `${field}[]` : field)];
  });
}

/** Of "this or null", this. */
function nullable(schema: Schema): Schema | undefined {
  return schema.anyOf?.find((option) => option.type !== 'null');
}

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(' ');
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  if (schema.type === 'array') return schema.items?.properties === undefined ? `list of ${typeOf(schema.items ?? {})}` : 'list';
  return [schema.type ?? 'any'].flat().join(' or ');
}

if (require.main === module) for (const [file, text] of planDocs()) fs.writeFileSync(file, text);
