/** AF-CPU-021: a type that the database does not know. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';

/** A Postgres that holds vectors. */
export interface VectorDatabase {
  readonly name: string;
  /** Whether the extension is made. */
  readonly vector: boolean;
}

export const extensionMade: Rule<VectorDatabase> = {
  id: 'extension-made',
  code: 'AF-CPU-021',
  title: 'A state store shall hold vectors and has no pgvector extension.',
  why: 'The agents cannot make a table with vectors in it: only the operator may create the extension.',
  fix: 'Set vector: true on the state store.',
  severity: 'error',
  check({ name, vector }) {
    if (vector) return 'compliant';
    return [
      {
        prop: 'vector',
        value: false,
        allowed: 'true',
        message: `VectorStore.pgvector keeps vectors in ${name}, whose database has no pgvector extension`,
        repairs: [repair(set('vector', true))],
      },
    ];
  },
};
