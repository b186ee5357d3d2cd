import { notion } from '../notion';
import { DNS_SUBDOMAIN, isDnsSubdomain } from './dns-subdomain';

/** Name of a RuntimeClass. */
export const runtimeClassName = notion('runtime class', `the name of a RuntimeClass: ${DNS_SUBDOMAIN}`, isDnsSubdomain);
