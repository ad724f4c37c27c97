import { type Actor, actorText } from '../domain/actor';
import { StewardError } from '../domain/errors';
import type { Instant } from '../domain/release/release';
import { hashBytes } from '../formats/hash';
import { append } from './audit';
import { exactlyOne, oneOrNone, type Tx } from './database';

/** What a personal token allows; its owner's roles in the project are asked in addition, at each use. */
export const tokenScopes = ['versions:write', 'versions:read', 'outcomes:write', 'overview:read'] as const;
export type TokenScope = (typeof tokenScopes)[number];

export interface TokenOwner {
  readonly id: number;
  readonly objectId: string;
}

export interface TokenListing {
  readonly id: number;
  readonly hint: string;
  readonly owner: string;
  readonly scopes: readonly string[];
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly revokedAt?: Instant;
}

/** Stores a new token by its SHA-256; `secret` itself is shown once by the caller and kept nowhere. */
export async function createToken(
  tx: Tx,
  token: {
    secret: string;
    owner: string;
    scopes: readonly TokenScope[];
    expiresAt: Instant;
    actor: Actor;
    at: Instant;
  },
): Promise<number> {
  const { id } = exactlyOne(
    await tx.query<{ id: number }>(
      `insert into tokens (hash, hint, owner, scopes, created_by, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7) returning id`,
      [
        hashBytes(token.secret),
        token.secret.slice(0, 8),
        token.owner,
        [...token.scopes],
        actorText(token.actor),
        token.at,
        token.expiresAt,
      ],
    ),
  );
  await append(tx, {
    at: token.at,
    actor: token.actor,
    action: 'token.created',
    subject: `token/${id}`,
    key: `token/${id}/created`,
    data: { owner: token.owner, scopes: [...token.scopes], expiresAt: token.expiresAt },
  });
  return id;
}

/** The owner of a presented token; throws `token_refused` or `token_scope` without saying which part was wrong. */
export async function authenticateToken(tx: Tx, secret: string, scope: TokenScope, at: Instant): Promise<TokenOwner> {
  const rows = await tx.query<{ id: number; owner: string; scopes: string[] }>(
    'select id, owner, scopes from tokens where hash = $1 and revoked_at is null and expires_at > $2',
    [hashBytes(secret), at],
  );
  const row = oneOrNone(rows);
  if (!row) throw new StewardError('token_refused');
  if (!row.scopes.includes(scope)) throw new StewardError('token_scope', { scope });
  // To the minute: a program that asks every second is not to write every second.
  await tx.query(
    `update tokens set used_at = $2 where id = $1 and (used_at is null or used_at < $2::timestamptz - interval '1 minute')`,
    [row.id, at],
  );
  return { id: row.id, objectId: row.owner };
}

export async function revokeToken(tx: Tx, id: number, actor: Actor, at: Instant): Promise<boolean> {
  const rows = await tx.query('update tokens set revoked_at = $2 where id = $1 and revoked_at is null returning 1', [
    id,
    at,
  ]);
  if (rows.length === 0) return false;
  await append(tx, {
    at,
    actor,
    action: 'token.revoked',
    subject: `token/${id}`,
    key: `token/${id}/revoked`,
    data: {},
  });
  return true;
}

export async function listTokens(tx: Tx): Promise<TokenListing[]> {
  const rows = await tx.query<{
    id: number;
    hint: string;
    owner: string;
    scopes: string[];
    created_at: Instant;
    expires_at: Instant;
    revoked_at: Instant | null;
  }>('select * from tokens order by id desc limit 200');
  return rows.map((row) => ({
    id: row.id,
    hint: row.hint,
    owner: row.owner,
    scopes: row.scopes,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at }),
  }));
}
