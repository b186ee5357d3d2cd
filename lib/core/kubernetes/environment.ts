import { z } from 'zod';
import { freeText } from '../notion';
import { orToken } from '../prop-marks';
import { secretRefSchema } from '../secret-ref';
import { envName } from './env-name';

/** Environment of a container: values written out (also Terraform tokens), or references to Secrets. */
export const environmentSchema = z.record(
  envName,
  z.union([orToken(freeText('the program in the image reads it', { empty: true })), secretRefSchema]),
);
