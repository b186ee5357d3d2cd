import { notion } from '../notion';

const PATH = /^\/[!-~]{0,1023}$/;

/** Path of an HTTP request. */
export const httpPath = notion('HTTP path', "a path that begins with a slash, e.g. '/health'", (text) => PATH.test(text));
