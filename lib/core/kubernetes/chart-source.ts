import { notion } from '../notion';

const REPOSITORY = /^(?:oci|https):\/\/[A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?(?::\d{1,5})?(?:\/[-A-Za-z0-9._~]+)*\/?$/;
const FOLDER = /^(?:\/|\.{1,2}\/)[^\s"'$%{}]*$/;

/** A chart repository, or a folder with charts. */
export const chartSource = notion(
  'chart source',
  "'oci://…', 'https://…' or a folder, e.g. './charts'",
  (text) => text.length <= 1024 && (REPOSITORY.test(text) || FOLDER.test(text)),
);
