import { chmod, copyFile, mkdir, readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Digest } from '../../../domain/digest';
import { scoringFiles } from '../../../domain/ports/scoring';
import { trainerFiles } from '../../../domain/ports/trainer';
import { hasErrorCode } from '../../../formats/files/has-error-code';
import { ifThere } from '../../../formats/files/if-there';
import { writeWholeFile } from '../../../formats/files/write-whole-file';
import { hashBytes } from '../../../formats/hash';
import { isExchangeName } from '../../../formats/training/exchange-paths';
import { parseTicket, type Ticket } from '../../../formats/training/parse-ticket';

/** What is opened for one Job: its token is good for this alone, and no other Job of the retraining disturbs it. */
interface Opened {
  readonly token: string;
  /** Names it, and opens nothing. */
  readonly key: string;
}

/** What somebody with the token may have, and where what it brings comes to. */
interface Entered {
  readonly dataset: Digest;
  /** A file that has that digest and is no dataset: rows to score. */
  readonly rows?: string;
  readonly output: string;
}

/**
 * Where trainers and scorers elsewhere get their data and leave what they made: one folder a retraining, or a model that is
 * scored for one, beside the datasets, and in it one a Job, which all builders share, so that one goes on where another was
 * killed.
 */
export interface Exchange {
  /** Beside whatever is open of that name; the token is kept nowhere here. `rows` is a file, which is copied. */
  open(name: string, order: Pick<Ticket, 'dataset' | 'until'>, rows?: string): Promise<Opened>;
  /** Notes what trains, once that has the token; of what is closed meanwhile, nothing. */
  confirm(name: string, key: string, job: string): Promise<void>;
  /** Also one whose time is over; undefined when there is none. */
  find(name: string, key: string): Promise<Ticket | undefined>;
  hasDelivered(name: string, key: string): Promise<boolean>;
  /** Of all that is open or was not taken away yet. */
  names(): Promise<readonly string[]>;
  /** The key of one that has delivered. */
  findDelivered(name: string): Promise<string | undefined>;
  /** What a token opens, if its time is not over: the dataset, and the folder that results come to. */
  enter(name: string, token: string): Promise<Entered | undefined>;
  /** The folder that results come to. */
  outputOf(name: string, key: string): string;
  /** Nothing is left of one, or of all of that name. */
  close(name: string, key?: string): Promise<void>;
}

interface ExchangeDeps {
  /** Of the datasets. */
  readonly directory: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly randomBytes: (size: number) => Buffer;
}

/** Any of these is a result. */
const results = [trainerFiles.package, scoringFiles.scores, scoringFiles.failure];
const tokenBytes = 32;
const keyDigits = 20;
/** Milliseconds after its time that a ticket stays: a builder may come back late for what was delivered. */
const kept = 86_400_000;

export function createExchange({ directory, now, randomBytes }: ExchangeDeps): Exchange {
  const root = path.join(directory, '.exchange');
  const folderOf = (name: string, key = ''): string => path.join(root, name, key);
  const outputOf = (name: string, key: string): string => path.join(folderOf(name, key), 'output');
  const close = (name: string, key?: string): Promise<void> =>
    rm(folderOf(name, key), { recursive: true, force: true });
  const ticketOf = (name: string, key: string): string => path.join(folderOf(name, key), 'ticket.json');
  const write = (name: string, key: string, ticket: Ticket): Promise<void> =>
    writeWholeFile(ticketOf(name, key), JSON.stringify(ticket), folderOf(name, key));

  const rowsOf = (name: string, key: string): string => path.join(folderOf(name, key), 'rows');

  async function find(name: string, key: string): Promise<Ticket | undefined> {
    return isExchangeName(name) && isKey(key) ? readTicket(ticketOf(name, key)) : undefined;
  }

  async function keysOf(name: string): Promise<string[]> {
    return (await list(folderOf(name))).filter(isKey);
  }

  async function hasDelivered(name: string, key: string): Promise<boolean> {
    const there = await Promise.all(results.map((file) => isThere(path.join(outputOf(name, key), file))));
    return there.includes(true);
  }

  /** Those whose time is over since long: a builder that never came back left them. */
  async function sweep(): Promise<void> {
    for (const name of (await list(root)).filter(isExchangeName)) {
      for (const key of await keysOf(name)) {
        const ticket = await find(name, key);
        if (ticket && Date.parse(ticket.until) + kept <= now()) await close(name, key);
      }
      await rmdir(folderOf(name)).catch((error: unknown) => {
        if (!hasErrorCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) throw error;
      });
    }
  }

  return {
    find,
    outputOf,
    close,
    hasDelivered,
    names: async () => (await list(root)).filter(isExchangeName),
    open: async (name, order, rows) => {
      await mkdir(root, { recursive: true, mode: 0o700 });
      await sweep();
      const token = randomBytes(tokenBytes).toString('base64url');
      const tokenHash = hashToken(token);
      const key = keyOf(tokenHash);
      await mkdir(outputOf(name, key), { recursive: true, mode: 0o700 });
      if (rows !== undefined) {
        await copyFile(rows, rowsOf(name, key));
        await chmod(rowsOf(name, key), 0o400);
      }
      await write(name, key, { ...order, tokenHash });
      return { token, key };
    },
    confirm: async (name, key, job) => {
      const ticket = await find(name, key);
      if (ticket) await write(name, key, { ...ticket, job });
    },
    findDelivered: async (name) => {
      for (const key of await keysOf(name)) if (await hasDelivered(name, key)) return key;
      return undefined;
    },
    enter: async (name, token) => {
      const tokenHash = hashToken(token);
      const key = keyOf(tokenHash);
      const ticket = await find(name, key);
      // Hashes of what cannot be guessed: how long a comparison takes tells nothing of the token.
      if (ticket?.tokenHash !== tokenHash || Date.parse(ticket.until) <= now()) return undefined;
      const rows = rowsOf(name, key);
      return { dataset: ticket.dataset, output: outputOf(name, key), ...((await isThere(rows)) && { rows }) };
    },
  };
}

function isKey(key: string): boolean {
  return /^[0-9a-f]+$/.test(key) && key.length === keyDigits;
}

function hashToken(token: string): Digest {
  return hashBytes(Buffer.from(token));
}

function keyOf(tokenHash: Digest): string {
  return tokenHash.slice('sha256:'.length).slice(0, keyDigits);
}

async function list(folder: string): Promise<readonly string[]> {
  return (await ifThere(readdir(folder))) ?? [];
}

async function isThere(file: string): Promise<boolean> {
  return (await ifThere(stat(file))) !== undefined;
}

async function readTicket(file: string): Promise<Ticket | undefined> {
  try {
    return parseTicket(await readFile(file, 'utf8'));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}
