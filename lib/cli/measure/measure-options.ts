/** Options of `agent-fleet measure` as they are typed. */
import { InvalidArgumentError } from 'commander';
import { MOST_HOURS } from '../../measure/month';

/** @throws InvalidArgumentError when it is no address of a web server, or holds a password. */
export function prometheusAddress(text: string): URL {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InvalidArgumentError('Write an address such as http://localhost:9090.');
  }
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw new InvalidArgumentError('Leave the password out of the address; AGENT_FLEET_PROMETHEUS_TOKEN is sent as a bearer token.');
  }
  return url;
}

const MOST_DAYS = MOST_HOURS / 24;

/** @throws InvalidArgumentError when it is no number of days. */
export function numberOfDays(text: string): number {
  const days = Number(text);
  if (/^\d{1,3}$/.test(text) && days >= 1 && days <= MOST_DAYS) return days;
  throw new InvalidArgumentError(`Write whole days, 1 to ${MOST_DAYS}.`);
}

const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}){0,2}Z)?$/;

/** @throws InvalidArgumentError when it is no day, or an hour in UTC. */
export function endOfHours(text: string): Date {
  const time = new Date(text.length === 14 ? text.replace('Z', ':00Z') : text);
  if (TIME.test(text) && Number.isFinite(time.getTime())) return time;
  throw new InvalidArgumentError('Write a day such as 2026-11-30, or an hour in UTC such as 2026-11-30T08:00Z.');
}
