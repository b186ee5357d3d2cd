/** A window of a schedule that opens soon: replicas have to start as long before it as one takes, by the clock of KEDA. */
import { at, type KubeObject } from '../cluster/kube-object';

const MINUTE = 60_000;
const DAY_MINUTES = 1_440;
/** Long enough for the fleet to be deployed before, on a busy machine too. */
const UNTIL_BEGIN_MINUTES = 8;
const OPEN_MINUTES = 180;

/** When a window opens and closes on the clock of UTC, and when its replicas begin to start. */
export interface Morning {
  readonly from: string;
  readonly to: string;
  readonly begins: Date;
  readonly opens: Date;
}

/** Minutes before its window at which the trigger of a pool begins. @param from when the window opens, `HH:MM` */
export function leadMinutes(objects: readonly KubeObject[], pool: string, from: string): number {
  const scaled = objects.find(({ kind, metadata }) => kind === 'ScaledObject' && metadata.name === pool);
  const triggers = (at(scaled?.spec, 'triggers') ?? []) as readonly {
    readonly type: string;
    readonly metadata: { readonly start: string };
  }[];
  const cron = triggers.find(({ type }) => type === 'cron')?.metadata.start;
  if (cron === undefined) throw new Error(`the ScaledObject ${pool} has no window`);
  const [minute = 0, hour = 0] = cron.split(' ').map(Number);
  const [hours = 0, minutes = 0] = from.split(':').map(Number);
  return (hours * 60 + minutes - (hour * 60 + minute) + DAY_MINUTES) % DAY_MINUTES;
}

/** The window whose replicas begin to start on the first whole minute after the fleet is there. */
export function morningAfter(now: Date, lead: number): Morning {
  const begins = new Date(Math.ceil((now.getTime() + UNTIL_BEGIN_MINUTES * MINUTE) / MINUTE) * MINUTE);
  const opens = new Date(begins.getTime() + lead * MINUTE);
  return { from: clock(opens), to: clock(new Date(opens.getTime() + OPEN_MINUTES * MINUTE)), begins, opens };
}

const clock = (moment: Date): string => moment.toISOString().slice(11, 16);

/** A pod of the pool, by when it was made and when it became ready. */
export interface MorningPod {
  readonly made: Date;
  readonly ready: Date;
}

/** Seconds that KEDA and the autoscaler may take to see the hour. */
const SEEN_SECONDS = 90;

/** What is wrong with the pods of a pool after the hour at which they begin; a figure where nothing is. */
export function judgeMorning(pods: readonly MorningPod[], { begins, opens }: Morning): string {
  const started = pods.filter(({ made }) => made.getTime() >= begins.getTime() - 1_000);
  if (started.length !== 1 || pods.length !== 2)
    throw new Error(`${pods.length} pods, ${started.length} of them made after ${begins.toISOString()}; expected one of two`);
  const [{ made, ready }] = started as [MorningPod];
  const after = (made.getTime() - begins.getTime()) / 1_000;
  if (after > SEEN_SECONDS) throw new Error(`the replica was made ${after} s after ${begins.toISOString()}`);
  if (ready > opens) throw new Error(`the replica was ready at ${ready.toISOString()}, and the window opened at ${opens.toISOString()}`);
  return `made ${Math.max(0, after)} s after its hour, ready ${Math.floor((opens.getTime() - ready.getTime()) / MINUTE)} min before the window`;
}
