import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Digest } from '../../../domain/digest';
import { hasErrorCode } from '../../../formats/files/has-error-code';
import { writeWholeFile } from '../../../formats/files/write-whole-file';
import { hashBytes } from '../../../formats/hash';
import { parseTicket, type Ticket } from '../../../formats/training/parse-ticket';

/**
 * Where trainers elsewhere get a dataset and leave what they made: one folder a retraining beside the datasets, which all
 * builders share, so that one goes on where another was killed.
 */
export interface Exchange {
  /** Begins anew, whatever was there; gives the token, which is kept nowhere here. */
  open(name: string, order: Pick<Ticket, 'dataset' | 'until'>): Promise<string>;
  /** Notes what trains, once that has the token. */
  confirm(name: string, job: string): Promise<void>;
  /** Also one whose time is over; undefined when there is none. */
  find(name: string): Promise<Ticket | undefined>;
  /** What a token opens: the ticket, if it is the token of that name and its time is not over. */
  enter(name: string, token: string): Promise<Ticket | undefined>;
  /** The folder that results come to. */
  outputOf(name: string): string;
  /** Nothing of it is left. */
  close(name: string): Promise<void>;
}

interface ExchangeDeps {
  /** Of the datasets. */
  readonly directory: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly randomBytes: (size: number) => Buffer;
}

const tokenBytes = 32;

export function createExchange({ directory, now, randomBytes }: ExchangeDeps): Exchange {
  const root = path.join(directory, '.exchange');
  const folderOf = (name: string): string => path.join(root, name);
  const fileOf = (name: string): string => path.join(folderOf(name), 'ticket.json');
  const outputOf = (name: string): string => path.join(folderOf(name), 'output');
  const close = (name: string): Promise<void> => rm(folderOf(name), { recursive: true, force: true });
  const write = (name: string, ticket: Ticket): Promise<void> =>
    writeWholeFile(fileOf(name), JSON.stringify(ticket), folderOf(name));

  const isInTime = ({ until }: Ticket): boolean => Date.parse(until) > now();

  async function find(name: string): Promise<Ticket | undefined> {
    return /^t\d{1,15}$/.test(name) ? readTicket(fileOf(name)) : undefined;
  }

  /** Those whose time is over: a builder that never came back left them. */
  async function sweep(): Promise<void> {
    for (const name of await readdir(root)) {
      const ticket = await readTicket(fileOf(name));
      if (ticket && !isInTime(ticket)) await close(name);
    }
  }

  return {
    find,
    outputOf,
    close,
    open: async (name, order) => {
      await mkdir(root, { recursive: true, mode: 0o700 });
      await close(name);
      await sweep();
      await mkdir(outputOf(name), { recursive: true, mode: 0o700 });
      const token = randomBytes(tokenBytes).toString('base64url');
      await write(name, { ...order, tokenHash: hashToken(token) });
      return token;
    },
    confirm: async (name, job) => {
      const ticket = await find(name);
      if (ticket) await write(name, { ...ticket, job });
    },
    enter: async (name, token) => {
      const ticket = await find(name);
      // Hashes of what cannot be guessed: how long a comparison takes tells nothing of the token.
      return ticket?.tokenHash === hashToken(token) && isInTime(ticket) ? ticket : undefined;
    },
  };
}

function hashToken(token: string): Digest {
  return hashBytes(Buffer.from(token));
}

async function readTicket(file: string): Promise<Ticket | undefined> {
  try {
    return parseTicket(await readFile(file, 'utf8'));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}
