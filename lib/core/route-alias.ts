import { notion } from './notion';

const ALIAS = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Model name that clients ask a router for. A star would match every model. */
export const routeAlias = notion('route alias', 'letters, digits, dots, dashes and underscores, at most 128', (text) => ALIAS.test(text));
