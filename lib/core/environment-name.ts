import { z } from 'zod';
import type { Environment } from './rule';

const NAMES = ['development', 'staging', 'production'] as const satisfies readonly Environment[];

/** What a cluster is for. */
export const environmentName = z.enum(NAMES);
