import { notion } from '../notion';

const MAX = 253;
const KEY = /^[-._a-zA-Z0-9]+$/;

/** Key within a Secret or ConfigMap; it may become a file name, so it is none of `.` and `..` and does not begin with `..`. */
export const secretKey = notion(
  'Secret key',
  'the key of a Secret: letters, digits, dashes, underscores and dots, at most 253',
  (text) => text.length <= MAX && KEY.test(text) && text !== '.' && !text.startsWith('..'),
);
