import type { Step } from '../../../wire/overview';
import { Sentence } from '../words/sentence';

const signs: Readonly<Record<Step['state'], string>> = {
  done: '✓',
  running: '',
  failed: '✗',
  waiting: '…',
  todo: '·',
  skipped: '–',
};

const words: Readonly<Record<Step['state'], string>> = {
  done: 'done',
  running: 'running',
  failed: 'failed',
  waiting: 'waiting',
  todo: 'to do',
  skipped: 'not needed',
};

/** The steps of a release or a retraining in their order, each with a sign and words; below them what the present one says. */
export function Stepper({ label, steps }: { readonly label: string; readonly steps: readonly Step[] }) {
  const telling = steps.filter(({ state, words: said }) => said !== undefined && isTold(state));
  return (
    <>
      <ol class="panel-steps" aria-label={label}>
        {steps.map((step) => (
          <li
            key={step.name}
            data-state={step.state}
            aria-current={step.state === 'running' || step.state === 'waiting' ? 'step' : undefined}
            title={step.words}
          >
            <span class="panel-sign" aria-hidden="true">
              {signs[step.state]}
            </span>
            {step.name}
            <span class={isTold(step.state) ? 'panel-step-state' : 'panel-unseen'}> {words[step.state]}</span>
          </li>
        ))}
      </ol>
      {telling.map(({ name, state, words: said }) => (
        <p key={name} class="panel-step-words" data-state={state}>
          {name}: <Sentence text={said ?? ''} />
        </p>
      ))}
    </>
  );
}

/** Where it stands, or where it stopped. */
function isTold(state: Step['state']): boolean {
  return state === 'running' || state === 'waiting' || state === 'failed';
}
