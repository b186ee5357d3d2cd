/** Files that somebody names: what cannot be read to its end is refused by name, and editors of Windows may have written the others. */
import { readFileSync, type Stats, statSync } from 'node:fs';
import { FleetSpecError, isFleetError } from './fleet-error';

/** Which file, and what the error about it says. */
export interface NamedFile {
  readonly file: string;
  /** Who reads it: a construct path, or a command. */
  readonly path: string;
  /** Prop, flag or argument that names the file. */
  readonly prop: string;
  readonly allowed: string;
  readonly repairs: readonly string[];
}

/** A text of Node holds 512 MiB; with the objects that are made of it, more than this fills a usual machine. */
const MOST_BYTES = 400 * 1024 * 1024;

/** @throws FleetSpecError AF-SPEC-001 for what is not there, is no file, is larger than 400 MiB, or may not be read */
export function textIn(named: NamedFile): string {
  try {
    const why = whyNot(named.file, statSync(named.file));
    if (why === undefined) return decoded(readFileSync(named.file));
    throw unreadableFile(named, why);
  } catch (error) {
    throw isFleetError(error) ? error : unreadableFile(named, reason(error));
  }
}

/** @throws FleetSpecError AF-SPEC-001 as `textIn`, and for what is no JSON */
export function jsonIn(named: NamedFile): unknown {
  const text = textIn(named);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw refusedFile(named, `${named.file} holds no JSON: ${text.trim() === '' ? 'it is empty' : (error as Error).message}`);
  }
}

/** @throws FleetSpecError AF-SPEC-001 for what could not be read to its end: folders, devices, pipes to which nobody may write */
export function refuseEndless(named: NamedFile): void {
  let why: string | undefined;
  try {
    const found = statSync(named.file);
    why = found.isFile() ? undefined : whyNot(named.file, found);
  } catch (error) {
    why = reason(error);
  }
  if (why !== undefined) throw unreadableFile(named, why);
}

/** Undefined for a file, and for what a shell hands over in place of one: `<(command)`, `/dev/stdin`. */
function whyNot(file: string, found: Stats): string | undefined {
  if (found.isFile()) return found.size > MOST_BYTES ? 'it is larger than 400 MiB' : undefined;
  if (found.isFIFO() && /^\/(dev\/(fd\/|stdin$)|proc\/)/.test(file)) return undefined;
  if (found.isDirectory()) return 'it is a folder';
  return found.isFIFO() ? 'it is a named pipe' : 'it is a device or a socket';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it does not exist',
  EACCES: 'it may not be read by who runs this',
  EPERM: 'it may not be read by who runs this',
  ELOOP: 'it is a link to itself',
  ENAMETOOLONG: 'its name is too long',
};

function reason(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return (Object.hasOwn(REASONS, code) ? REASONS[code] : undefined) ?? message;
}

/** With a mark of its encoding before it, as Windows writes it, or without. */
function decoded(bytes: Buffer): string {
  return textOf(bytes).replace(/^\uFEFF/, '');
}

function textOf(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe') return bytes.toString('utf16le');
  // Node reads the other order of bytes alone; an odd last byte is no character.
  return mark === 'feff'
    ? Buffer.from(bytes.subarray(0, bytes.length & ~1))
        .swap16()
        .toString('utf16le')
    : bytes.toString('utf8');
}

const unreadableFile = (named: NamedFile, why: string): FleetSpecError => refusedFile(named, `${named.file} cannot be read: ${why}`);

function refusedFile({ file, path, prop, allowed, repairs }: NamedFile, message: string): FleetSpecError {
  return new FleetSpecError([{ code: 'AF-SPEC-001', severity: 'error', path, prop, value: file, allowed, message, repairs }]);
}
