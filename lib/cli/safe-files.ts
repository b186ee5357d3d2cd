/** Files below one folder: names that data chose cannot lead out of it, and no link is followed. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { FleetSpecError } from '../core/fleet-error';
import { shortHash } from '../core/names';

/** Linux takes no longer name of a file. */
const MAX = 200;

/** One part of a path from any text: what could be a separator, a parent or a hidden file is replaced, and a hash keeps two texts distinct. */
export function fileNameOf(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\./, '_');
  return plain === text && text.length <= MAX && text !== '' ? text : `${plain.slice(0, MAX)}-${shortHash(text)}`;
}

/** Makes a folder below another that exists; a link in its place is refused. */
export function folderIn(parent: string, name: string): string {
  const folder = path.join(parent, fileNameOf(name));
  refuseLink(folder);
  makeFolder(folder);
  return folder;
}

/** One folder after the other: asked to make all of them at once, Node tries for ever where the file system takes none, as below /proc. */
export function makeFolder(folder: string): void {
  if (fs.existsSync(folder)) return;
  const parent = path.dirname(folder);
  if (parent !== folder) makeFolder(parent);
  fs.mkdirSync(folder);
}

/** Removes the files of an earlier run; of a link the link goes, not what it leads to. */
export function withoutFiles(folder: string, ending: string): string {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.endsWith(ending) && !entry.isDirectory()) fs.rmSync(path.join(folder, entry.name));
  }
  return folder;
}

/** Writes a file that is not there yet. */
export function writeNew(file: string, text: string): void {
  fs.writeFileSync(file, text, { flag: 'wx' });
}

/** Writes a file in place of one of the same name, which may not be a link. */
export function replaceFile(file: string, text: string): void {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    refuseLink(file);
    writeNew(beside, text);
    fs.renameSync(beside, file);
  } catch (error) {
    if (fs.existsSync(beside)) fs.rmSync(beside);
    throw unwritable(file, error);
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'there is a folder of that name',
  EACCES: 'its folder may not be written to',
  EROFS: 'its file system is read-only',
  ENOSPC: 'the disk is full',
};

/** What the user named, and not the file beside it. */
function unwritable(file: string, error: unknown): unknown {
  const why = WHY[String((error as NodeJS.ErrnoException).code)];
  if (why === undefined) return error;
  return new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: file,
      prop: 'file',
      value: file,
      allowed: 'a file in a folder that exists and may be written to',
      message: `${file} cannot be written: ${why}`,
      repairs: [`mkdir -p ${path.dirname(file)}`, 'name another file'],
    },
  ]);
}

/** @throws FleetSpecError when the path is a symbolic link. */
export function refuseLink(at: string): void {
  if (fs.lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  throw new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: at,
      prop: 'file',
      value: at,
      allowed: 'a file or folder of its own',
      message: `${at} is a symbolic link; writing there would change a file somewhere else`,
      repairs: ['remove the link, or name another folder'],
    },
  ]);
}
