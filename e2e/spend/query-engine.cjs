#!/usr/bin/env node
/**
 * Prisma's query engine as its Python client starts it (`-p PORT`, GraphQL over HTTP): the WebAssembly build of the same release, which npm carries, in the
 * place of the native one, which no package registry has. It speaks Prisma's JSON protocol, so questions and answers are put into the other words here.
 * Its packages lie in the folder PRISMA_ENGINE_PACKAGES.
 */
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { createRequire } = require('node:module');

const COMMIT = '393aa359c9ad4a4bb28630fb5613f9c281cde053';
const NONE = '{}';

if (process.argv.includes('--version')) {
  process.stdout.write(`query-engine ${COMMIT}\n`);
  process.exit(0);
}

const RAW = ['queryRaw', 'executeRaw'];
const ACTIONS = [
  'findUniqueOrThrow', 'findUnique', 'findFirstOrThrow', 'findFirst', 'findMany', 'createOne', 'createMany', 'updateOne', 'updateMany', 'deleteOne',
  'deleteMany', 'upsertOne', 'aggregate', 'groupBy',
];

/** Reads the GraphQL that the Python client writes: one operation of one field, values as JSON. */
function readQuery(text) {
  let at = 0;
  const TOKEN = /\s*(?:"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[_A-Za-z]\w*|[{}()[\]:])/y;
  const next = () => {
    while (at < text.length && /[\s,]/.test(text[at])) at++;
    TOKEN.lastIndex = at;
    const [found] = TOKEN.exec(text) ?? [];
    if (found === undefined) throw new Error(`unreadable query at ${text.slice(at, at + 40)}`);
    at += found.length;
    return found.trim();
  };
  const peek = () => {
    const before = at;
    const token = at < text.length && text.slice(at).trim() !== '' ? next() : undefined;
    at = before;
    return token;
  };
  const until = (end, read) => {
    while (peek() !== end) read();
    next();
  };
  const value = () => {
    const token = next();
    if (token === '{') return fields('}');
    if (token !== '[') return /^["\d-]/.test(token) || ['true', 'false', 'null'].includes(token) ? JSON.parse(token) : token;
    const list = [];
    until(']', () => list.push(value()));
    return list;
  };
  const fields = (end) => {
    const found = {};
    until(end, () => {
      const name = next();
      next();
      found[name] = value();
    });
    return found;
  };
  const selected = () => {
    const node = { arguments: {}, selection: undefined };
    if (peek() === '(') node.arguments = (next(), fields(')'));
    if (peek() !== '{') return node;
    node.selection = {};
    next();
    until('}', () => {
      const name = next();
      const child = selected();
      node.selection[name] = child.selection === undefined ? true : child;
    });
    return node;
  };
  next(); // query or mutation
  next(); // {
  let name = next();
  if (peek() === ':') name = (next(), next());
  return { name, ...selected() };
}

/** Names of the fields that hold JSON, by model: the other protocol takes a text for a text, and not for JSON. */
function jsonFields(datamodel) {
  const models = datamodel.matchAll(/^model (\w+) \{(.*?)^\}/gms);
  return new Map([...models].map(([, name, body]) => [name, new Set([...body.matchAll(/^\s*(\w+)\s+Json\b/gm)].map(([, field]) => field))]));
}

const JSON_FIELDS = jsonFields(fs.readFileSync(process.env.PRISMA_DML_PATH ?? '/dev/null', 'utf8'));

/** @param isJson the value is that of a field that holds JSON */
function typed(value, fields, isJson = false) {
  if (isJson && typeof value === 'string') return { $type: 'Json', value };
  if (Array.isArray(value)) return value.map((one) => typed(one, fields, isJson));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, typed(one, fields, isJson || fields.has(key))]));
}

function asked({ query }) {
  const { name, arguments: given, selection } = readQuery(query);
  if (RAW.includes(name)) return { key: name, question: { action: name, query: { arguments: given, selection: {} } } };
  const action = ACTIONS.find((one) => name.startsWith(one));
  if (action === undefined) throw new Error(`unknown operation ${name}`);
  const modelName = name.slice(action.length);
  const typedArguments = typed(given, JSON_FIELDS.get(modelName) ?? new Set());
  return { key: name, question: { modelName, action, query: { arguments: typedArguments, selection: selection ?? {} } } };
}

