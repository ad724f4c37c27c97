import { Fragment } from 'preact';
import type { Environment, Overview } from '../../wire/overview';
import { alertAtHand } from './alert-at-hand';
import { AlertBanner } from './alert-banner';
import { KsChart } from './ks/ks-chart';
import { sayPending } from './say-pending';
import { ScoresChart } from './scores/scores-chart';
import { ServingCard } from './serving-card';
import { isPresent } from './work/is-present';
import { TemporalAnchor } from './work/temporal-anchor';
import { Undertaking } from './work/undertaking';
import { sayInstant } from './words/say-instant';

interface EnvironmentOf {
  readonly environment: Environment;
  readonly overview: Overview;
}

/** All about one environment: what serves, what is under way, and how well it separates; what is over comes last. */
export function EnvironmentView({ environment, overview }: EnvironmentOf) {
  const { name, release, retraining } = environment;
  const alert = alertAtHand(environment);
  const work = [
    ...(release === null ? [] : [{ now: isPresent(release), view: <ReleaseWork key="release" release={release} /> }]),
    ...(retraining === null
      ? []
      : [{ now: isPresent(retraining), view: <RetrainingWork key="retraining" retraining={retraining} /> }]),
  ];
  return (
    <Fragment key={name}>
      {alert !== null && <AlertBanner alert={alert} />}
      <ServingCard environment={environment} />
      {work.filter(({ now }) => now).map(({ view }) => view)}
      <Judgement environment={environment} overview={overview} />
      {work.filter(({ now }) => !now).map(({ view }) => view)}
    </Fragment>
  );
}

function ReleaseWork({ release }: { readonly release: NonNullable<Environment['release']> }) {
  const { name, version, requestedBy, requestedAt } = release;
  return (
    <Undertaking
      {...release}
      title={`Release ${name} of ${version}`}
      requested={`Requested by ${requestedBy}, ${sayInstant(requestedAt)}`}
    />
  );
}

function RetrainingWork({ retraining }: { readonly retraining: NonNullable<Environment['retraining']> }) {
  const { version, release, requestedAt } = retraining;
  const made = version === null ? '' : `, made ${version}${release === null ? '' : `, for which ${release} was asked`}`;
  const requested = `Requested ${sayInstant(requestedAt)}${made}`;
  return <Undertaking {...retraining} title={`Retraining ${retraining.name}`} requested={requested} />;
}

/** How well it separates; nothing where nobody judges, or nothing ever served. */
function Judgement({ environment, overview: { project, outcome } }: EnvironmentOf) {
  const { name, policy, serving, evaluations, distribution } = environment;
  if (policy === null || (serving === null && evaluations.length === 0)) return null;
  return (
    <>
      <KsChart environment={environment} />
      <p class="panel-pending">
        {sayPending(environment)} <TemporalAnchor workflowId={`monitor/${project}/${name}`} of="the monitor" />
      </p>
      <ScoresChart distribution={distribution} outcome={outcome} />
    </>
  );
}
