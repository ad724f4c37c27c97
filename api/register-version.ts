import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request } from 'restify';
import { getVersion } from '../database/versions';
import { type ReasonDetails, StewardError } from '../domain/errors';
import { renameInDetails } from '../domain/rename-in-details';
import { sizeText } from '../formats/zip/limits';
import { authorise } from './authorise';
import type { ApiDependencies, Handler } from './dependencies';
import { versionBody } from './version-body';

/** A registration takes well under a second; only a builder that is down makes it this long. */
const waitMs = 60_000;

/**
 * POST /api/projects/<project>/versions with the archive as the body: registers it; the token's owner is the modeller.
 * 201 for a new version, 200 for a package that is registered already. Scope `versions:write`.
 */
export const registerVersionRoute: Handler = async (deps, request) => {
  const { owner, project } = await authorise(deps, request, 'versions:write', 'register');
  const name = `${deps.newName()}.zip`;
  await receive(deps, request, name);
  const answer = await deps.registrations.register(
    {
      project: project.file.project,
      source: { kind: 'upload', name },
      modeller: owner.objectId,
      actor: { kind: 'person', objectId: owner.objectId },
    },
    { waitMs },
  );
  if (answer === 'working') return { status: 202, body: { state: 'registering' } };
  if (!answer.ok) throw new StewardError(answer.code, nameBody(answer.details, name));
  const version = await getVersion(deps.database, project.file.project, answer.label);
  return { status: answer.outcome === 'new' ? 201 : 200, body: { outcome: answer.outcome, ...versionBody(version) } };
};

/** Streams the body to the uploads folder and stops at the limit; half a body leaves nothing behind. */
async function receive(deps: ApiDependencies, request: Request, name: string): Promise<void> {
  const limit = deps.uploadLimit;
  if (Number(request.header('content-length', '0')) > limit) throw tooLong(limit);
  await mkdir(deps.uploads, { recursive: true, mode: 0o700 });
  const target = path.join(deps.uploads, name);
  let bytes = 0;
  const bound = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      return bytes <= limit ? done(null, chunk) : done(tooLong(limit));
    },
  });
  try {
    await pipeline(request, bound, createWriteStream(target, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}

/** Reasons name what was sent, not the name it was laid down under; `file` stands first in its sentences. */
function nameBody(details: ReasonDetails, name: string): ReasonDetails {
  const file = details['file'] === name ? { file: 'The request body' } : {};
  return { ...renameInDetails(details, name, 'the request body'), ...file };
}

function tooLong(limit: number): StewardError {
  return new StewardError('archive_too_large', {
    file: 'The request body',
    what: 'it is larger',
    limit: sizeText(limit),
  });
}