/** Values without their types, as GraphQL writes them. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  if (typeof value.$type === 'string') return value.$type === 'BigInt' ? Number(value.value) : value.value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}

/** The native engine writes JSON in rows as it is, the adapter as text. */
function rawRows(result) {
  if (result?.rows === undefined) return result;
  const read = (value, type) => (type === 'json' && typeof value === 'string' ? JSON.parse(value) : value);
  return { ...result, rows: result.rows.map((row) => row.map((one, index) => read(one, result.types[index]))) };
}

const answered = (key, { data, errors }) =>
  errors === undefined ? { data: { result: RAW.includes(key) ? rawRows(data[key]) : plain(data[key]) } } : { errors };

async function answer(engine, body, transaction) {
  const content = JSON.parse(body);
  if (content.batch === undefined) {
    const { key, question } = asked(content);
    return { ...answered(key, JSON.parse(await engine.query(JSON.stringify(question), NONE, transaction))), asked: process.env.ENGINE_DEBUG && body };
  }
  const all = content.batch.map(asked);
  const request = { batch: all.map(({ question }) => question), transaction: content.transaction ? {} : undefined };
  const { batchResult, errors } = JSON.parse(await engine.query(JSON.stringify(request), NONE, transaction));
  return errors === undefined ? { batchResult: batchResult.map((one, index) => answered(all[index].key, one)) } : { errors };
}

async function connect() {
  const load = createRequire(path.join(process.env.PRISMA_ENGINE_PACKAGES, 'package.json'));
  const { Pool } = load('pg');
  const { PrismaPg } = load('@prisma/adapter-pg');
  const { bindAdapter } = load('@prisma/driver-adapter-utils');
  const bindings = load('@prisma/client/runtime/query_engine_bg.postgresql.js');
  const bytes = fs.readFileSync(load.resolve('@prisma/client/runtime/query_engine_bg.postgresql.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './query_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  const datamodel = fs
    .readFileSync(process.env.PRISMA_DML_PATH, 'utf8')
    .replace(/generator \w+ \{[^}]*\}/, 'generator js {\n  provider = "prisma-client-js"\n  previewFeatures = ["driverAdapters"]\n}');
  const [override] = JSON.parse(process.env.OVERWRITE_DATASOURCES ?? '[]');
  const url = new URL(override?.url ?? process.env.DATABASE_URL);
  const max = Number(url.searchParams.get('connection_limit') ?? 10);
  const connectionString = `${url.protocol}//${url.username}:${url.password}@${url.host}${url.pathname}`;
  const adapter = bindAdapter(new PrismaPg(new Pool({ connectionString, max })));
  const options = { datamodel, logLevel: 'error', logQueries: false, datasourceOverrides: {}, env: process.env, configDir: '.', ignoreEnvVarErrors: true };
  const engine = new bindings.QueryEngine(options, (line) => process.stderr.write(`${line}\n`), adapter);
  await engine.connect(NONE);
  return engine;
}

const ROUTES = [
  [/^GET \/status$/, () => ({ status: 'ok' })],
  [/^GET \/metrics/, () => ({ counters: [], gauges: [], histograms: [] })],
  [/^POST \/transaction\/start$/, async (engine, body) => JSON.parse(await engine.startTransaction(body, NONE))],
  [/^POST \/transaction\/([^/]+)\/commit$/, async (engine, _body, id) => JSON.parse((await engine.commitTransaction(id, NONE)) || NONE)],
  [/^POST \/transaction\/([^/]+)\/rollback$/, async (engine, _body, id) => JSON.parse((await engine.rollbackTransaction(id, NONE)) || NONE)],
  [/^POST \/$/, (engine, body, _id, transaction) => answer(engine, body, transaction)],
];

async function respond(engine, request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  for (const [pattern, act] of ROUTES) {
    const found = pattern.exec(`${request.method} ${request.url}`);
    if (found !== null) return act(await engine, body, found[1], request.headers['x-transaction-id']);
  }
  throw new Error(`no route ${request.method} ${request.url}`);
}

const engine = connect();
engine.catch((error) => {
  process.stderr.write(`query engine: ${error?.stack ?? error}\n`);
  process.exit(1);
});
const port = Number(process.argv[process.argv.indexOf('-p') + 1]);
http
  .createServer((request, response) => {
    respond(engine, request).then(
      (content) => {
        if (process.env.ENGINE_DEBUG && content.errors) process.stderr.write(`query engine: ${JSON.stringify(content.errors)} in ${content.asked}\n`);
        response.setHeader('content-type', 'application/json').end(JSON.stringify(content));
      },
      (error) => {
        process.stderr.write(`query engine: ${error?.stack ?? error}\n`);
        response.writeHead(500).end(JSON.stringify({ error: String(error) }));
      },
    );
  })
  .listen(port, 'localhost');
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
