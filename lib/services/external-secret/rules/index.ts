import type { Rule } from '../../../core/rule';
import type { ReadExternalSecret } from '../read-external-secret';
import { keyBrought } from './key-brought';
import { pulledByType } from './pulled-by-type';
import { readWhereBrought } from './read-where-brought';

export const EXTERNAL_SECRET_RULES: readonly Rule<ReadExternalSecret>[] = [keyBrought, readWhereBrought, pulledByType];
