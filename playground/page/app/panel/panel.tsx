import { useState } from 'preact/hooks';
import { usePart } from '../state/use-part';
import { EnvironmentChoice } from './environment-choice';
import { EnvironmentView } from './environment-view';
import { findShown, listEnvironments } from './list-environments';
import { firstWords } from './words/first-words';
import { Sentence } from './words/sentence';

/** The loop, visible while one talks about it: what serves, what is under way, and how it is judged. */
export function Panel() {
  const overview = usePart((state) => state.overview);
  const answers = usePart((state) => state.parts.bot);
  const [chosen, choose] = useState<string>();
  const shown = overview === null ? undefined : findShown(overview.environments, chosen);
  return (
    <section class="panel" aria-labelledby="panel-title">
      <header class="panel-head">
        <h2 id="panel-title">{overview === null ? 'The model' : `The model of ${overview.project}`}</h2>
        {overview !== null && (
          <p class="panel-pointers">
            champion <strong>{overview.champion ?? 'none yet'}</strong>
            {overview.challenger !== null && overview.challenger !== overview.champion && (
              <>
                , challenger <strong>{overview.challenger}</strong>
              </>
            )}
          </p>
        )}
      </header>
      {overview !== null && !answers && (
        <p class="panel-away">Steward does not answer at the moment; this is what it said last.</p>
      )}
      {overview === null || shown === undefined ? (
        <NothingKnown />
      ) : (
        <>
          <EnvironmentChoice
            environments={listEnvironments(overview.environments)}
            shown={shown.name}
            choose={choose}
          />
          <EnvironmentView environment={shown} overview={overview} />
        </>
      )}
    </section>
  );
}

function NothingKnown() {
  return (
    <div class="panel-box">
      <p>
        Here you will see what serves and who approved it, how a release goes on step by step, and how well the scores
        separate, window by window.
      </p>
      <p>
        <Sentence text={firstWords(null, 'production')} />
      </p>
    </div>
  );
}
