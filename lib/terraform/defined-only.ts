export { type Defined, definedOnly } from '../core/defined-only';
