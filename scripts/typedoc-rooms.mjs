/** A plug-in of TypeDoc: names stand on the pages of the API under the room that they come from, as they do in `lib/`. */
import * as path from 'node:path';
import { Comment, CommentTag, Converter } from 'typedoc';

/** How a room of `lib/` is called where people read. */
const TITLES = {
  agents: 'Agents',
  capacity: 'Capacity',
  catalog: 'Models, GPUs, prices',
  core: 'Errors, messages, secrets',
  economics: 'Costs',
  elasticity: 'Scaling',
  inference: 'Inference pools',
  measure: 'Measuring',
  observability: 'Observability',
  plan: 'Plan',
  planner: 'Planner',
  platform: 'Clusters and nodes',
  policies: 'Policies',
  queues: 'Queues',
  report: 'Report',
  routing: 'Routers',
  security: 'Security',
  services: 'Services',
  simulation: 'Simulation',
  sizing: 'Sizing',
  stores: 'Stores',
  terraform: 'Terraform',
  testing: 'Testing',
  tracing: 'Tracing',
};

export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    for (const module of context.project.children ?? []) for (const reflection of module.children ?? []) categorize(context, reflection);
  });
}

function categorize(context, reflection) {
  const file = context.getSymbolFromReflection(reflection)?.declarations?.[0]?.getSourceFile().fileName;
  const room = file?.split(`${path.sep}lib${path.sep}`)[1]?.split(path.sep)[0];
  const title = TITLES[room];
  if (title === undefined) throw new Error(`${reflection.name}: no title for room ${room}`);
  for (const commented of [reflection, ...(reflection.signatures ?? [])]) {
    commented.comment ??= new Comment();
    commented.comment.blockTags.push(new CommentTag('@category', [{ kind: 'text', text: title }]));
  }
}
