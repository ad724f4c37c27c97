import type { Environment } from '../../wire/overview';
import { usePart } from '../state/use-part';
import { CopyButton } from './copy-button';
import { listNames } from './words/list-names';
import { sayInstant } from './words/say-instant';
import { Sentence } from './words/sentence';
import { firstWords } from './words/first-words';
import { shortDigest } from './words/short-digest';

/** What an environment serves, by digest. */
export function ServingCard({ environment }: { readonly environment: Environment }) {
  const { name, leading, serving, scoringUrl } = environment;
  return (
    <section class="panel-box" aria-label={`What ${name} serves`}>
      <div class="panel-serving">
        {serving !== null && <p class="panel-version">{serving.version}</p>}
        <div>
          <h3>
            {name}
            {leading && (
              <span class="panel-badge" title="Verified releases here make champions">
                leading
              </span>
            )}
          </h3>
          {serving === null ? <NothingServes environment={environment} /> : <Since serving={serving} />}
        </div>
      </div>
      <div class="panel-facts">
        {serving !== null && (
          <>
            <Fact
              name="package"
              what="package digest"
              text={serving.packageDigest}
              shown={shortDigest(serving.packageDigest)}
            />
            <Fact
              name="image"
              what="image digest"
              text={serving.imageDigest}
              shown={shortDigest(serving.imageDigest)}
            />
          </>
        )}
        {scoringUrl !== null && <Fact name="scores at" what="scoring address" text={scoringUrl} shown={scoringUrl} />}
      </div>
    </section>
  );
}

function NothingServes({ environment }: { readonly environment: Environment }) {
  const overview = usePart((state) => state.overview);
  return (
    <p>
      <Sentence text={firstWords(overview, environment.name, environment.release)} />
    </p>
  );
}

function Since({ serving }: { readonly serving: NonNullable<Environment['serving']> }) {
  const { release, since, approvedBy } = serving;
  return (
    <p class="panel-quiet">
      since {sayInstant(since)} by {release}
      {approvedBy.length > 0 && `, approved by ${listNames(approvedBy)}`}
    </p>
  );
}

/** Something to be copied; shown shorter than it is, and whole to who points at it. */
function Fact(properties: {
  readonly name: string;
  readonly what: string;
  readonly text: string;
  readonly shown: string;
}) {
  const { name, what, text, shown } = properties;
  return (
    <p class="panel-fact">
      <span>{name}</span> <code title={text}>{shown}</code> <CopyButton what={what} text={text} />
    </p>
  );
}
