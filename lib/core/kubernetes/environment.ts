import { z } from 'zod';
import { freeText } from '../notion';
import { secretRefSchema } from '../secret-ref';
import { envName } from './env-name';

/** Environment of a container: values written out, or references to Secrets. */
export const environmentSchema = z.record(
  envName,
  z.union([freeText('the program in the image reads it', { empty: true }), secretRefSchema]),
);
