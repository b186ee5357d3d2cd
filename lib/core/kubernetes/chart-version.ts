import { notion } from '../notion';

/** One version and no range: a range would install another release with every run. */
const SEMVER = /^v?\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[0-9A-Za-z.-]{1,100})?(?:\+[0-9A-Za-z.-]{1,100})?$/;

/** Version of a Helm chart. */
export const chartVersion = notion('chart version', "one version of the chart, e.g. '2.20.2'", (text) => SEMVER.test(text));
