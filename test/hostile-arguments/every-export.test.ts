/** Every function that the package exports has a row in the tables of hostile arguments: a new one without a row fails here. */
import * as fleet from 'cdktf-agent-fleet';
import * as capacity from 'cdktf-agent-fleet/capacity';
import * as economics from 'cdktf-agent-fleet/economics';
import * as planner from 'cdktf-agent-fleet/planner';
import * as policies from 'cdktf-agent-fleet/policies';
import * as testing from 'cdktf-agent-fleet/testing';
import { CAPACITY } from './capacity-calls';
import { CLUSTER } from './cluster-calls';
import { ECONOMICS } from './economics-calls';
import { FLEET } from './fleet-calls';
import { FACTORY_MADE } from './made-by-factories';
import { METHODS } from './method-calls';
import { PLANNER } from './planner-calls';
import { publicMethods, serviceClasses } from './public-methods';
import { TESTING } from './testing-calls';

const ENTRIES = { fleet, capacity, economics, planner, policies, testing };

const isClass = (value: unknown) => /^class\s/.test(Function.prototype.toString.call(value));
const ofClass = ['length', 'name', 'prototype'];

/** Static methods of a class, functions of an object such as `Flow`. Getters are values. */
function parts(name: string, value: object): string[] {
  return Object.getOwnPropertyNames(value)
    .filter((key) => !ofClass.includes(key) && typeof Object.getOwnPropertyDescriptor(value, key)?.value === 'function')
    .map((key) => `${name}.${key}`);
}

function functionsOf(entry: object): string[] {
  return Object.entries(entry).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'function') return isClass(value) ? parts(name, value) : [name];
    // Schemas are those of zod.
    const isOurs = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
    return isOurs ? parts(name, value) : [];
  });
}

/** Schemas of zod are plain objects, too, and known by their names. */
const isSchema = (name: string) => /Schema\./.test(name);

/** Static methods that a class inherits the use of: cdktf calls them. */
const NOT_ASKED: Readonly<Record<string, string>> = {
  'Gpu.of': 'private: the constants of the class',
  'Model.of': 'private: the constants of the class',
  'Speculative.by': 'private: its factories',
  'Region.find': 'private: named',
  'Region.of': 'private: the constants of the class',
  'Region.own': 'private: its factories',
  'Region.around': 'private: its factories',
};

const rows = new Set(
  [...FLEET, ...CLUSTER, ...CAPACITY, ...ECONOMICS, ...PLANNER, ...TESTING, ...METHODS, ...FACTORY_MADE].map(({ name }) => name),
);

test.each(Object.entries(ENTRIES))('every function of %s is asked with hostile arguments', (_, entry) => {
  const found = functionsOf(entry).filter((name) => !isSchema(name) && !(name in NOT_ASKED));
  expect(found.filter((name) => !rows.has(name))).toEqual([]);
  expect(found.length).toBeGreaterThan(5);
});

test('every public method of an exported class is asked with hostile arguments', () => {
  const classes = new Set(Object.values(ENTRIES).flatMap((entry) => Object.keys(entry)));
  const found = publicMethods(classes);
  expect(found.filter((name) => !rows.has(name))).toEqual([]);
  expect(found).toEqual(
    expect.arrayContaining(['LiteLLMRouter.addRoute', 'Engine.imageFor', 'Cluster.providers', 'FleetTemplate.hasPool']),
  );
});

test('so is every method of a service, whoever makes it', () => {
  const services = serviceClasses();
  const found = publicMethods(services);
  expect(found.filter((name) => !rows.has(name))).toEqual([]);
  expect(found).toEqual(expect.arrayContaining(['RabbitMqQueue.admit', 'RedisStreamQueue.admit', 'TraceCollector.clientEnv']));
});
