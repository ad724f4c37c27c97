import type { Step } from '../../../wire/overview';
import { CardLink } from '../../guide/card-link';
import { sayInstant } from '../words/say-instant';
import { hasFailed, isPresent } from './is-present';
import { Stepper } from './stepper';
import { TemporalAnchor } from './temporal-anchor';

/** What a release and a retraining have in common: they go on in steps, under a workflow.
 * One that is over is folded. */
export function Undertaking(properties: {
  readonly title: string;
  readonly name: string;
  readonly stateWords: string;
  readonly steps: readonly Step[];
  readonly requested: string;
  readonly endedAt: string | null;
  readonly workflowId: string;
}) {
  const { title, name, stateWords, steps, requested, endedAt, workflowId } = properties;
  return (
    <details class="panel-box panel-undertaking" open={isPresent({ endedAt, steps })}>
      <summary>
        <h4>
          {title}{' '}
          <span class="panel-state" data-look={hasFailed(steps) ? 'bad' : undefined}>
            {stateWords}
          </span>
        </h4>
      </summary>
      <Stepper label={`Steps of ${name}`} steps={steps} />
      <p class="panel-quiet">
        {requested}
        {endedAt !== null && `, ended ${sayInstant(endedAt)}`}. <CardLink of={name} look="link" />{' '}
        <TemporalAnchor workflowId={workflowId} of={name} />
      </p>
    </details>
  );
}
