import { notion } from '../notion';

/** Folders that pods have already, or that belong to the system. */
const KEPT = /^\/(?:tmp|proc|sys|dev|run|var\/run|etc|usr|bin|lib|sbin|root|home)$/;
const PATH = /^(?:\/[A-Za-z0-9._-]{1,128}){1,32}$/;

const isAbsolute = (text: string): boolean => PATH.test(text) && !text.split('/').includes('..') && !text.split('/').includes('.');

/** Folder of a container that a volume is mounted at. */
export const mountPath = notion(
  'mount path',
  "an absolute path without a slash at the end, e.g. '/etc/ssl/company', and no folder of the system or of the pod itself (/tmp)",
  (text) => isAbsolute(text) && !KEPT.test(text),
);

/** File in an image or on a volume. */
export const filePath = notion('file', "an absolute path of a file, e.g. '/etc/ssl/company/ca.crt'", isAbsolute);
